#pragma once

#include "core/http/BodyBytes.h"
#include "core/http/Types.h"

#include <memory>
#include <span>

namespace slipswitch::http {

/// Reads HTTP/1 responses, strictly. Owns no bytes: heads are views into the caller's memory.
/// Thread: data plane. All errors have source Upstream.
class ResponseParser
{
public:
    enum class NoBody : std::uint8_t
    {
        No,
        Yes
    };

    explicit ResponseParser(std::size_t maxHeadBytes = 256 * 1024);
    ~ResponseParser();

    /// Before each response. @param noBody  the answer to HEAD, or a successful one to CONNECT
    void start(NoBody noBody = NoBody::No);
    /// Skips 1xx heads.
    /// @param bytes  all that came since `start`; it may lie elsewhere on each call. Fields point into the
    /// memory
    ///               of the last one.
    /// @return the size of everything up to the end of the final head, or 0 when that is not complete yet.
    /// Errors: BadResponse (malformed, too large, 101).
    [[nodiscard]] Result<std::size_t> parseHead(std::string_view bytes);
    [[nodiscard]] unsigned status() const;
    [[nodiscard]] const Fields &fields() const;
    /// As the head says, also where no body follows.
    [[nodiscard]] std::optional<std::uint64_t> contentLength() const;
    [[nodiscard]] bool chunked() const;

    /// Whether the message is complete: right after the head, if it has no body.
    [[nodiscard]] bool complete() const;
    /// @param bytes  what came behind the head, or behind what was consumed before; payload is joined in
    /// place.
    ///               Bytes that are left over after the last ones mean that the connection can't be used
    ///               again.
    /// Errors: BadResponse (framing).
    [[nodiscard]] Result<BodyBytes> decodeBody(std::span<char> bytes);
    /// The peer closed. No error if that is how this message ends, or if it was complete.
    /// Errors: ConnectionClosed (truncated; also before or within the head).
    [[nodiscard]] Result<void> finish();
    /// Whether the connection may carry another request once the message is complete and nothing is left
    /// over.
    [[nodiscard]] bool keepAlive() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace slipswitch::http
