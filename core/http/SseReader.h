#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::http {

/// One event. Views stay valid until the reader's next call, and as long as the chunk that was fed.
struct SseEvent
{
    std::string_view event; ///< type, empty if none was given
    std::string_view data; ///< lines joined with LF
    std::string_view id; ///< as this event gives it; not carried over from earlier ones
    std::optional<std::uint32_t> retryMilliseconds;
    std::string_view
        raw; ///< its lines as sent, with the blank one that ends it (CRLF cut apart: without its LF)
};

/// Splits an SSE byte stream into events: LF, CRLF and CR, byte order mark, comments. Events without data are
/// dropped, as the standard says. An event that lies whole in a chunk is not copied.
/// Thread: data plane. Source: WHATWG HTML, "Server-sent events".
class SseReader
{
public:
    static constexpr std::size_t defaultMaxEventBytes = 16 * 1024 * 1024;

    explicit SseReader(std::size_t maxEventBytes = defaultMaxEventBytes)
        : m_maxEventBytes(maxEventBytes)
    { }
    /// @param chunk  any slice of the stream; may end anywhere.
    /// @return 0..n complete events, in order; the rest is kept.
    /// Errors: BadResponse when one event exceeds `maxEventBytes`; events before it are handed out first.
    [[nodiscard]] Result<std::span<const SseEvent>> feed(std::string_view chunk);
    /// The stream ended. @return 0..1 events: the last one, if it lacks its blank line.
    /// Errors: as feed.
    [[nodiscard]] Result<std::span<const SseEvent>> finish();

private:
    void startCall(std::size_t chunkBytes);
    [[nodiscard]] std::string_view completePending(std::string_view chunk);
    [[nodiscard]] bool takeBlock(std::string_view block);
    void takeLine(std::string_view line, SseEvent &event, bool &hasData);
    void addData(std::string_view value, SseEvent &event, bool hasData);
    [[nodiscard]] Result<std::span<const SseEvent>> outcome();

    std::size_t m_maxEventBytes;
    std::vector<SseEvent> m_events;
    std::string m_pending; ///< the event that is not complete yet
    std::string m_handedOut; ///< what views of the last call point into
    std::string m_joined; ///< data of several lines
    std::size_t m_joinedRoom = 0;
    bool m_atStart = true;
    bool m_tooLarge = false;
};

} // namespace slipswitch::http
