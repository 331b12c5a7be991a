#pragma once

#include "core/dialect/Conversation.h"

#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::dialect::chat {

/// Finds what a model thought where a server without a field for it leaves it in the text: between "<think>"
/// and "</think>" at the very start. Tags may come in pieces. Elsewhere they are text like any other.
class ThinkTags
{
public:
    struct Piece
    {
        bool isThought = false;
        std::string text;
    };
    /// Takes more of the text. @return  what is sure by now, in order, without white space around the thought
    [[nodiscard]] std::vector<Piece> feed(std::string_view more);
    /// The text is over. @return  what was held back
    [[nodiscard]] std::vector<Piece> finish();
    /// Nothing is looked for any more: all is text.
    [[nodiscard]] bool isOver() const { return m_state == State::Over; }

private:
    enum class State : std::uint8_t
    {
        Before,
        Inside,
        After,
        Over
    };
    void before();
    void inside(std::vector<Piece> &pieces);
    void after();

    State m_state = State::Before;
    bool m_thought = false; ///< something of the thought was told
    std::string m_held;
};

/// A thought that came so. Its server takes none back, and its place in the text is no place to put it.
[[nodiscard]] Thinking taggedThought(std::string text);
[[nodiscard]] bool wasTagged(const Thinking &thinking);

} // namespace slipswitch::dialect::chat
