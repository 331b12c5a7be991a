#pragma once

#include "ui/shell/Page.h"
#include "ui/spend/SpendData.h"
#include "ui/spend/SpendPeriod.h"

class QPushButton;
class QStackedWidget;
class QTableView;

namespace slipswitch::ui {

class Card;
class EmptyState;
class FailedState;
class Legend;
class SegmentedControl;
class SpendChart;
class SpendColumnsModel;
class SpendSummary;
class SpendTable;

/// Where the money goes: a period's chart, its figures and the table beneath.
class SpendPage : public Page
{
    Q_OBJECT

public:
    explicit SpendPage(QWidget *parent = nullptr);

    void setData(const SpendData &spend);
    /// Nothing is known of what was asked for yet.
    void setLoading();

    [[nodiscard]] SpendBy by() const { return m_by; }
    void setBy(SpendBy by);
    [[nodiscard]] const SpendPeriod &period() const { return m_period; }
    void setPeriod(const SpendPeriod &period);
    void setComparing(bool comparing);
    void setShowingTable(bool table);

    /// Tells by a toast how it went.
    void exportCsv(const QString &file);
    void exportPng(const QString &file);

    [[nodiscard]] SpendChart *chart() const { return m_chart; }
    [[nodiscard]] SpendTable *table() const { return m_table; }

    [[nodiscard]] QWidget *tools() override { return m_tools; }
    void activated(const QString &argument) override;
    void deactivated() override;
    [[nodiscard]] std::vector<Command> commands() override;

Q_SIGNALS:
    /// Another period or another split.
    void chosen();
    /// Whether anyone looks, so that nobody computes for no one.
    void watched(bool watched);
    void tryAgain();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QWidget *makeTools();
    [[nodiscard]] QWidget *makeChartCard();
    [[nodiscard]] QWidget *makeFull();
    [[nodiscard]] QWidget *makeEmpty();
    [[nodiscard]] QWidget *makeFailed();
    void fillPeriods();
    void showPeriod();
    void showLegend();
    void askForFile(const QString &suffix);
    void tellExport(const QString &file, const QString &problem);
    [[nodiscard]] QString fileName(const QString &suffix) const;

    SpendBy m_by = SpendBy::Provider;
    SpendPeriod m_period;
    SpendData m_data;
    bool m_comparing = false;
    QWidget *m_tools = nullptr;
    SegmentedControl *m_split = nullptr;
    QPushButton *m_periods = nullptr, *m_export = nullptr;
    QPushButton *m_back = nullptr, *m_forward = nullptr, *m_compare = nullptr, *m_asTable = nullptr;
    QStackedWidget *m_states = nullptr, *m_views = nullptr;
    QWidget *m_loading = nullptr, *m_failed = nullptr, *m_empty = nullptr, *m_full = nullptr;
    EmptyState *m_emptyState = nullptr;
    FailedState *m_problem = nullptr;
    Card *m_card = nullptr;
    Legend *m_legend = nullptr;
    SpendChart *m_chart = nullptr;
    QTableView *m_numbers = nullptr;
    SpendColumnsModel *m_columns = nullptr;
    SpendSummary *m_summary = nullptr;
    SpendTable *m_table = nullptr;
};

} // namespace slipswitch::ui
