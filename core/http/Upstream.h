#pragma once

#include "core/http/Types.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace slipswitch::http {

/// Through what a connection goes. The password never enters a log: it is only used to write the hand-shake.
struct Proxy
{
    enum class Kind : std::uint8_t
    {
        None,
        HttpConnect,
        Socks5
    };
    Kind kind = Kind::None;
    std::string host;
    std::uint16_t port = 0;
    std::string user, password;
    bool operator==(const Proxy &) const = default;
};

/// Where a connection ends. Connections are pooled by the whole of it.
struct Origin
{
    bool tls = true;
    std::string host; ///< name or address, without brackets
    std::uint16_t port = 443;
    std::string caFile; ///< trusted in addition to the system's; may be empty
    Proxy proxy;
    bool operator==(const Origin &) const = default;
};

struct UpstreamRequest
{
    const Origin *origin = nullptr; ///< outlives the call
    std::string_view head;          ///< complete: request line, fields (Host and length too), blank line
    std::string_view body;          ///< stays valid until the response's head came or the call failed
    Timeouts timeouts;
    bool headRequest = false;       ///< the answer has no body whatever its length says
};

/// What was measured on the way, since `send` was called.
struct UpstreamTiming
{
    bool reusedConnection = false;
    bool retriedStale = false; ///< an idle connection had died; sent again on a fresh one
    std::chrono::microseconds connected {}, firstByte {};
};

/// An answer under way. Destroying it before the body's end closes the connection; after it, returns it to
/// the pool. Thread: data plane.
class UpstreamResponse
{
public:
    virtual ~UpstreamResponse() = default;
    [[nodiscard]] virtual unsigned status() const = 0;
    /// Valid as long as the response.
    [[nodiscard]] virtual const Fields &fields() const = 0;
    [[nodiscard]] virtual std::optional<std::uint64_t> contentLength() const = 0;
    [[nodiscard]] virtual const UpstreamTiming &timing() const = 0;
    /// The next piece of the body, framing removed; as much as one read of the socket gave.
    /// Errors: Timeout (silence), ConnectionClosed (truncated), BadResponse (framing), Cancelled.
    [[nodiscard]] virtual Task<Result<BodyPart>> read() = 0;
};

/// Calls off a request from outside its coroutine, for example when the client left.
/// Thread: data plane. May be fired before, during and after `send`; firing twice is harmless.
class Cancellation
{
public:
    void fire()
    {
        m_fired = true;
        if (auto callback = std::exchange(m_callback, nullptr))
            callback();
    }
    [[nodiscard]] bool fired() const { return m_fired; }
    /// Set by whoever does the waiting: closes its socket.
    void onFire(std::function<void()> callback) { m_callback = std::move(callback); }

private:
    bool m_fired = false;
    std::function<void()> m_callback;
};

/// The narrow door to providers: another transport can take its place.
class Upstream
{
public:
    virtual ~Upstream() = default;
    /// Sends and waits for the head of the final response (1xx are skipped).
    /// Errors: ConnectFailed, TlsRejected, Timeout, ConnectionClosed, BadResponse, Cancelled; all have source
    /// Upstream (Cancelled: Client) and `retryable` set where nothing of an answer came.
    [[nodiscard]] virtual Task<Result<std::unique_ptr<UpstreamResponse>>> send(
        const UpstreamRequest &request, Cancellation &cancellation)
        = 0;
};

} // namespace slipswitch::http
