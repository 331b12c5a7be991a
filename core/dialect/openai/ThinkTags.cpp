#include "core/dialect/openai/ThinkTags.h"

#include <algorithm>
#include <utility>

namespace slipswitch::dialect::chat {

namespace {

constexpr std::string_view opening = "<think>", closing = "</think>", space = " \t\r\n";
/// White space that may turn out to surround a thought is held back, but not without end.
constexpr std::size_t mostHeld = 256;
constexpr std::string_view mark = "think-tags";

void trimStart(std::string &text)
{
    text.erase(0, std::min(text.find_first_not_of(space), text.size()));
}

std::size_t withoutSpaceBehind(std::string_view text)
{
    const auto last = text.find_last_not_of(space);
    return last == std::string_view::npos ? 0 : last + 1;
}

/// How much of the end may be the beginning of the tag.
std::size_t partOfTag(std::string_view text)
{
    for (auto size = std::min(text.size(), closing.size() - 1); size > 0; --size) {
        if (text.ends_with(closing.substr(0, size)))
            return size;
    }
    return 0;
}

} // namespace

std::vector<ThinkTags::Piece> ThinkTags::feed(std::string_view more)
{
    std::vector<Piece> pieces;
    m_held += more;
    if (m_state == State::Before)
        before();
    if (m_state == State::Inside)
        inside(pieces);
    if (m_state == State::After)
        after();
    if (m_state == State::Over && !m_held.empty())
        pieces.push_back({false, std::exchange(m_held, {})});
    return pieces;
}

void ThinkTags::before()
{
    const auto start = std::min(m_held.find_first_not_of(space), m_held.size());
    const auto rest = std::string_view(m_held).substr(start);
    if (rest.starts_with(opening)) {
        m_held.erase(0, start + opening.size());
        m_state = State::Inside;
    } else if (!opening.starts_with(rest) || m_held.size() > mostHeld) {
        m_state = State::Over;
    }
}

void ThinkTags::inside(std::vector<Piece> &pieces)
{
    if (!m_thought)
        trimStart(m_held);
    const auto end = m_held.find(closing);
    const bool closed = end != std::string::npos;
    const auto text = std::string_view(m_held).substr(0, closed ? end : m_held.size() - partOfTag(m_held));
    auto sure = withoutSpaceBehind(text);
    if (!closed && text.size() - sure > mostHeld)
        sure = text.size();
    if (sure > 0)
        pieces.push_back({true, std::string(text.substr(0, sure))});
    m_thought = m_thought || sure > 0;
    m_held.erase(0, closed ? end + closing.size() : sure);
    if (closed)
        m_state = State::After;
}

void ThinkTags::after()
{
    trimStart(m_held);
    if (!m_held.empty())
        m_state = State::Over;
}

std::vector<ThinkTags::Piece> ThinkTags::finish()
{
    const bool thought = std::exchange(m_state, State::Over) == State::Inside;
    std::vector<Piece> pieces;
    if (!m_held.empty())
        pieces.push_back({thought, std::exchange(m_held, {})});
    return pieces;
}

Thinking taggedThought(std::string text)
{
    Thinking thinking;
    thinking.text = std::move(text);
    thinking.madeIn = Dialect::OpenAiChat;
    thinking.id = mark;
    return thinking;
}

bool wasTagged(const Thinking &thinking)
{
    return thinking.madeIn == Dialect::OpenAiChat && thinking.id == mark;
}

} // namespace slipswitch::dialect::chat
