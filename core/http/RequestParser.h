#pragma once

#include "core/http/BodyBytes.h"
#include "core/http/Server.h"

#include <memory>
#include <span>

namespace slipswitch::http {

/// Reads HTTP/1 requests, strictly. Owns no bytes: heads are views into the caller's memory.
/// Thread: data plane.
class RequestParser
{
public:
    /// @param maxHeadBytes  request line, fields and blank line together
    explicit RequestParser(std::size_t maxHeadBytes = 64 * 1024);
    ~RequestParser();

    /// Forgets everything; ready for the next message.
    void reset();
    /// @param bytes  all that came of the message, from its first byte. It may lie elsewhere on each call;
    /// the
    ///               head's views point into the memory of the last one.
    /// @return the size of the head, or 0 when it is not complete yet.
    /// Errors: TooLarge (head), BadRequest.
    [[nodiscard]] Result<std::size_t> parseHead(std::string_view bytes);
    [[nodiscard]] const RequestHead &head() const;
    /// Whether the client would send another request on this connection.
    [[nodiscard]] bool keepAlive() const;
    [[nodiscard]] bool expectsContinue() const;
    /// @param bytes  what came behind the head, or behind what was consumed before; payload is joined in
    /// place. Errors: BadRequest (framing).
    [[nodiscard]] Result<BodyBytes> decodeBody(std::span<char> bytes);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace slipswitch::http
