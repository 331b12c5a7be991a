#pragma once

#include "core/base/Clock.h"
#include "core/platform/EnvironmentProxy.h"
#include "core/platform/ProxySetting.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace slipswitch::platform {

/// Asks the operating system (and so an automatic configuration script, where the platform runs them).
/// May block for seconds.
[[nodiscard]] ProxySetting askSystem(const ProxyTarget &target);

/// Which proxy leads to a target: the environment's, else the system's. The system is asked on a helper
/// thread and its answer kept for a short while. Loopback never goes through a proxy. Thread: any.
class SystemProxy
{
public:
    /// Blocks; called on the helper thread.
    using Query = std::function<ProxySetting(const ProxyTarget &)>;
    using Answer = std::function<void(const ProxySetting &)>;

    struct Limits
    {
        std::chrono::seconds keep {30};
        std::size_t kept = 256;
        std::size_t waiting = 256;
    };

    explicit SystemProxy(const Clock &clock, Query query = askSystem, Variables variables = processVariable);
    SystemProxy(const Clock &clock, Query query, Variables variables, const Limits &limits);
    ~SystemProxy();
    SystemProxy(const SystemProxy &) = delete;
    SystemProxy &operator=(const SystemProxy &) = delete;

    /// What is known without waiting.
    [[nodiscard]] std::optional<ProxySetting> known(const ProxyTarget &target);
    /// Calls `answer` once: at once if it is known, else later on the helper thread, unless this is destroyed
    /// before. False, and no call, when too many wait. The answer may only pass the value on, not call back.
    [[nodiscard]] bool find(const ProxyTarget &target, Answer answer);

private:
    struct Shared;
    std::shared_ptr<Shared> m_shared;
    const Clock &m_clock;
    Variables m_variables;
};

} // namespace slipswitch::platform
