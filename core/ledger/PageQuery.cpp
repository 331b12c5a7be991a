#include "core/ledger/PageQuery.h"

#include "core/ledger/Columns.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <map>

namespace slipswitch::ledger {

namespace {

/// An id is made within moments of the time its exchange says it began.
constexpr auto slack = std::chrono::minutes(1);
constexpr int highestClass = 63;

int bits(std::int64_t amount)
{
    return amount > 0 ? static_cast<int>(std::bit_width(static_cast<std::uint64_t>(amount))) : 0;
}

std::string escaped(const std::string &text)
{
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '\\')
            pattern += '\\';
        pattern += c;
    }
    return pattern + "%";
}

/// The condition that the error text or a model's name holds the pattern bound to `name`.
std::string mentions(const std::string &name)
{
    const auto words = " IN (SELECT id FROM word WHERE text LIKE " + name + " ESCAPE '\\')";
    return "(error_text LIKE " + name + " ESCAPE '\\' OR model" + words + " OR requested_model" + words + ")";
}

std::string equals(const std::string &column, std::int64_t value)
{
    return column + " = " + std::to_string(value);
}

} // namespace

PageQuery::PageQuery(SQLite::Database &database, WordTexts &words, const Filter &filter)
    : m_database(database)
    , m_words(words)
    , m_filter(filter)
{
    if (filter.time)
        addTime(*filter.time);
    // In the order of how few rows each is likely to leave: the first that can drives.
    addRerouted();
    addOutcomes();
    addStatus();
    addCost();
    addWord("model", filter.model);
    addWord("key", filter.keyId);
    addWord("tool", filter.tool);
    addWord("provider", filter.provider);
    addProject();
    addTexts();
}

void PageQuery::drive(std::vector<Walk> walks)
{
    if (!m_walks) {
        m_walks = std::move(walks);
        return;
    }
    std::string any;
    for (const auto &each : walks)
        any += (any.empty() ? "(" : " OR (") + each.condition + ")";
    m_conditions += walks.empty() ? " AND 0" : " AND (" + any + ")";
}

void PageQuery::addTime(const TimeRange &range)
{
    m_conditions += " AND id >= " + std::to_string(firstRowAt(range.from - slack)) + " AND id < "
        + std::to_string(firstRowAt(range.to + slack))
        + " AND started_at >= " + std::to_string(range.from.time_since_epoch().count()) + " AND started_at < "
        + std::to_string(range.to.time_since_epoch().count());
}

void PageQuery::addWord(const std::string &column, const std::string &text)
{
    if (text.empty())
        return;
    const auto id = m_words.idOf(text);
    m_nothing = m_nothing || !id;
    if (id)
        drive({{"exchange_" + column, equals(column, *id)}});
}

void PageQuery::addRerouted()
{
    if (m_filter.rerouted)
        drive({{"exchange_rerouted", "tries > 1 AND outcome = 1"}}); // the index's own condition
}

void PageQuery::addOutcomes()
{
    using domain::Outcome;
    std::vector<Walk> walks;
    const auto add = [&](Outcome outcome) {
        walks.push_back({"exchange_outcome",
            equals("outcome", static_cast<int>(outcome)) + " AND outcome <> 1"}); // the index's own condition
    };
    if (m_filter.outcome == Outcome::Succeeded)
        m_conditions += " AND outcome = 1";
    else if (m_filter.outcome)
        add(*m_filter.outcome);
    if (!walks.empty())
        drive(std::move(walks));
    walks = {};
    for (const auto outcome : {Outcome::Failed, Outcome::Refused, Outcome::Interrupted})
        add(outcome);
    if (m_filter.errorsOnly)
        drive(std::move(walks));
}

void PageQuery::addStatus()
{
    std::vector<Walk> walks;
    if (m_filter.status)
        walks.push_back({"exchange_status", equals("status", *m_filter.status)});
    if (m_filter.status)
        drive(std::move(walks));
    if (!m_filter.statusClass)
        return;
    walks = {};
    for (const int status : statusesOfClass(*m_filter.statusClass))
        walks.push_back({"exchange_status", equals("status", status)});
    drive(std::move(walks));
}

std::vector<int> PageQuery::statusesOfClass(int statusClass)
{
    std::vector<int> found;
    SQLite::Statement next(m_database, "SELECT MIN(status) FROM exchange WHERE status > ? AND status < ?");
    for (int last = statusClass * 100 - 1;;) {
        next.reset();
        next.bind(1, last);
        next.bind(2, (statusClass + 1) * 100);
        if (!next.executeStep() || next.getColumn(0).isNull())
            return found;
        found.push_back(last = next.getColumn(0).getInt());
    }
}

