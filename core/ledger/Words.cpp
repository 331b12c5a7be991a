#include "core/ledger/Words.h"

namespace slipswitch::ledger {

constexpr std::size_t mostKnown = 20'000;

Words::Words(SQLite::Database &database)
    : m_find(database, "SELECT id FROM word WHERE text = ?")
    , m_add(database, "INSERT INTO word (text) VALUES (?)")
    , m_database(database)
{ }

std::int64_t Words::idOf(const std::string &text)
{
    if (text.empty())
        return 0;
    if (const auto known = m_known.find(text); known != m_known.end())
        return known->second;
    if (m_known.size() >= mostKnown)
        m_known.clear();
    m_find.reset();
    m_find.bindNoCopy(1, text);
    std::int64_t id = 0;
    if (m_find.executeStep()) {
        id = m_find.getColumn(0).getInt64();
    } else {
        m_add.reset();
        m_add.bindNoCopy(1, text);
        m_add.exec();
        id = m_database.getLastInsertRowid();
    }
    m_find.reset();
    m_known.emplace(text, id);
    return id;
}

} // namespace slipswitch::ledger
