#include "core/gateway/AnswerPlaces.h"

namespace slipswitch::gateway {

namespace {

std::string keyOf(std::string_view owner, std::string_view id)
{
    return std::string(owner) + '\n' + std::string(id);
}

} // namespace

void AnswerPlaces::put(std::string_view owner, std::string_view id, Place place)
{
    if (id.empty() || id.size() > longestId)
        return;
    auto key = keyOf(owner, id);
    m_places.insert_or_assign(key, std::move(place));
    m_order.push_back(std::move(key));
    while (m_order.size() > most) {
        m_places.erase(m_order.front());
        m_order.pop_front();
    }
}

const AnswerPlaces::Place *AnswerPlaces::find(std::string_view owner, std::string_view id) const
{
    const auto found = m_places.find(keyOf(owner, id));
    return found == m_places.end() ? nullptr : &found->second;
}

void AnswerPlaces::erase(std::string_view owner, std::string_view id)
{
    m_places.erase(keyOf(owner, id));
}

} // namespace slipswitch::gateway
