#pragma once

#include "core/http/FrameReader.h"
#include "core/http/SseReader.h"

#include <variant>

namespace slipswitch::http {

/// How a stream is cut into events.
enum class Framing : std::uint8_t
{
    Events, ///< server-sent events
    Frames ///< AWS's binary frames
};

/// @param contentType  of the answer, with or without parameters
[[nodiscard]] inline Framing framingOf(std::string_view contentType)
{
    if (contentType.find("amazon.eventstream") != std::string_view::npos)
        return Framing::Frames;
    return Framing::Events;
}

/// Splits a stream into events, whatever their framing. Thread: data plane.
class EventReader
{
public:
    explicit EventReader(Framing framing = Framing::Events)
    {
        if (framing == Framing::Frames)
            m_reader.emplace<FrameReader>();
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
    std::variant<SseReader, FrameReader> m_reader;
};

} // namespace slipswitch::http