void PageQuery::addCost()
{
    if (!m_filter.costMin && !m_filter.costMax)
        return;
    const auto least = m_filter.costMin.value_or(Money::picodollars(0)).picodollars();
    const auto most = m_filter.costMax.value_or(Money::picodollars(std::numeric_limits<std::int64_t>::max()))
                          .picodollars();
    m_conditions += " AND cost_source <> 0";
    std::vector<Walk> walks;
    for (int c = bits(least); c <= std::min(bits(most), highestClass); ++c) {
        auto condition = equals("cost_class", c);
        if (c == bits(least))
            condition += " AND cost >= " + std::to_string(least);
        if (c == bits(most))
            condition += " AND cost <= " + std::to_string(most);
        walks.push_back({"exchange_cost", std::move(condition)});
    }
    drive(std::move(walks));
}

void PageQuery::addProject()
{
    if (m_filter.project.empty())
        return;
    const auto id = m_words.idOf(m_filter.project);
    m_nothing = m_nothing || !id;
    if (id)
        m_conditions += " AND " + equals("project", *id);
}

void PageQuery::addTexts()
{
    for (std::size_t i = 0; i < m_filter.texts.size(); ++i)
        m_conditions += " AND " + mentions(":text" + std::to_string(i));
    for (std::size_t i = 0; i < m_filter.without.size(); ++i)
        m_conditions += " AND NOT " + mentions(":without" + std::to_string(i));
}

std::vector<std::int64_t> PageQuery::rows(
    std::optional<std::int64_t> before, std::size_t limit, std::optional<std::int64_t> downTo)
{
    std::vector<std::int64_t> found;
    if (m_nothing)
        return found;
    std::string bounds
        = " AND id < " + std::to_string(before.value_or(std::numeric_limits<std::int64_t>::max()));
    if (downTo)
        bounds += " AND id >= " + std::to_string(*downTo);
    const auto walks = m_walks.value_or(std::vector<Walk> {{"", "1"}});
    for (const auto &each : walks)
        walk(each, bounds, limit, found);
    std::sort(found.begin(), found.end(), std::greater<>());
    if (found.size() > limit)
        found.resize(limit);
    return found;
}

SQLite::Statement PageQuery::prepared(
    const std::string &columns, const Walk &walk, const std::string &tail) const
{
    const auto by = walk.index.empty() ? std::string(" NOT INDEXED") : " INDEXED BY " + walk.index;
    SQLite::Statement statement(m_database,
        "SELECT " + columns + " FROM exchange" + by + " WHERE " + walk.condition + m_conditions + tail);
    for (std::size_t i = 0; i < m_filter.texts.size(); ++i)
        statement.bind(":text" + std::to_string(i), escaped(m_filter.texts[i]));
    for (std::size_t i = 0; i < m_filter.without.size(); ++i)
        statement.bind(":without" + std::to_string(i), escaped(m_filter.without[i]));
    return statement;
}

void PageQuery::walk(
    const Walk &walk, const std::string &bounds, std::size_t limit, std::vector<std::int64_t> &found)
{
    auto statement = prepared("id", walk, bounds + " ORDER BY id DESC LIMIT " + std::to_string(limit));
    while (statement.executeStep())
        found.push_back(statement.getColumn(0).getInt64());
}

std::vector<HistogramBar> PageQuery::histogram(UtcTime from, domain::Micros step)
{
    std::map<std::int64_t, HistogramBar> bars;
    const auto columns = "(started_at - " + std::to_string(from.time_since_epoch().count()) + ") / "
        + std::to_string(step.count())
        + " AS bar, COUNT(*), SUM(outcome IN (2, 3, 5)), SUM(tries > 1 AND outcome = 1)";
    const auto walks = m_nothing ? std::vector<Walk> {} : m_walks.value_or(std::vector<Walk> {{"", "1"}});
    for (const auto &each : walks) {
        auto statement = prepared(columns, each, " GROUP BY bar");
        while (statement.executeStep()) {
            auto &bar = bars[statement.getColumn(0).getInt64()];
            bar.exchanges += statement.getColumn(1).getInt64();
            bar.errors += statement.getColumn(2).getInt64();
            bar.rerouted += statement.getColumn(3).getInt64();
        }
    }
    std::vector<HistogramBar> result;
    for (auto &[number, bar] : bars) {
        bar.start = from + step * number;
        result.push_back(bar);
    }
    return result;
}

} // namespace slipswitch::ledger
