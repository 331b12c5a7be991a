#pragma once

#include "core/dialect/Conversation.h"

#include <random>
#include <string>
#include <vector>

namespace slipswitch::tests {

/// Conversations by chance, of what every dialect can say: system text, turns of text and pictures, calls
/// with their results (in any order), tools, settings. The same seed gives the same ones.
class RandomConversation
{
public:
    explicit RandomConversation(unsigned seed)
        : m_chance(seed)
    { }

    [[nodiscard]] dialect::Request request();
    [[nodiscard]] dialect::Answer answer();
    /// From `least` to `most`.
    [[nodiscard]] int number(int least, int most);

protected:
    [[nodiscard]] bool oneIn(int odds) { return number(1, odds) == 1; }
    [[nodiscard]] std::string text();
    [[nodiscard]] std::string name();
    [[nodiscard]] std::string json(int depth);
    [[nodiscard]] std::string object(int depth);
    [[nodiscard]] dialect::ToolCall call();

private:
    [[nodiscard]] dialect::Message user();
    void turn(dialect::Request &request);
    void settings(dialect::Request &request);

    std::mt19937 m_chance;
    int m_calls = 0;
};

/// What a conversation says, one line each, without what dialects spell differently: where messages end, how
/// JSON is spaced, which of the system's roles speaks.
[[nodiscard]] std::vector<std::string> saidIn(const dialect::Request &request);

} // namespace slipswitch::tests
