#pragma once

#include "ui/overview/OverviewData.h"
#include "ui/shell/Page.h"

class QScrollArea;
class QStackedWidget;

namespace slipswitch::ui {

class Banner;
class Card;
class EmptyState;
class FailedState;
class EndpointCard;
class HealthList;
class Label;
class ProblemList;
class SegmentedControl;
class TryLine;

/// The first page: does it work, what does it cost, what went wrong.
class OverviewPage : public Page
{
    Q_OBJECT

public:
    explicit OverviewPage(QWidget *parent = nullptr);

    void setData(const OverviewData &overview);
    /// Which other pages there are to lead to.
    void setLinks(bool canConnect, bool canOpenLog);
    [[nodiscard]] TryLine *tryLine() const { return m_try; }
    [[nodiscard]] OverviewData::Range range() const { return m_range; }

    [[nodiscard]] QWidget *tools() override;
    void activated(const QString &argument) override;
    void deactivated() override;
    [[nodiscard]] std::vector<Command> commands() override;

Q_SIGNALS:
    void pauseRequested();
    void startRequested();
    void portChosen(std::uint16_t port);
    void rangeChosen();
    void retryRequested();
    /// Whether anyone looks, so that nobody computes for no one.
    void watched(bool watched);

private:
    [[nodiscard]] QWidget *makeFigures();
    [[nodiscard]] QWidget *makeEmpty();
    [[nodiscard]] QWidget *makeFailed();
    [[nodiscard]] QWidget *makeBanners();
    void showTitles();
    void showBanners(const OverviewData &overview);

    OverviewData::State m_state = OverviewData::State::Starting;
    OverviewData::Range m_range = OverviewData::Range::Today;
    QString m_address, m_lockedProvider;
    EndpointCard *m_endpoint;
    SegmentedControl *m_ranges;
    std::array<StatTile *, 4> m_tiles {};
    QWidget *m_banners = nullptr;
    Banner *m_trouble = nullptr, *m_locked = nullptr;
    QStackedWidget *m_middle;
    QWidget *m_loading, *m_empty, *m_figures;
    QWidget *m_failed; ///< nothing can be read
    EmptyState *m_emptyState = nullptr;
    FailedState *m_problem = nullptr;
    TryLine *m_try = nullptr;
    AreaChart *m_chart = nullptr;
    HealthList *m_health = nullptr;
    ProblemList *m_problems = nullptr;
    Label *m_noProblems = nullptr;
    QWidget *m_openLog = nullptr;
};

} // namespace slipswitch::ui
