#pragma once

#include "core/http/SseReader.h"

#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::http {

/// Splits a stream of lines, each a JSON text of its own (NDJSON), into events: LF and CRLF. Blank lines are
/// dropped. A line that lies whole in a chunk is not copied.
/// Thread: data plane.
class LineReader
{
public:
    explicit LineReader(std::size_t maxLineBytes = SseReader::defaultMaxEventBytes)
        : m_maxLineBytes(maxLineBytes)
    { }
    /// @param chunk  any slice of the stream; may end anywhere.
    /// @return 0..n complete lines as the data of events, in order; views hold as in SseReader.
    /// Errors: BadResponse when one line exceeds `maxLineBytes`; lines before it are handed out first.
    [[nodiscard]] Result<std::span<const SseEvent>> feed(std::string_view chunk);
    /// The stream ended. @return 0..1 events: the last line, if nothing ended it.
    [[nodiscard]] Result<std::span<const SseEvent>> finish();

private:
    void startCall();
    void take(std::string_view line);
    [[nodiscard]] Result<std::span<const SseEvent>> outcome();

    std::size_t m_maxLineBytes;
    std::vector<SseEvent> m_events;
    std::string m_pending; ///< the line that is not complete yet
    std::string m_handedOut; ///< what a view of the last call points into
    bool m_tooLarge = false;
};

} // namespace slipswitch::http
