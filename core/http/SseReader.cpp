#include "core/http/SseReader.h"

#include <algorithm>
#include <cstring>

namespace slipswitch::http {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t keptCapacity = 64 * 1024;

/// Finds ends of lines, each behind the one before. Every byte is looked at once for each of the two.
class LineScan
{
public:
    explicit LineScan(std::string_view text)
        : m_text(text)
        , m_lf(text.find('\n'))
        , m_cr(text.find('\r'))
    { }
    /// The first CR or LF at `from` or behind.
    [[nodiscard]] std::size_t lineEnd(std::size_t from)
    {
        if (m_lf < from)
            m_lf = m_text.find('\n', from);
        if (m_cr < from)
            m_cr = m_text.find('\r', from);
        return std::min(m_lf, m_cr);
    }
    /// Behind the end of line at `end`, which may be two bytes.
    [[nodiscard]] std::size_t behind(std::size_t end) const
    {
        const bool pair = m_text[end] == '\r' && end + 1 < m_text.size() && m_text[end + 1] == '\n';
        return end + (pair ? 2 : 1);
    }
    /// Behind the first blank line, or npos. @param lineStart  where a line starts; a line open there: -1
    [[nodiscard]] std::size_t blockEnd(std::size_t from, bool atLineStart)
    {
        for (;;) {
            const auto end = lineEnd(from);
            if (end == std::string_view::npos)
                return end;
            const auto next = behind(end);
            if (atLineStart && end == from)
                return next;
            atLineStart = true;
            from = next;
        }
    }

private:
    std::string_view m_text;
    std::size_t m_lf, m_cr; ///< the next of each; npos: there is none
};

std::optional<std::uint32_t> milliseconds(std::string_view digits)
{
    constexpr std::size_t most = 9; // digits that surely fit
    if (digits.empty() || digits.size() > most)
        return std::nullopt;
    std::uint32_t value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + static_cast<std::uint32_t>(c - '0');
    }
    return value;
}

} // namespace

Result<std::span<const SseEvent>> SseReader::feed(std::string_view chunk)
{
    startCall(chunk.size());
    if (!m_pending.empty())
        chunk = completePending(chunk);
    LineScan scan(chunk);
    std::size_t start = 0;
    while (!m_tooLarge) {
        const auto end = scan.blockEnd(start, true);
        if (end == std::string_view::npos)
            break;
        m_tooLarge = !takeBlock(chunk.substr(start, end - start));
        start = end;
    }
    chunk.remove_prefix(start);
    if (m_pending.size() + chunk.size() > m_maxEventBytes)
        m_tooLarge = true;
    if (!m_tooLarge)
        m_pending.append(chunk);
    return outcome();
}

Result<std::span<const SseEvent>> SseReader::finish()
{
    startCall(0);
    m_handedOut.swap(m_pending);
    if (!m_tooLarge)
        m_tooLarge = !takeBlock(m_handedOut);
    return outcome();
}

void SseReader::startCall(std::size_t chunkBytes)
{
    m_events.clear();
    m_handedOut.clear();
    if (m_handedOut.capacity() > keptCapacity)
        std::string().swap(m_handedOut);
    m_joined.clear();
    m_joinedRoom = m_pending.size() + chunkBytes;
}

// Moves bytes up to the end of the pending event behind it. Returns what is left of the chunk.
std::string_view SseReader::completePending(std::string_view chunk)
{
    if (chunk.empty())
        return chunk;
    const char before = m_pending.back();
    const bool restOfPair = before == '\r' && chunk.front() == '\n';
    const bool atLineStart = before == '\n' || before == '\r';
    const auto end = LineScan(chunk).blockEnd(restOfPair ? 1 : 0, atLineStart);
    const auto taken = std::min(end, chunk.size());
    if (m_pending.size() + taken > m_maxEventBytes) {
        m_tooLarge = true;
        return {};
    }
    m_pending.append(chunk.substr(0, taken));
    if (end != std::string_view::npos) {
        m_handedOut.swap(m_pending);
        m_tooLarge = !takeBlock(m_handedOut);
    }
    return chunk.substr(taken);
}

// @return false when it is larger than allowed
bool SseReader::takeBlock(std::string_view block)
{
    if (block.size() > m_maxEventBytes)
        return false;
    SseEvent event;
    event.raw = block;
    if (m_atStart && block.starts_with(byteOrderMark))
        block.remove_prefix(byteOrderMark.size());
    m_atStart = false;
    LineScan scan(block);
    bool hasData = false;
    for (std::size_t start = 0; start < block.size();) {
        const auto end = std::min(scan.lineEnd(start), block.size());
        takeLine(block.substr(start, end - start), event, hasData);
        start = end < block.size() ? scan.behind(end) : end;
    }
    if (hasData)
        m_events.push_back(event);
    return true;
}

void SseReader::takeLine(std::string_view line, SseEvent &event, bool &hasData)
{
    const auto colon = std::min(line.find(':'), line.size());
    const auto name = line.substr(0, colon);
    auto value = line.substr(std::min(colon + 1, line.size()));
    if (value.starts_with(' '))
        value.remove_prefix(1);
    if (name == "data") {
        addData(value, event, hasData);
        hasData = true;
    } else if (name == "event") {
        event.event = value;
    } else if (name == "id") {
        if (value.find('\0') == std::string_view::npos)
            event.id = value;
    } else if (name == "retry") {
        event.retryMilliseconds = milliseconds(value);
    }
}

void SseReader::addData(std::string_view value, SseEvent &event, bool hasData)
{
    if (!hasData) {
        event.data = value;
        return;
    }
    m_joined.reserve(m_joinedRoom); // once a call: views into it must not move
    const bool joined
        = !event.data.empty() && event.data.data() + event.data.size() == m_joined.data() + m_joined.size();
    const auto start = joined ? m_joined.size() - event.data.size() : m_joined.size();
    if (!joined)
        m_joined.append(event.data);
    m_joined += '\n';
    m_joined.append(value);
    event.data = std::string_view(m_joined).substr(start);
}

Result<std::span<const SseEvent>> SseReader::outcome()
{
    if (m_tooLarge && m_events.empty())
        return failure(ErrorCode::BadResponse, "An event of the stream is too large.", ErrorSource::Upstream);
    return std::span<const SseEvent>(m_events);
}

} // namespace slipswitch::http
