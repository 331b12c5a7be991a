#pragma once

#include "tests/core/dialect/RandomConversation.h"

namespace slipswitch::tests {

/// Conversations by chance with all that one dialect has a form for: thoughts and what proves them, cache
/// marks, files and sounds, namespaces and freeform tools, citations, tools that the provider runs. They
/// stand in the form into which the dialect's codec decodes, so that what is read again can be compared
/// member by member.
class NativeConversation : public RandomConversation
{
public:
    NativeConversation(dialect::Dialect own, unsigned seed)
        : RandomConversation(seed)
        , m_own(own)
    { }

    [[nodiscard]] dialect::Request request();
    [[nodiscard]] dialect::Answer answer();

private:
    [[nodiscard]] bool isOneOf(std::initializer_list<dialect::Dialect> dialects) const;
    [[nodiscard]] dialect::Part text(dialect::Role role);
    [[nodiscard]] dialect::Media picture();
    [[nodiscard]] dialect::Media otherMedia();
    [[nodiscard]] dialect::Thinking thinking();
    [[nodiscard]] dialect::Part foreign();
    [[nodiscard]] dialect::ToolCall call();
    [[nodiscard]] dialect::ToolResult resultOf(const dialect::ToolCall &call);
    [[nodiscard]] dialect::Tool tool(int number);
    [[nodiscard]] dialect::Message user();
    [[nodiscard]] dialect::Message reply(bool calls);
    void mark(dialect::Part &part);
    void tools(dialect::Request &request);
    void settings(dialect::Request &request);

    dialect::Dialect m_own;
    int m_thoughts = 0;
};

/// The first that differs, in words; empty: nothing does. Texts that stand one behind the other count as one,
/// and JSON counts alike however it is spaced.
[[nodiscard]] std::string difference(const dialect::Request &got, const dialect::Request &wanted);
[[nodiscard]] std::string difference(
    const std::vector<dialect::Part> &got, const std::vector<dialect::Part> &wanted);

} // namespace slipswitch::tests
