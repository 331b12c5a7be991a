#pragma once

#include "ui/log/DetailPanel.h"
#include "ui/log/LogModel.h"
#include "ui/shell/Page.h"

#include <array>
#include <optional>

class QPushButton;
class QStackedWidget;

namespace slipswitch::ui {

class Banner;
class TryLine;
class ElidedLabel;
class EmptyState;
class FailedState;
class FilterField;
class Label;
class LogView;
class SegmentedControl;
class TimeBars;

/// What the line beneath the table says.
struct LogFooter
{
    QString count {}; ///< "128,412 requests in view"
    QString sums {}; ///< "$138.20 total, 0.2% failed"
    bool operator==(const LogFooter &) const = default;
};

/// The live log: filter, histogram, table and one request's details. Shows what it is given; LogAdapter feeds
/// it from the service.
class LogPage : public Page
{
    Q_OBJECT

public:
    enum class Segment : std::uint8_t
    {
        All,
        Errors,
        Rerouted,
        Refused,
        Left
    };
    static constexpr int segments = 5;
    enum class State : std::uint8_t
    {
        Loading,
        Rows,
        Empty, ///< no request was ever made
        NoMatch,
        Problem
    };

    explicit LogPage(QWidget *parent = nullptr);

    [[nodiscard]] LogModel &model() { return m_model; }
    [[nodiscard]] LogView *view() const { return m_view; }
    [[nodiscard]] FilterField *filter() const { return m_filter; }
    [[nodiscard]] TimeBars *bars() const { return m_bars; }
    [[nodiscard]] DetailPanel *panel() const { return m_panel; }
    [[nodiscard]] Segment segment() const;
    [[nodiscard]] TryLine *tryLine() const { return m_try; }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] bool isPaused() const;

    /// @param text  of a problem; how many requests there are where none matches.
    void setState(State state, const QString &text = {});
    void setCounts(const std::array<QString, segments> &counts);
    void setFooter(const LogFooter &footer);
    /// @param progress  0 to 1 of a search that takes its time; nothing: none is going on.
    void setSearch(std::optional<double> progress);
    /// @param text  "12,400 rows, 34%"; empty: no export is going on.
    void setExport(const QString &text);
    void setAddress(const QString &address);
    void setPaused(bool paused);
    void setSegment(Segment segment);
    /// Where the panel stands; `showDetail` fills it.
    void openPanel(bool open);
    void addNew(int count);

    QWidget *tools() override;
    void activated(const QString &argument) override;
    void deactivated() override;
    bool search() override;
    std::vector<Command> commands() override;

Q_SIGNALS:
    void watched(bool watched);
    void filterChanged(); ///< or the segment
    void pausedChanged(bool paused);
    void homeRequested();
    void detailWanted(slipswitch::RequestId id);
    void detailClosed();
    void searchStopped();
    void exportRequested(slipswitch::service::ExportFormat format, const QString &file);
    void exportCancelled();
    void retryRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QWidget *makeBar();
    [[nodiscard]] QWidget *makeMiddle();
    [[nodiscard]] QWidget *makeFooter();
    void connectView();
    void arrange();
    void chooseColumns();
    void askForFile(service::ExportFormat format);
    void copyCurl();
    void filterBy(const QString &filter, Segment segment);
    void closePanel();
    void goHome();
    void colourDots();

    LogModel m_model;
    FilterField *m_filter;
    SegmentedControl *m_segments, *m_live;
    QPushButton *m_columns, *m_export;
    QWidget *m_tools, *m_body, *m_left;
    TimeBars *m_bars;
    LogView *m_view;
    DetailPanel *m_panel;
    QStackedWidget *m_middle = nullptr;
    EmptyState *m_noMatch = nullptr;
    FailedState *m_problem = nullptr;
    TryLine *m_try = nullptr;
    QPushButton *m_lessFilter = nullptr;
    ElidedLabel *m_count = nullptr, *m_sums = nullptr;
    Label *m_chosen = nullptr, *m_progress = nullptr;
    QPushButton *m_stop = nullptr;
    State m_state = State::Loading;
    std::optional<double> m_searching;
    QString m_exporting;
    std::optional<bool> m_dotsDark; ///< the theme that the dots were coloured for
};

} // namespace slipswitch::ui
