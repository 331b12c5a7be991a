#include "core/ledger/FilterText.h"
#include "core/ledger/FilterWords.h"

#include <algorithm>
#include <array>

namespace slipswitch::ledger {

namespace {

constexpr std::array<std::string_view, 9> fieldNames {
    "model", "provider", "tool", "key", "project", "status", "cost", "since", "until"};

/// What can be offered without asking the log.
constexpr std::array<std::string_view, 10> statusValues {
    "ok", "error", "rerouted", "left", "interrupted", "cached", "4xx", "5xx", "429", "401"};
constexpr std::array<std::string_view, 5> times {"15m", "1h", "24h", "7d", "30d"};
constexpr std::array<std::string_view, 3> costs {">0.01", ">0.05", ">1"};

bool sameStart(std::string_view whole, std::string_view start)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return whole.size() >= start.size()
        && std::equal(start.begin(), start.end(), whole.begin(),
            [lower](char a, char b) { return lower(a) == lower(b); });
}

std::optional<FilterWord> wordAt(std::string_view text, std::size_t cursor)
{
    for (auto &word : wordsOf(text)) {
        if (word.offset < cursor && cursor <= word.offset + word.length)
            return std::move(word);
    }
    return std::nullopt;
}

std::string quotedIfNeeded(std::string_view value)
{
    const bool blank = value.find(' ') != std::string_view::npos;
    return blank ? '"' + std::string(value) + '"' : std::string(value);
}

void offer(std::vector<Completion> &to, const FilterWord &word, std::string_view value)
{
    if (sameStart(value, word.value))
        to.push_back({word.offset, word.length, word.field + ":" + quotedIfNeeded(value)});
}

std::vector<Completion> valuesFor(const FilterWord &word, std::span<const std::string> values)
{
    std::vector<Completion> result;
    for (const auto &value : values)
        offer(result, word, value);
    const auto offerAll = [&](const auto &all) {
        for (const auto value : all)
            offer(result, word, value);
    };
    if (word.field == "status")
        offerAll(statusValues);
    else if (word.field == "since" || word.field == "until")
        offerAll(times);
    else if (word.field == "cost")
        offerAll(costs);
    return result;
}

} // namespace

std::string fieldAt(std::string_view text, std::size_t cursor)
{
    const auto word = wordAt(text, cursor);
    return word ? word->field : std::string();
}

std::vector<Completion> completionsAt(
    std::string_view text, std::size_t cursor, std::span<const std::string> values, std::size_t most)
{
    const auto word = wordAt(text, cursor).value_or(FilterWord {cursor, 0, false, {}, {}});
    std::vector<Completion> result;
    if (!word.field.empty()) {
        result = valuesFor(word, values);
    } else if (!word.left) {
        for (const auto name : fieldNames) {
            if (sameStart(name, word.value))
                result.push_back({word.offset, word.length, std::string(name) + ":"});
        }
    }
    if (result.size() > most)
        result.resize(most);
    return result;
}

} // namespace slipswitch::ledger
