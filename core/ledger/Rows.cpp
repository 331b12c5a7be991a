#include "core/ledger/Rows.h"

#include "core/ledger/Columns.h"

#include <bit>

namespace slipswitch::ledger {

namespace {

constexpr std::size_t columns = 31 + buckets.size();
constexpr std::size_t tryColumns = 17;

std::string tuples(std::size_t count, std::size_t size)
{
    const auto tuple = "(" + placeholders(size) + ")";
    std::string text = tuple;
    for (std::size_t i = 1; i < count; ++i)
        text.append(", ").append(tuple);
    return text;
}

// OR FAIL: a fault undoes the whole batch anyway, so SQLite need not be able to undo one statement alone.
// With its own default it writes each page a group touches to a temporary file first, more than the rows
// themselves cost.
std::string insertSql(std::size_t rows)
{
    return "INSERT OR FAIL INTO exchange (id, bump, low, started_at, dialect, streaming, outcome, status, "
           "provider, "
           "model,"
           " key, tool, cost_source, cost, cost_class, key_name, project, user_agent, requested_model,"
           " finish_reason, method, path, error, error_source, error_text, first_content_after, ended_after,"
           " request_bytes, response_bytes, tries, usage_flags, "
        + bucketColumns() + ") VALUES " + tuples(rows, columns) + " ON CONFLICT (id) DO NOTHING";
}

std::string insertTrySql(std::size_t tries)
{
    return "INSERT OR FAIL INTO attempt (exchange, number, provider, credential, model, reason, outcome, "
           "status, "
           "error,"
           " error_text, started_after, connected_after, first_byte_after, first_content_after, ended_after,"
           " reused_connection, notes) VALUES "
        + tuples(tries, tryColumns) + " ON CONFLICT DO NOTHING";
}

/// Bits the amount takes; 0 for none and for unknown.
int costClass(const domain::Cost &cost)
{
    const auto amount = cost.known() ? cost.amount.picodollars() : 0;
    return amount > 0 ? static_cast<int>(std::bit_width(static_cast<std::uint64_t>(amount))) : 0;
}

void bind(Binder &to, const domain::Exchange &e, std::int64_t bump, Words &words)
{
    to << rowOf(e.id) + bump << bump << e.id.low << e.startedAt.time_since_epoch() << e.dialect << e.streaming
       << e.outcome << e.status << words.idOf(e.provider) << words.idOf(e.model) << words.idOf(e.keyId)
       << words.idOf(e.tool) << e.cost.source << e.cost.amount.picodollars() << costClass(e.cost)
       << words.idOf(e.keyName) << words.idOf(e.project) << words.idOf(e.userAgent)
       << words.idOf(e.requestedModel) << words.idOf(e.finishReason) << words.idOf(e.method) << e.path
       << e.error << e.errorSource << e.errorText << e.firstContentAfter << e.endedAfter << e.requestBytes
       << e.responseBytes << e.attempts.size() << ((e.usage.known ? 1 : 0) | (e.usage.estimated ? 2 : 0));
    for (const auto &bucket : buckets)
        to << e.usage.*bucket.member;
}

void bindTry(Binder &to, std::int64_t row, std::int64_t number, const domain::Attempt &a, Words &words)
{
    to << row << number << words.idOf(a.provider) << words.idOf(a.credential) << words.idOf(a.model)
       << words.idOf(a.reason) << a.outcome << a.status << a.error << a.errorText << a.startedAfter
       << a.connectedAfter << a.firstByteAfter << a.firstContentAfter << a.endedAfter << a.reusedConnection
       << a.notes;
}

} // namespace

Rows::Rows(SQLite::Database &database, Words &words)
    : m_words(words)
    , m_insert(database, insertSql(1))
    , m_insertGroup(database, insertSql(groupSize))
    , m_find(database, "SELECT low, bump FROM exchange WHERE id = ?")
    , m_insertTry(database, insertTrySql(1))
    , m_insertTries(database, insertTrySql(groupSize))
{ }

bool Rows::add(const domain::Exchange &exchange)
{
    for (std::int64_t bump = 0; bump < mostBump; ++bump) {
        const auto row = rowOf(exchange.id) + bump;
        if (!insert(exchange, bump)) {
            if (isSame(row, exchange.id))
                return false;
            continue;
        }
        addTries(row, exchange);
        return true;
    }
    throw SQLite::Exception(
        "no free number beside a request's id"); // 64 equal ones of 65,536 in a millisecond
}

bool Rows::insert(const domain::Exchange &exchange, std::int64_t bump)
{
    m_insert.reset();
    Binder to(m_insert);
    bind(to, exchange, bump, m_words);
    return m_insert.exec() > 0;
}

bool Rows::addGroup(Group group)
{
    m_insertGroup.reset();
    Binder to(m_insertGroup, m_heldByGroup);
    for (const auto &taken : group)
        bind(to, taken.exchange, 0, m_words);
    const auto inserted = static_cast<std::size_t>(m_insertGroup.exec());
    std::vector<const domain::Exchange *> displaced; // another request stands at their number
    for (const auto &taken : group) {
        const auto row = rowOf(taken.exchange.id);
        if (inserted < groupSize && !isSame(row, taken.exchange.id))
            displaced.push_back(&taken.exchange);
        else
            addTries(row, taken.exchange);
    }
    if (inserted + displaced.size() != groupSize)
        return false;
    for (const auto *exchange : displaced) {
        if (!add(*exchange))
            return false;
    }
    return true;
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

void Rows::addTries(std::int64_t row, const domain::Exchange &exchange)
{
    for (std::size_t i = 0; i < exchange.attempts.size(); ++i) {
        m_tries.push_back({row, static_cast<std::int64_t>(i), &exchange.attempts[i]});
        if (m_tries.size() < groupSize)
            continue;
        m_insertTries.reset();
        Binder to(m_insertTries, m_heldByTries);
        for (const auto &each : m_tries)
            bindTry(to, each.row, each.number, *each.attempt, m_words);
        m_insertTries.exec();
        m_tries.clear();
    }
}

void Rows::flush()
{
    for (const auto &each : m_tries) {
        m_insertTry.reset();
        Binder to(m_insertTry);
        bindTry(to, each.row, each.number, *each.attempt, m_words);
        m_insertTry.exec();
    }
    m_tries.clear();
}

} // namespace slipswitch::ledger
