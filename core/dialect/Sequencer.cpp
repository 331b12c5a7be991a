#include "core/dialect/Sequencer.h"

#include <algorithm>

namespace slipswitch::dialect {

void JsonProgress::feed(std::string_view text)
{
    for (const char c : text) {
        if (m_inString) {
            if (m_escaped)
                m_escaped = false;
            else if (c == '\\')
                m_escaped = true;
            else if (c == '"')
                m_inString = false;
            continue;
        }
        if (c == '"')
            m_inString = true;
        else if (c == '{' || c == '[')
            ++m_depth;
        else if (c == '}' || c == ']')
            --m_depth;
        m_began = m_began || c == '{' || c == '[';
    }
}

bool Sequencer::makesWay(const Open &part)
{
    return part.ended || !part.isCall || part.progress.complete();
}

bool Sequencer::has(std::string_view key) const
{
    return std::any_of(
        m_parts.begin(), m_parts.end(), [key](const Open &part) { return part.key == key && !part.ended; });
}

void Sequencer::begin(std::string_view key, Part head, EventSink &sink)
{
    Open part {std::string(key), std::move(head), {}, {}, false, false};
    if (const auto *call = std::get_if<ToolCall>(&part.head.body)) {
        part.isCall = true;
        part.progress.feed(call->arguments);
    }
    m_parts.push_back(std::move(part));
    release(sink);
}

void Sequencer::grow(std::string_view key, Grown what, std::string_view more, EventSink &sink)
{
    const auto part = std::find_if(m_parts.begin(), m_parts.end(),
        [key](const Open &candidate) { return candidate.key == key && !candidate.ended; });
    if (part == m_parts.end() || more.empty())
        return;
    if (what == Grown::Arguments)
        part->progress.feed(more);
    if (part == m_parts.begin() && m_begun)
        sink.partGrew(what, more);
    else {
        part->waiting.emplace_back(what, more);
        m_waiting += more.size();
    }
    if (m_waiting > mostWaiting)
        m_parts.front().ended = true;
    release(sink);
}

void Sequencer::end(std::string_view key, EventSink &sink)
{
    for (auto &part : m_parts) {
        if (part.key == key)
            part.ended = true;
    }
    release(sink);
}

void Sequencer::endAll(EventSink &sink)
{
    for (auto &part : m_parts)
        part.ended = true;
    release(sink);
}

void Sequencer::release(EventSink &sink)
{
    while (!m_parts.empty()) {
        auto &first = m_parts.front();
        if (!m_begun) {
            sink.partBegan(first.head);
            for (const auto &[what, more] : first.waiting) {
                sink.partGrew(what, more);
                m_waiting -= more.size();
            }
            first.waiting.clear();
            m_begun = true;
        }
        const bool another = m_parts.size() > 1;
        if (!first.ended && !(another && makesWay(first)))
            return;
        sink.partEnded();
        m_parts.erase(m_parts.begin());
        m_begun = false;
    }
}

} // namespace slipswitch::dialect
