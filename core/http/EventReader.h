#pragma once

#include "core/http/FrameReader.h"
#include "core/http/LineReader.h"
#include "core/http/SseReader.h"

#include <variant>

namespace slipswitch::http {

/// How a stream is cut into events.
enum class Framing : std::uint8_t
{
    Events, ///< server-sent events
    Frames, ///< AWS's binary frames
    Lines ///< one JSON text a line
};

/// @param contentType  of the answer, with or without parameters
[[nodiscard]] inline Framing framingOf(std::string_view contentType)
{
    if (contentType.find("amazon.eventstream") != std::string_view::npos)
        return Framing::Frames;
    const bool lines = contentType.find("ndjson") != std::string_view::npos
        || contentType.find("jsonl") != std::string_view::npos;
    return lines ? Framing::Lines : Framing::Events;
}

/// Splits a stream into events, whatever their framing. Thread: data plane.
class EventReader
{
public:
    explicit EventReader(Framing framing = Framing::Events)
    {
        if (framing == Framing::Frames)
            m_reader.emplace<FrameReader>();
        else if (framing == Framing::Lines)
            m_reader.emplace<LineReader>();
    }
    /// As the reader of that framing.
    [[nodiscard]] Result<std::span<const SseEvent>> feed(std::string_view chunk)
    {
        return std::visit([chunk](auto &reader) { return reader.feed(chunk); }, m_reader);
    }
    [[nodiscard]] Result<std::span<const SseEvent>> finish()
    {
        return std::visit([](auto &reader) { return reader.finish(); }, m_reader);
    }

private:
    std::variant<SseReader, FrameReader, LineReader> m_reader;
};

} // namespace slipswitch::http
