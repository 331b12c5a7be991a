#include "core/ledger/RowReader.h"

#include "core/ledger/Bodies.h"
#include "core/ledger/Columns.h"

namespace slipswitch::ledger {

namespace {

using domain::Micros;

/// Reads columns one after the other.
class Columns
{
public:
    Columns(SQLite::Statement &statement, WordTexts &words)
        : m_statement(statement)
        , m_words(words)
    { }
    std::int64_t number() { return m_statement.getColumn(m_next++).getInt64(); }
    std::string text() { return m_statement.getColumn(m_next++).getString(); }
    std::string word() { return m_words.textOf(number()); }
    Micros time() { return Micros(number()); }
    template <typename Enum>
    Enum as()
    {
        return static_cast<Enum>(number());
    }
    template <typename T>
    std::optional<T> maybe()
    {
        const auto column = m_statement.getColumn(m_next++);
        return column.isNull() ? std::nullopt : std::optional<T>(static_cast<T>(column.getInt64()));
    }

private:
    SQLite::Statement &m_statement;
    WordTexts &m_words;
    int m_next = 0;
};

std::string rowSql()
{
    return "SELECT id, bump, low, started_at, dialect, streaming, outcome, status, provider, model, key, "
           "tool,"
           " cost_source, cost, key_name, project, user_agent, requested_model, finish_reason, method, path, "
           "error,"
           " error_source, error_text, first_content_after, ended_after, request_bytes, response_bytes, "
           "tries,"
           " usage_flags, "
        + bucketColumns() + " FROM exchange WHERE id = ?";
}

void readUsage(Columns &from, domain::Usage &usage)
{
    const auto flags = from.number();
    usage.known = (flags & 1) != 0;
    usage.estimated = (flags & 2) != 0;
    for (const auto &bucket : buckets)
        usage.*bucket.member = from.number();
}

LogRow readRow(Columns from)
{
    LogRow row;
    auto &e = row.exchange;
    row.cursor = from.number();
    e.id.high = static_cast<std::uint64_t>(row.cursor - from.number());
    e.id.low = static_cast<std::uint64_t>(from.number());
    e.startedAt = UtcTime(from.time());
    e.dialect = from.as<domain::Dialect>();
    e.streaming = from.number() != 0;
    e.outcome = from.as<domain::Outcome>();
    e.status = from.as<std::uint16_t>();
    e.provider = from.word();
    e.model = from.word();
    e.keyId = from.word();
    e.tool = from.word();
    e.cost.source = from.as<domain::CostSource>();
    e.cost.amount = Money::picodollars(from.number());
    e.keyName = from.word();
    e.project = from.word();
    e.userAgent = from.word();
    e.requestedModel = from.word();
    e.finishReason = from.word();
    e.method = from.word();
    e.path = from.text();
    e.error = from.maybe<ErrorCode>();
    e.errorSource = from.maybe<ErrorSource>();
    e.errorText = from.text();
    e.firstContentAfter = from.maybe<Micros>();
    e.endedAfter = from.maybe<Micros>();
    e.requestBytes = from.number();
    e.responseBytes = from.number();
    row.tries = from.as<std::size_t>();
    readUsage(from, e.usage);
    return row;
}

domain::Attempt readAttempt(Columns from)
{
    domain::Attempt a;
    a.provider = from.word();
    a.credential = from.word();
    a.model = from.word();
    a.reason = from.word();
    a.outcome = from.as<domain::Outcome>();
    a.status = from.as<std::uint16_t>();
    a.error = from.maybe<ErrorCode>();
    a.errorText = from.text();
    a.startedAfter = from.time();
    a.connectedAfter = from.maybe<Micros>();
    a.firstByteAfter = from.maybe<Micros>();
    a.firstContentAfter = from.maybe<Micros>();
    a.endedAfter = from.maybe<Micros>();
    a.reusedConnection = from.number() != 0;
    a.notes = from.text();
    return a;
}

} // namespace

RowReader::RowReader(SQLite::Database &database, WordTexts &words)
    : m_words(words)
    , m_row(database, rowSql())
    , m_find(database, "SELECT id FROM exchange WHERE id >= ? AND id < ? AND low = ? AND id - bump = ?")
    , m_attempts(database,
          "SELECT provider, credential, model, reason, outcome, status, error, error_text, started_after,"
          " connected_after, first_byte_after, first_content_after, ended_after, reused_connection, notes"
          " FROM attempt WHERE exchange = ? ORDER BY number")
    , m_provider(database, "SELECT provider FROM attempt WHERE exchange = ? AND number = ?")
    , m_body(database, "SELECT content, text_bytes FROM body WHERE high = ? AND low = ? AND part = ? LIMIT 1")
{ }

std::optional<LogRow> RowReader::row(std::int64_t id)
{
    m_row.reset();
    m_row.bind(1, id);
    std::optional<LogRow> found;
    if (m_row.executeStep())
        found = readRow(Columns(m_row, m_words));
    m_row.reset();
    if (found && found->tries > 1)
        found->failedBefore = providerOf(id, static_cast<std::int64_t>(found->tries) - 2);
    return found;
}

std::string RowReader::providerOf(std::int64_t row, std::int64_t attempt)
{
    m_provider.reset();
    m_provider.bind(1, row);
    m_provider.bind(2, attempt);
    auto name = m_provider.executeStep() ? m_words.textOf(m_provider.getColumn(0).getInt64()) : std::string();
    m_provider.reset();
    return name;
}

std::optional<std::int64_t> RowReader::find(RequestId id)
{
    m_find.reset();
    m_find.bind(1, rowOf(id));
    m_find.bind(2, rowOf(id) + mostBump);
    m_find.bind(3, static_cast<std::int64_t>(id.low));
    m_find.bind(4, rowOf(id));
    std::optional<std::int64_t> found;
    if (m_find.executeStep())
        found = m_find.getColumn(0).getInt64();
    m_find.reset();
    return found;
}

std::vector<domain::Attempt> RowReader::attempts(std::int64_t row)
{
    std::vector<domain::Attempt> found;
    m_attempts.reset();
    m_attempts.bind(1, row);
    while (m_attempts.executeStep())
        found.push_back(readAttempt(Columns(m_attempts, m_words)));
    m_attempts.reset();
    return found;
}

Result<std::optional<std::string>> RowReader::body(RequestId id, int part)
{
    m_body.reset();
    m_body.bind(1, static_cast<std::int64_t>(id.high));
    m_body.bind(2, static_cast<std::int64_t>(id.low));
    m_body.bind(3, part);
    if (!m_body.executeStep()) {
        m_body.reset();
        return std::nullopt;
    }
    auto text = decompress(
        m_body.getColumn(0).getString(), static_cast<std::size_t>(m_body.getColumn(1).getInt64()));
    m_body.reset();
    if (!text)
        return failure(text.error());
    return std::optional(std::move(*text));
}

} // namespace slipswitch::ledger
