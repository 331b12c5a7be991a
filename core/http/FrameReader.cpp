#include "core/http/FrameReader.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace slipswitch::http {

namespace {

constexpr std::size_t preludeBytes = 12; // length, length of the headers, checksum of both
constexpr std::size_t checksumBytes = 4;

std::uint32_t number(std::string_view bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

std::uint32_t checksum(std::string_view bytes)
{
    return static_cast<std::uint32_t>(
        ::crc32(0, reinterpret_cast<const Bytef *>(bytes.data()), static_cast<uInt>(bytes.size())));
}

/// Cuts so many bytes off the front; what is not there makes `intact` false.
std::string_view cut(std::string_view &rest, std::size_t bytes, bool &intact)
{
    intact = intact && bytes <= rest.size();
    const auto piece = rest.substr(0, bytes);
    rest.remove_prefix(std::min(bytes, rest.size()));
    return piece;
}

/// Of a value by its type; those of texts and bytes stand before them.
std::size_t lengthOf(unsigned char type, std::string_view &rest, bool &intact)
{
    constexpr std::array<std::size_t, 10> fixed {0, 0, 1, 2, 4, 8, 0, 0, 8, 16};
    constexpr unsigned char bytes = 6, text = 7;
    if (type == bytes || type == text) {
        const auto length = cut(rest, 2, intact);
        return intact ? static_cast<std::size_t>(static_cast<unsigned char>(length[0])) << 8U
                | static_cast<unsigned char>(length[1])
                      : 0;
    }
    intact = intact && type < fixed.size();
    return intact ? fixed.at(type) : 0;
}

struct Headers
{
    std::string_view message, event, exception, code, words;
    bool intact = true;
};

Headers readHeaders(std::string_view rest)
{
    Headers headers;
    while (headers.intact && !rest.empty()) {
        const auto nameLength = cut(rest, 1, headers.intact);
        const auto name = cut(rest, static_cast<unsigned char>(nameLength[0]), headers.intact);
        const auto type = cut(rest, 1, headers.intact);
        if (!headers.intact)
            break;
        const auto length = lengthOf(static_cast<unsigned char>(type[0]), rest, headers.intact);
        const auto value = cut(rest, length, headers.intact);
        for (const auto &[known, place] : {std::pair(":message-type", &headers.message),
                 std::pair(":event-type", &headers.event), std::pair(":exception-type", &headers.exception),
                 std::pair(":error-code", &headers.code), std::pair(":error-message", &headers.words)}) {
            if (name == known)
                *place = value;
        }
    }
    return headers;
}

/// Types are words; anything else can't stand in a JSON text as it is.
bool isWord(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
            || c == '_';
    });
}

std::string quoted(std::string_view words)
{
    std::string text = "\"";
    for (const char c : words) {
        if (c == '"' || c == '\\')
            text += '\\';
        text += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return text + '"';
}

} // namespace

Result<std::span<const SseEvent>> FrameReader::feed(std::string_view chunk)
{
    m_events.clear();
    m_texts.clear();
    if (!m_complaint.empty())
        return outcome();
    const bool waited = !m_pending.empty();
    if (waited)
        m_pending.append(chunk);
    std::string_view bytes = waited ? std::string_view(m_pending) : chunk;
    const auto before = bytes.size();
    while (m_complaint.empty()) {
        const auto size = nextFrame(bytes);
        if (size == 0 || size > bytes.size())
            break;
        take(bytes.substr(0, size));
        bytes.remove_prefix(size);
    }
    // A large frame that is still growing is not copied with every piece.
    if (!waited || bytes.size() < before)
        m_pending = std::string(bytes);
    return outcome();
}

Result<std::span<const SseEvent>> FrameReader::finish()
{
    m_events.clear();
    m_texts.clear();
    if (!m_pending.empty())
        refuse("The stream was cut within a frame.");
    return outcome();
}

/// How long the frame at the front is; 0: not known yet, or wrong.
std::size_t FrameReader::nextFrame(std::string_view bytes)
{
    if (bytes.size() < preludeBytes)
        return 0;
    const std::size_t size = number(bytes, 0), headers = number(bytes, 4);
    if (number(bytes, 8) != checksum(bytes.substr(0, 8)))
        refuse("The checksum of a frame's beginning is wrong.");
    else if (size > m_maxFrameBytes)
        refuse("A frame of the stream is too large.");
    else if (size < preludeBytes + checksumBytes || headers > size - preludeBytes - checksumBytes)
        refuse("The lengths of a frame can't be.");
    else
        return size;
    return 0;
}

void FrameReader::take(std::string_view frame)
{
    const auto end = frame.size() - checksumBytes;
    if (number(frame, end) != checksum(frame.substr(0, end)))
        return refuse("The checksum of a frame is wrong.");
    const auto headers = number(frame, 4);
    addEvent(frame.substr(preludeBytes, headers),
        frame.substr(preludeBytes + headers, end - preludeBytes - headers));
}

void FrameReader::addEvent(std::string_view headerBytes, std::string_view payload)
{
    const auto headers = readHeaders(headerBytes);
    if (!headers.intact)
        return refuse("The headers of a frame can't be read.");
    const std::string_view body = payload.empty() ? "{}" : payload;
    auto &text = m_texts.emplace_back();
    SseEvent event;
    if (headers.message == "error") {
        text.append(R"({"error":{"message":)").append(quoted(headers.words)).append(R"(,"code":)");
        text.append(quoted(headers.code)).append("}}");
        event.event = "error";
    } else {
        const bool exception = headers.message == "exception";
        const auto type = exception ? headers.exception : headers.event;
        if (!isWord(type))
            return refuse("A frame does not say what it is.");
        if (exception)
            text.append(R"({"exception":")").append(type).append(R"(","error":)").append(body).append("}");
        else
            text.append(R"({")").append(type).append(R"(":)").append(body).append("}");
        event.event = exception ? "exception" : "event";
    }
    event.data = text;
    m_events.push_back(event);
}

void FrameReader::refuse(std::string_view why)
{
    m_complaint = why;
}

Result<std::span<const SseEvent>> FrameReader::outcome()
{
    if (!m_complaint.empty() && m_events.empty())
        return failure(ErrorCode::BadResponse, m_complaint, ErrorSource::Upstream, true);
    return std::span<const SseEvent>(m_events);
}

} // namespace slipswitch::http
