#pragma once

#include "core/service/GatewayService.h"
#include "ui/overview/OverviewData.h"

#include <QObject>
#include <QTimer>

#include <array>
#include <map>
#include <vector>

namespace slipswitch::ui {

class OverviewPage;

/// Fills the overview from the service while someone looks at it: figures every few seconds, state at once.
/// Thread: Qt; every question is answered by the service's readers.
class OverviewAdapter : public QObject
{
    Q_OBJECT

public:
    /// @param gateway  outlives it; @param page  is its parent.
    OverviewAdapter(service::GatewayService &gateway, OverviewPage &page);

private:
    void watch(bool watched);
    void takeState();
    void takePulse(const service::PulseSample &pulse);
    void takeLocked();
    void listProviders();
    void ask();
    /// @param question  which of those that `ask` asks. @param problem  nullptr: it was answered.
    void answered(std::size_t question, const Error *problem);
    void askForSums();
    void askForMinutes(UtcTime now);
    void takeRows(const ledger::LogPage &page);
    void takeProblem(const domain::Exchange &exchange);
    void listProblems();
    void push();

    service::GatewayService &m_gateway;
    OverviewPage &m_page;
    OverviewData m_overview;
    QTimer m_refresh;
    QTimer m_pushSoon; ///< one repaint for answers that come together
    std::vector<RequestId> m_problemIds; ///< newest first
    std::map<RequestId, OverviewData::ProblemRow> m_problems;
    std::map<std::string, OverviewData::ProviderRow> m_hour; ///< how each did, as the log tells
    std::array<QString, 3> m_troubles; ///< by question
};

} // namespace slipswitch::ui
