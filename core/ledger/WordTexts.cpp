#include "core/ledger/WordTexts.h"

namespace slipswitch::ledger {

constexpr std::size_t mostKnown = 5'000;

WordTexts::WordTexts(SQLite::Database &database)
    : m_text(database, "SELECT text FROM word WHERE id = ?")
    , m_id(database, "SELECT id FROM word WHERE text = ?")
{ }

std::string WordTexts::textOf(std::int64_t id)
{
    if (id == 0)
        return {};
    if (const auto known = m_known.find(id); known != m_known.end())
        return known->second;
    if (m_known.size() >= mostKnown)
        m_known.clear();
    m_text.reset();
    m_text.bind(1, id);
    std::string text = m_text.executeStep() ? m_text.getColumn(0).getString() : std::string();
    m_text.reset();
    return m_known.emplace(id, std::move(text)).first->second;
}

std::optional<std::int64_t> WordTexts::idOf(const std::string &text)
{
    m_id.reset();
    m_id.bind(1, text);
    std::optional<std::int64_t> id;
    if (m_id.executeStep())
        id = m_id.getColumn(0).getInt64();
    m_id.reset();
    return id;
}

} // namespace slipswitch::ledger
