#include "core/http/LineReader.h"

namespace slipswitch::http {

namespace {

constexpr std::size_t keptCapacity = 64 * 1024;

} // namespace

Result<std::span<const SseEvent>> LineReader::feed(std::string_view chunk)
{
    startCall();
    while (!m_tooLarge) {
        const auto end = chunk.find('\n');
        const auto taken = chunk.substr(0, end == std::string_view::npos ? end : end + 1);
        if (m_pending.size() + taken.size() > m_maxLineBytes) {
            m_tooLarge = true;
        } else if (end == std::string_view::npos) {
            m_pending.append(taken);
            break;
        } else if (m_pending.empty()) {
            take(taken);
        } else { // only the first line of a call can have begun before it
            m_pending.append(taken);
            m_handedOut.swap(m_pending);
            m_pending.clear();
            take(m_handedOut);
        }
        chunk.remove_prefix(taken.size());
    }
    return outcome();
}

Result<std::span<const SseEvent>> LineReader::finish()
{
    startCall();
    m_handedOut.swap(m_pending);
    m_pending.clear();
    if (!m_tooLarge)
        take(m_handedOut);
    return outcome();
}

void LineReader::startCall()
{
    m_events.clear();
    m_handedOut.clear();
    if (m_handedOut.capacity() > keptCapacity)
        std::string().swap(m_handedOut);
}

/// @param line  with what ended it
void LineReader::take(std::string_view line)
{
    SseEvent event;
    event.raw = line;
    const auto last = line.find_last_not_of("\r\n \t");
    if (last == std::string_view::npos)
        return;
    event.data = line.substr(0, last + 1);
    m_events.push_back(event);
}

Result<std::span<const SseEvent>> LineReader::outcome()
{
    if (m_tooLarge && m_events.empty())
        return failure(ErrorCode::BadResponse, "A line of the stream is too large.", ErrorSource::Upstream);
    return std::span<const SseEvent>(m_events);
}

} // namespace slipswitch::http
