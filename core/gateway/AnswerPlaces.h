#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace slipswitch::gateway {

/// Which provider keeps which answer of the responses API, so that it can be read and deleted there. In
/// memory only; bounded, the oldest go first. Thread: data plane.
class AnswerPlaces
{
public:
    static constexpr std::size_t most = 4096;
    static constexpr std::size_t longestId = 256; ///< longer ones are not remembered

    struct Place
    {
        std::string provider; ///< its name in the settings
        std::string credential; ///< id; empty: it needs none
        std::string model;
    };

    /// @param owner  the access key's id: one tool's answers are not another's to read
    void put(std::string_view owner, std::string_view id, Place place);
    /// nullptr: nobody answered so, or it is forgotten by now.
    [[nodiscard]] const Place *find(std::string_view owner, std::string_view id) const;
    void erase(std::string_view owner, std::string_view id);

private:
    std::unordered_map<std::string, Place> m_places;
    std::deque<std::string> m_order; ///< may name what was erased already
};

} // namespace slipswitch::gateway
