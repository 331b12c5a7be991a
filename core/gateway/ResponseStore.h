#pragma once

#include "core/base/Result.h"
#include "core/dialect/Conversation.h"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace slipswitch::gateway {

/// Answers of the responses API that a tool may refer to later, where no provider keeps them: those that were
/// translated. In memory only; bounded, the oldest go first. Thread: data plane.
class ResponseStore
{
public:
    static constexpr std::size_t mostResponses = 512;
    static constexpr std::size_t mostBytes = 64 * 1024 * 1024;

    struct Stored
    {
        std::string json; ///< the response object, as the client got it
        std::vector<dialect::Message> conversation; ///< up to and with the answer, without instructions
        std::vector<dialect::Part> output; ///< the answer's items, as its ids number them
    };

    /// @param owner  the access key's id: one tool's answers are not another's to read
    void put(std::string_view owner, const std::string &id, Stored response);
    [[nodiscard]] bool empty() const { return m_entries.empty(); }
    /// nullptr: never kept, or forgotten by now.
    [[nodiscard]] const Stored *find(std::string_view owner, std::string_view id) const;
    /// @return  whether it was there
    bool erase(std::string_view owner, std::string_view id);

    /// Puts what a request refers to in its place: the conversation before it, single items.
    /// Errors: NotFound, BadRequest (source Client) when it is not here.
    [[nodiscard]] Result<void> resolve(std::string_view owner, dialect::Request &request) const;

private:
    struct Entry
    {
        Stored stored;
        std::size_t bytes = 0;
    };
    [[nodiscard]] const dialect::Part *item(std::string_view owner, const dialect::Foreign &reference) const;
    void drop(const std::string &key);

    std::unordered_map<std::string, Entry> m_entries;
    std::deque<std::string> m_order; ///< may name what was erased already
    std::size_t m_bytes = 0;
};

} // namespace slipswitch::gateway
