#pragma once

#include "core/service/GatewayService.h"
#include "ui/log/LogModel.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace slipswitch::ui {

/// Fills the model from the ledger in both directions and from the live feed. Whatever it asks for anew calls
/// the last question off, so a stale answer never comes. Thread: Qt; the readers do the work.
class LogSource : public QObject
{
    Q_OBJECT

public:
    static constexpr std::size_t pageRows = 200;
    static constexpr std::size_t mostInBatch = 2000; ///< above it only the count is taken

    /// @param holding  whether rows that come at the top would move what is looked at.
    LogSource(service::GatewayService &gateway, LogModel &model, std::function<bool()> holding,
        QObject *parent = nullptr);

    /// Rows that match, from the newest on.
    void setFilter(ledger::Filter filter);
    [[nodiscard]] const ledger::Filter &filter() const { return m_filter; }
    void setKinds(ProviderKinds kinds) { m_kinds = std::move(kinds); }
    /// Somebody looks: listens from now on.
    void setActive(bool active);
    [[nodiscard]] bool active() const { return m_active; }
    /// What is shown stays as it is; what comes is only counted.
    void setPaused(bool paused);
    void older();
    void newer();
    /// The newest rows, if they are not held already.
    void goHome();
    /// No more of a search; what was found stays.
    void stopSearch();
    [[nodiscard]] bool loading() const { return m_fetch != Fetch::None; }

Q_SIGNALS:
    void loaded(); ///< rows came, or it is certain that there are none
    void failed(const QString &text);
    /// @param progress  of a search that takes its time, 0 to 1; 1: it ended.
    void searched(double progress);
    void arrived(int count); ///< rows came that are not looked at
    void settled(); ///< a request ended: sums are others now

private:
    enum class Fetch : std::uint8_t
    {
        None,
        Newest,
        Older,
        Newer
    };
    void fetchNewest();
    void callOff();
    void fetch(Fetch what, std::optional<std::int64_t> before, std::size_t limit);
    void take(service::SearchPart part);
    void takeBatch(const service::LiveBatch &batch);
    void mergeLive();
    void confirm();
    [[nodiscard]] std::vector<LogEntry> entriesOf(const std::vector<ledger::LogRow> &rows) const;
    void merge(const std::vector<domain::LiveExchange> &changed);

    service::GatewayService &m_gateway;
    LogModel &m_model;
    std::function<bool()> m_holding;
    ledger::Filter m_filter;
    ProviderKinds m_kinds;
    service::LedgerQueries::Ticket m_ticket = 0, m_confirmTicket = 0;
    Fetch m_fetch = Fetch::None;
    bool m_first = false; ///< the next part is the first of its answer
    bool m_active = false, m_paused = false;
    bool m_missed = false; ///< rows are newer than the first one held
    quint64 m_dropped = 0;
    std::vector<std::int64_t> m_above; ///< where each chunk that was let go at the top began
    std::deque<domain::LiveExchange> m_recent; ///< settled; their rows may not be written yet
    std::vector<LogEntry> m_newer; ///< parts of an answer that goes before the first row
    QTimer m_confirm, m_refetch, m_tick;
};

} // namespace slipswitch::ui
