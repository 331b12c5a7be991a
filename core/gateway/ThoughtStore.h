#pragma once

#include "core/dialect/Conversation.h"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace slipswitch::gateway {

/// Remembers what a model thought before it called a tool, by the call's id, for clients whose dialect has no
/// place for signatures: when the call comes back with its result, the thoughts go back with it. Bounded; the
/// oldest go first. Thread: data plane.
class ThoughtStore
{
public:
    static constexpr std::size_t mostCalls = 4096;
    static constexpr std::size_t mostBytes = 32 * 1024 * 1024;

    /// @param owner  the access key's id: what one tool's model thought is no other's to send
    void remember(
        std::string_view owner, const dialect::ToolCall &call, std::vector<dialect::Thinking> thoughts);
    /// Puts thoughts and signatures back before the calls of a request that came without.
    void restore(std::string_view owner, dialect::Request &request) const;

    [[nodiscard]] std::size_t size() const { return m_order.size(); }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

private:
    struct Entry
    {
        std::string signature; ///< of the call itself
        dialect::Dialect signedIn = dialect::Dialect::None;
        std::string signedBy;
        std::vector<dialect::Thinking> thoughts;
        std::size_t bytes = 0;
    };
    void restore(std::string_view owner, dialect::Message &message) const;
    [[nodiscard]] const Entry *find(std::string_view owner, const std::string &callId) const;
    void forgetOldest();

    std::unordered_map<std::string, Entry> m_entries;
    std::deque<std::string> m_order;
    std::size_t m_bytes = 0;
};

} // namespace slipswitch::gateway
