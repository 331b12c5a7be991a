#pragma once

#include "core/http/Types.h"

#include <boost/asio/buffer.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace slipswitch::http {

/// What a server refuses to go beyond. Zero means no limit.
struct ServerLimits
{
    std::size_t headBytes = 64 * 1024;
    std::size_t bodyBytes = 64 * 1024 * 1024;
    std::size_t connections = 1024;
    std::chrono::milliseconds headTime {20'000}; ///< from the first byte of a head to its end
    std::chrono::milliseconds bodyTime {60'000}; ///< silence while a body is expected
    std::chrono::milliseconds idleTime {120'000}; ///< between two requests of a connection
    std::chrono::milliseconds takeTime {600'000}; ///< for which a client may take nothing of an answer
    std::size_t allBodiesBytes = 512 * 1024 * 1024; ///< all held request bodies together
    std::chrono::milliseconds bodyBudgetWait {10'000}; ///< wait for a share of these, then 503
};

/// The head of a request. Views stay valid until the handler returns.
struct RequestHead
{
    std::string_view method;
    std::string_view target; ///< as sent: path and query
    std::string_view path;   ///< before '?'
    std::string_view query;  ///< after '?', may be empty
    Fields fields;
    std::optional<std::uint64_t> contentLength;
    bool chunked = false;
    bool hasBody() const { return chunked || contentLength.value_or(0) > 0; }
    int minorVersion = 1; ///< HTTP/1.x
};

/// One request being answered. Made by the Listener, used by one handler coroutine on the data plane.
/// Framing is the server's: the handler writes a head without Content-Length and Transfer-Encoding unless it
/// knows the length, then the pieces of the body.
class ServerExchange
{
public:
    virtual ~ServerExchange() = default;

    [[nodiscard]] virtual const RequestHead &head() const = 0;

    /// Reads the whole body (answering Expect: 100-continue first). The view has 64 readable bytes behind its
    /// end, as simdjson wants, and stays valid until the handler returns.
    /// Errors: TooLarge, Timeout, BadRequest (framing), Overloaded (all bodies together), ConnectionClosed.
    [[nodiscard]] virtual Task<Result<std::string_view>> readBody() = 0;

    /// A body whose length is known, or one that is streamed (chunked, or until close for HTTP/1.0).
    struct ResponseHead
    {
        unsigned status = 200;
        std::string fields; ///< complete lines "Name: value\r\n"; none of framing or Connection
        std::optional<std::uint64_t> contentLength;
    };
    /// Head and whole body at once.
    [[nodiscard]] virtual Task<Result<void>> respond(const ResponseHead &head, std::string_view body) = 0;
    /// Head now, body by `write`. The head may be held until the first write, to leave in one system call.
    virtual void begin(const ResponseHead &head) = 0;
    /// Waits until the kernel took the bytes: that is the back-pressure.
    /// @param last  ends the message; with a known length it must be complete by then.
    [[nodiscard]] virtual Task<Result<void>> write(std::string_view bytes, bool last) = 0;
    /// Ends the message so that the client notices it is incomplete: the connection is reset, not closed
    /// cleanly.
    virtual void abort() = 0;

    /// Called once, on the data plane, when the client leaves while the handler runs (also while it waits
    /// for something else). Pass nullptr to take it back. The watch is armed for the handler's life.
    virtual void onClientGone(std::function<void()> callback) = 0;
    [[nodiscard]] virtual bool clientGone() const = 0;
    /// Whether a head was sent or queued already: an error can then no longer have a status of its own.
    [[nodiscard]] virtual bool begun() const = 0;
    /// A write is under way: its bytes wait for room.
    [[nodiscard]] virtual bool writing() const = 0;
};

/// Answers requests. Thrown exceptions end the connection and are counted as our fault.
using Handler = std::function<Task<void>(ServerExchange &)>;

} // namespace slipswitch::http
