#pragma once

#include "core/http/SseReader.h"

#include <deque>

namespace slipswitch::http {

/// Splits AWS's binary event stream (application/vnd.amazon.eventstream) into events. Both checksums of each
/// frame are checked. The data of an event is one JSON text: the frame's payload under the name of its type,
/// {"messageStart":{…}}; that of an exception is {"exception":"throttlingException","error":{…}}.
/// Thread: data plane. Source: AWS, "Event stream encoding".
class FrameReader
{
public:
    explicit FrameReader(std::size_t maxFrameBytes = SseReader::defaultMaxEventBytes)
        : m_maxFrameBytes(maxFrameBytes)
    { }
    /// @param chunk  any slice of the stream; may end anywhere.
    /// @return 0..n complete events, in order; views hold until the next call.
    /// Errors: BadResponse for a wrong checksum, lengths that can't be, and a frame that exceeds
    /// `maxFrameBytes`; events before it are handed out first. Nothing can be read behind it.
    [[nodiscard]] Result<std::span<const SseEvent>> feed(std::string_view chunk);
    /// The stream ended. Errors: BadResponse when it was cut within a frame.
    [[nodiscard]] Result<std::span<const SseEvent>> finish();

private:
    [[nodiscard]] std::size_t nextFrame(std::string_view bytes);
    void take(std::string_view frame);
    void addEvent(std::string_view headers, std::string_view payload);
    void refuse(std::string_view why);
    [[nodiscard]] Result<std::span<const SseEvent>> outcome();

    std::size_t m_maxFrameBytes;
    std::deque<std::string> m_texts; ///< what the events of the last call point into
    std::vector<SseEvent> m_events;
    std::string m_pending; ///< the frame that is not complete yet
    std::string m_complaint; ///< empty: all is well
};

} // namespace slipswitch::http
