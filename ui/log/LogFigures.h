#pragma once

#include "core/service/GatewayService.h"

#include <QObject>
#include <QTimer>

#include <cstdint>
#include <optional>

namespace slipswitch::ui {

class LogPage;

/// The log's sums: histogram, counts of the segments, the line beneath the table. Read from roll-ups where
/// they can tell, else from the rows of a bounded time. Thread: Qt; the readers do the work.
class LogFigures : public QObject
{
    Q_OBJECT

public:
    LogFigures(service::GatewayService &gateway, LogPage &page);

    /// Asked about with the next `begin`.
    /// @param filter  without the segment.
    void setFilter(ledger::Filter filter);
    /// The first rows are there: sums may use the disk now.
    void begin();
    /// The segment is another one.
    void show();
    /// Something ended; asked anew soon, where that is cheap.
    void refreshSoon();
    void stop();

private:
    struct Sums
    {
        std::optional<std::int64_t> requests, errors, rerouted, refused, left; ///< as the segments are
        std::optional<Money> cost;
        std::int64_t unpriced = 0;
        std::optional<domain::Micros> slow; ///< 95 of 100 answers of the filter's time are quicker
    };
    void ask();
    void askBars(ledger::TimeRange range);
    void takeBars(
        const std::vector<ledger::HistogramBar> &bars, ledger::TimeRange range, domain::Micros step);
    void askSums();
    void askSlow();
    [[nodiscard]] QString slowText() const;
    [[nodiscard]] ledger::TimeRange wholeRange() const;
    [[nodiscard]] QString sumsText() const;

    service::GatewayService &m_gateway;
    LogPage &m_page;
    ledger::Filter m_filter;
    Sums m_sums;
    bool m_fresh = true; ///< the filter is new: what is shown is of another one
    bool m_due = false; ///< not asked about yet
    service::LedgerQueries::Ticket m_bars = 0, m_totals = 0, m_slow = 0;
    QTimer m_soon;
};

/// The roll-ups know its sums: at most one field, and time.
[[nodiscard]] bool rolledUp(const ledger::Filter &filter);

} // namespace slipswitch::ui
