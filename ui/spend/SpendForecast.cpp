#include "ui/spend/SpendForecast.h"

#include <array>
#include <cmath>

namespace slipswitch::ui {

namespace {

constexpr int fewestDays = 7;

/// What a weekday costs.
struct Usual
{
    double sum = 0, squares = 0;
    int days = 0;

    [[nodiscard]] double mean() const { return days > 0 ? sum / days : 0; }
    [[nodiscard]] double variance() const
    {
        return days > 1 ? std::max(0.0, (squares - sum * sum / days) / (days - 1)) : 0;
    }
};

std::array<Usual, 7> usualWeek(const SpendAnswers &answers, int &daysSeen)
{
    const auto edges = lastDays(answers.now, answers.zone);
    std::array<Usual, 7> week;
    bool began = false;
    std::size_t next = 0;
    for (std::size_t day = 0; day + 1 < edges.size(); ++day) {
        double cost = 0;
        for (; next < answers.days.size() && answers.days[next].start == edges[day]; ++next) {
            cost += answers.days[next].sums.cost.dollars();
            began = true;
        }
        if (!began)
            continue; // days before the first request say nothing
        auto &usual
            = week.at(static_cast<std::size_t>(localTime(edges[day], answers.zone).date().dayOfWeek() - 1));
        usual.sum += cost;
        usual.squares += cost * cost;
        ++usual.days;
        ++daysSeen;
    }
    return week;
}

} // namespace

std::optional<SpendData::Forecast> forecastOf(const SpendAnswers &answers, const SpendData &data)
{
    if (answers.period.unit() != SpendPeriod::Unit::Month || data.filled == 0 || data.filled >= data.columns)
        return {};
    int seen = 0;
    const auto week = usualWeek(answers, seen);
    if (seen < fewestDays)
        return {};
    double today = 0, variance = 0;
    for (const auto &series : data.series)
        today += series.values.back();
    SpendData::Forecast forecast;
    forecast.total = data.total.cost.dollars();
    forecast.values.push_back(today);
    forecast.spreads.push_back(0);
    for (auto column = data.filled - 1; column < data.columns; ++column) {
        const auto weekday = localTime(answers.edges[column], answers.zone).date().dayOfWeek();
        const auto &usual = week.at(static_cast<std::size_t>(weekday - 1));
        if (column + 1 == data.filled) {
            forecast.total += std::max(0.0, usual.mean() - today); // today goes on
            continue;
        }
        forecast.total += usual.mean();
        forecast.values.push_back(usual.mean());
        forecast.spreads.push_back(std::min(std::sqrt(usual.variance()), usual.mean()));
        variance += usual.variance();
    }
    forecast.spread = std::sqrt(variance);
    return forecast;
}

} // namespace slipswitch::ui
