#include "core/ledger/Rows.h"

#include "core/ledger/Binder.h"
#include "core/ledger/Columns.h"

#include <bit>

namespace slipswitch::ledger {

namespace {

constexpr std::size_t columnsBeforeBuckets = 31;

std::string insertSql()
{
    return "INSERT INTO exchange (id, bump, low, started_at, dialect, streaming, outcome, status, provider, "
           "model,"
           " key, tool, cost_source, cost, cost_class, key_name, project, user_agent, requested_model,"
           " finish_reason, method, path, error, error_source, error_text, first_content_after, ended_after,"
           " request_bytes, response_bytes, tries, usage_flags, "
        + bucketColumns() + ") VALUES (" + placeholders(columnsBeforeBuckets + buckets.size())
        + ") ON CONFLICT (id) DO NOTHING";
}

/// Bits the amount takes; 0 for none and for unknown.
int costClass(const domain::Cost &cost)
{
    const auto amount = cost.known() ? cost.amount.picodollars() : 0;
    return amount > 0 ? static_cast<int>(std::bit_width(static_cast<std::uint64_t>(amount))) : 0;
}

} // namespace

Rows::Rows(SQLite::Database &database, Words &words)
    : m_words(words)
    , m_insert(database, insertSql())
    , m_find(database, "SELECT low, bump FROM exchange WHERE id = ?")
    , m_insertAttempt(database,
          "INSERT INTO attempt (exchange, number, provider, credential, model, reason, outcome, status, "
          "error,"
          " error_text, started_after, connected_after, first_byte_after, first_content_after, ended_after,"
          " reused_connection, notes) VALUES ("
              + placeholders(17) + ") ON CONFLICT DO NOTHING")
{ }

bool Rows::add(const domain::Exchange &exchange)
{
    m_insert.reset();
    bind(exchange);
    for (std::int64_t bump = 0; bump < mostBump; ++bump) {
        const auto row = rowOf(exchange.id) + bump;
        m_insert.reset();
        Binder(m_insert) << row << bump;
        if (m_insert.exec() == 0) {
            if (isSame(row, exchange.id))
                return false;
            continue;
        }
        for (std::size_t i = 0; i < exchange.attempts.size(); ++i)
            addAttempt(row, static_cast<std::int64_t>(i), exchange.attempts[i]);
        return true;
    }
    throw SQLite::Exception(
        "no free number beside a request's id"); // 64 equal ones of 65,536 in a millisecond
}

void Rows::bind(const domain::Exchange &e)
{
    Binder to(m_insert, 3);
    to << e.id.low << e.startedAt.time_since_epoch() << e.dialect << e.streaming << e.outcome << e.status
       << m_words.idOf(e.provider) << m_words.idOf(e.model) << m_words.idOf(e.keyId) << m_words.idOf(e.tool)
       << e.cost.source << e.cost.amount.picodollars() << costClass(e.cost) << m_words.idOf(e.keyName)
       << m_words.idOf(e.project) << m_words.idOf(e.userAgent) << m_words.idOf(e.requestedModel)
       << m_words.idOf(e.finishReason) << m_words.idOf(e.method) << e.path << e.error << e.errorSource
       << e.errorText << e.firstContentAfter << e.endedAfter << e.requestBytes << e.responseBytes
       << e.attempts.size() << ((e.usage.known ? 1 : 0) | (e.usage.estimated ? 2 : 0));
    for (const auto &bucket : buckets)
        to << e.usage.*bucket.member;
}

bool Rows::isSame(std::int64_t row, RequestId id)
{
    m_find.reset();
    m_find.bind(1, row);
    const bool same = m_find.executeStep()
        && static_cast<std::uint64_t>(m_find.getColumn(0).getInt64()) == id.low
        && row - m_find.getColumn(1).getInt64() == rowOf(id);
    m_find.reset();
    return same;
}

void Rows::addAttempt(std::int64_t row, std::int64_t number, const domain::Attempt &a)
{
    m_insertAttempt.reset();
    Binder(m_insertAttempt) << row << number << m_words.idOf(a.provider) << m_words.idOf(a.credential)
                            << m_words.idOf(a.model) << m_words.idOf(a.reason) << a.outcome << a.status
                            << a.error << a.errorText << a.startedAfter << a.connectedAfter
                            << a.firstByteAfter << a.firstContentAfter << a.endedAfter << a.reusedConnection
                            << a.notes;
    m_insertAttempt.exec();
}

} // namespace slipswitch::ledger
