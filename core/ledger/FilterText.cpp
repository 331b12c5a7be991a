#include "core/ledger/FilterText.h"

#include "core/ledger/FilterWords.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace slipswitch::ledger {

namespace {

using Complaint = std::optional<std::string>;

/// Bounds of time that stand for none.
constexpr UtcTime beginning {};
constexpr UtcTime end {std::chrono::days(365 * 230)};
constexpr double mostDollars = 1e6;
constexpr std::int64_t picodollarsPerDollar = 1'000'000'000'000;

template <typename Number>
std::optional<Number> numberFrom(std::string_view text)
{
    Number number {};
    const auto *last = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), last, number);
    if (text.empty() || parsed.ec != std::errc {} || parsed.ptr != last)
        return std::nullopt;
    return number;
}

std::optional<Money> dollarsFrom(std::string_view text)
{
    const auto amount = numberFrom<double>(text);
    // Also false for what is no number.
    if (!amount || !(*amount >= 0 && *amount <= mostDollars))
        return std::nullopt;
    return Money::picodollars(std::llround(*amount * picodollarsPerDollar));
}

/// Fills a filter word by word.
class FilterBuilder
{
public:
    FilterBuilder(UtcTime now, std::chrono::minutes zone, std::span<const NamedKey> keys)
        : m_now(now)
        , m_zone(zone)
        , m_keys(keys)
    { }

    void add(const FilterWord &word)
    {
        const auto complaint = word.field.empty() ? addText(word) : addField(word);
        if (complaint)
            m_parsed.faults.push_back({word.offset, word.length, *complaint});
    }
    ParsedFilter take() { return std::move(m_parsed); }

private:
    Complaint addText(const FilterWord &word)
    {
        if (word.value.empty())
            return word.left ? Complaint("A dash needs a word to leave out.") : std::nullopt;
        (word.left ? filter().without : filter().texts).push_back(word.value);
        return std::nullopt;
    }

    Complaint addField(const FilterWord &word)
    {
        if (word.left)
            return "Only words can be left out, not fields.";
        if (word.value.empty())
            return "The field " + word.field + " needs a value.";
        for (const auto &[name, take] : fields()) {
            if (name == word.field)
                return (this->*take)(word.value);
        }
        return "There is no field " + word.field + ".";
    }

    using Take = Complaint (FilterBuilder::*)(const std::string &);
    struct Field
    {
        std::string_view name;
        Take take;
    };
    static const std::array<Field, 9> &fields()
    {
        static constexpr std::array<Field, 9> all {{
            {"model", &FilterBuilder::takeModel},
            {"provider", &FilterBuilder::takeProvider},
            {"tool", &FilterBuilder::takeTool},
            {"key", &FilterBuilder::takeKey},
            {"project", &FilterBuilder::takeProject},
            {"status", &FilterBuilder::takeStatus},
            {"cost", &FilterBuilder::takeCost},
            {"since", &FilterBuilder::takeSince},
            {"until", &FilterBuilder::takeUntil},
        }};
        return all;
    }

    Complaint takeName(std::string &to, const std::string &value)
    {
        if (!to.empty() && to != value)
            return "This field stands here twice; no request has both values.";
        to = value;
        return std::nullopt;
    }
    Complaint takeModel(const std::string &value) { return takeName(filter().model, value); }
    Complaint takeProvider(const std::string &value) { return takeName(filter().provider, value); }
    Complaint takeTool(const std::string &value) { return takeName(filter().tool, value); }
    Complaint takeProject(const std::string &value) { return takeName(filter().project, value); }
    Complaint takeKey(const std::string &value)
    {
        const auto found = std::find_if(
            m_keys.begin(), m_keys.end(), [&](const NamedKey &key) { return key.name == value; });
        return takeName(filter().keyId, found == m_keys.end() ? value : found->id);
    }

    Complaint takeStatus(const std::string &value)
    {
        using domain::Outcome;
        if (value == "ok")
            filter().outcome = Outcome::Succeeded;
        else if (value == "error")
            filter().errorsOnly = true;
        else if (value == "rerouted")
            filter().rerouted = true;
        else if (value == "left")
            filter().outcome = Outcome::ClientGone;
        else if (value == "interrupted")
            filter().outcome = Outcome::Interrupted;
        else if (value == "cached")
            filter().outcome = Outcome::Cached;
        else if (value.size() == 3 && value[0] >= '1' && value[0] <= '5' && value.ends_with("xx"))
            filter().statusClass = value[0] - '0';
        else if (const auto code = numberFrom<std::uint16_t>(value); code && *code >= 100 && *code < 600)
            filter().status = code;
        else
            return "A status is a number such as 429, a class such as 5xx, or one of ok, error, rerouted, "
                   "left, interrupted and cached.";
        return std::nullopt;
    }

    Complaint takeCost(const std::string &value)
    {
        std::string_view text = value;
        const auto dots = text.find("..");
        const bool over = text.starts_with('>');
        const bool under = text.starts_with('<');
        if (over || under)
            text.remove_prefix(text.size() > 1 && text[1] == '=' ? 2 : 1);
        const auto least = dollarsFrom(text.substr(0, dots));
        const auto most = dots == std::string::npos ? least : dollarsFrom(text.substr(dots + 2));
        if (!least || !most || (dots != std::string::npos && (over || under)))
            return "A cost is an amount in US dollars, such as >0.05, <=1 or 0.1..0.5.";
        if (!under)
            filter().costMin = least;
        if (!over)
            filter().costMax = most;
        return std::nullopt;
    }

    Complaint takeSince(const std::string &value) { return takeTime(value, &TimeRange::from); }
    Complaint takeUntil(const std::string &value) { return takeTime(value, &TimeRange::to); }
    Complaint takeTime(const std::string &value, UtcTime TimeRange::*bound)
    {
        const auto time = momentFrom(value, m_now, m_zone);
        if (!time)
            return "A time is so long ago (30m, 1h, 7d, 2w) or a date such as 2026-11-01 or "
                   "2026-11-01T08:00.";
        auto range = filter().time.value_or(TimeRange {beginning, end});
        range.*bound = *time;
        filter().time = range;
        return std::nullopt;
    }

    Filter &filter() { return m_parsed.filter; }

    UtcTime m_now;
    std::chrono::minutes m_zone;
    std::span<const NamedKey> m_keys;
    ParsedFilter m_parsed;
};

} // namespace

ParsedFilter parseFilter(
    std::string_view text, UtcTime now, std::chrono::minutes zone, std::span<const NamedKey> keys)
{
    FilterBuilder builder(now, zone, keys);
    for (const auto &word : wordsOf(text))
        builder.add(word);
    return builder.take();
}

} // namespace slipswitch::ledger
