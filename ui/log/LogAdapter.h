#pragma once

#include "core/service/GatewayService.h"
#include "ui/log/DetailData.h"
#include "ui/log/LogFigures.h"
#include "ui/log/LogSource.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace slipswitch::ui {

class LogPage;

/// Feeds the live log from the service while someone looks at it. Thread: Qt.
class LogAdapter : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::minutes keepFor {10};

    /// @param gateway  outlives it; @param page  is its parent.
    LogAdapter(service::GatewayService &gateway, LogPage &page);

    [[nodiscard]] LogSource &source() { return m_source; }

private:
    void connectPage();
    void connectSource();
    void watch(bool watched);
    void takeSettings();
    void applyFilter();
    void showState();
    void wantDetail(RequestId id);
    void askDetail();
    void takeDetail(Result<ledger::LogDetail> detail);
    void showLive();
    void keepBodies(bool keep);
    void showKeeping();
    void exportTo(service::ExportFormat format, const QString &file);
    void askValues(const QString &field);

    service::GatewayService &m_gateway;
    LogPage &m_page;
    LogSource m_source;
    LogFigures m_figures;
    ProviderKinds m_kinds;
    ProviderTitles m_titles;
    std::optional<RequestId> m_wanted; ///< the panel's
    bool m_wantedLive = false;
    int m_triesLeft = 0;
    service::LedgerQueries::Ticket m_detail = 0, m_export = 0, m_hidden = 0;
    QTimer m_again; ///< a row that is not written yet
};

} // namespace slipswitch::ui
