#pragma once

#include "core/base/Clock.h"
#include "core/http/Interrupt.h"

#include <boost/asio/ip/address.hpp>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace slipswitch::http {

using Addresses = std::vector<boost::asio::ip::address>;

/// Names to addresses. The blocking look-up runs on helper threads; answers are kept for a short while, and
/// requests for a name that is being looked up join the look-up. Thread: data plane.
class Resolver
{
public:
    /// Blocks; called on a helper thread. Errors: ConnectFailed.
    using Lookup = std::function<Result<Addresses>(const std::string &host)>;
    using Answer = Result<std::shared_ptr<const Addresses>>;

    struct Limits
    {
        std::chrono::seconds keepFound {60};
        std::chrono::seconds keepFailed {5};
        std::size_t waitingNames = 256; ///< names not yet taken by a helper thread
        std::size_t keptNames = 1024;
        std::size_t threads = 4; ///< started when needed: one dead name server must not stop other names
    };

    Resolver(Executor executor, const Clock &clock, Lookup lookup);
    Resolver(Executor executor, const Clock &clock, Lookup lookup, const Limits &limits);
    ~Resolver();
    Resolver(const Resolver &) = delete;
    Resolver &operator=(const Resolver &) = delete;

    /// @param host  a name, or an address, which needs no look-up.
    /// Errors: ConnectFailed, and after the interrupt whatever its owner makes of it (Cancelled here).
    [[nodiscard]] Task<Answer> resolve(std::string host, Interrupt &interrupt);

private:
    struct Waiter;
    struct Helpers;
    struct Life
    { };
    struct Kept
    {
        Answer answer;
        SteadyTime until;
    };

    [[nodiscard]] bool begin(const std::string &host, std::shared_ptr<Waiter> waiter);
    void deliver(const std::string &host, Result<Addresses> found);
    void keep(const std::string &host, const Answer &answer);
    void makeRoom();

    Executor m_executor;
    const Clock &m_clock;
    Limits m_limits;
    std::shared_ptr<Life> m_life;
    std::shared_ptr<Helpers> m_helpers;
    std::unordered_map<std::string, Kept> m_kept;
    std::unordered_map<std::string, std::vector<std::shared_ptr<Waiter>>> m_waiting;
};

/// The system's resolver (getaddrinfo): /etc/hosts, DNS and whatever else is configured.
[[nodiscard]] Result<Addresses> systemLookup(const std::string &host);

} // namespace slipswitch::http
