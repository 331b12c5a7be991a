#include "core/gateway/UsageWithholder.h"

#include "core/dialect/EventMarks.h"

#include <algorithm>
#include <cstring>

namespace slipswitch::gateway {

namespace {

/// Where lines end with a line feed alone, as nearly everywhere.
std::size_t endOfFedEvent(std::string_view text)
{
    if (text.starts_with('\n'))
        return 1;
    const auto blank = text.find("\n\n");
    return blank == std::string_view::npos ? blank : blank + 2;
}

/// Behind the blank line that ends the first event; npos when there is none yet.
std::size_t endOfEvent(std::string_view text)
{
    if (text.find('\r') == std::string_view::npos)
        return endOfFedEvent(text);
    std::size_t lineStart = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\n' && text[i] != '\r')
            continue;
        const bool blank = i == lineStart;
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n')
            ++i;
        if (blank)
            return i + 1;
        lineStart = i + 1;
    }
    return std::string_view::npos;
}

std::string_view dataOf(std::string_view event)
{
    constexpr std::string_view field = "data:";
    const auto at = event.find(field);
    if (at == std::string_view::npos)
        return {};
    auto data = event.substr(at + field.size());
    return data.substr(0, std::min(data.find_first_of("\r\n"), data.size()));
}

} // namespace

bool UsageWithholder::withheld(std::string_view event) const
{
    return memmem(event.data(), event.size(), R"("usage")", 7) != nullptr
        && dialect::marksOf(m_dialect, dataOf(event), false).usageOnly;
}

std::string_view UsageWithholder::pass(std::string_view bytes, bool last)
{
    if (m_lineFeedIsWithheld && !bytes.empty()) {
        bytes.remove_prefix(bytes.front() == '\n' ? 1 : 0);
        m_lineFeedIsWithheld = false;
    }
    m_waiting.append(bytes);
    m_passing.clear();
    std::string_view rest = m_waiting;
    for (auto end = endOfEvent(rest); end != std::string_view::npos; end = endOfEvent(rest)) {
        const auto event = rest.substr(0, end);
        rest.remove_prefix(end);
        if (!withheld(event))
            m_passing.append(event);
        else
            m_lineFeedIsWithheld = rest.empty() && event.back() == '\r';
    }
    if (last && !withheld(rest))
        m_passing.append(rest);
    m_waiting.erase(0, last ? m_waiting.size() : m_waiting.size() - rest.size());
    return m_passing;
}

} // namespace slipswitch::gateway
