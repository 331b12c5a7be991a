#pragma once

#include "core/service/GatewayService.h"
#include "ui/overview/OverviewRows.h"

#include <QObject>
#include <QTimer>

#include <array>
#include <map>
#include <optional>
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
    // What is asked of the log stands in OverviewQuestions.cpp.
    void ask();
    /// @param question  which of those that `ask` asks. @param problem  nullptr: it was answered.
    void answered(std::size_t question, const Error *problem);
    void askWhetherUsed();
    void askForHour();
    void askForTools();
    void askForProblems();
    void askForRange();
    void askForUsual();
    void askForSums();
    void askForMinutes();
    void takeProblems(const ledger::LogPage &failed, const ledger::LogPage &rerouted);
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
    std::optional<UsualSpend> m_usual; ///< of the range that is shown
    std::array<QString, 3> m_troubles; ///< by question
};

} // namespace slipswitch::ui
