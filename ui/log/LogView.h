#pragma once

#include "ui/log/LogModel.h"

#include <QAbstractButton>
#include <QTableView>

#include <optional>
#include <set>

namespace slipswitch::ui {

class LogDelegate;

/// "14 new", round, above the table's head.
class NewPill : public QAbstractButton
{
    Q_OBJECT

public:
    explicit NewPill(QWidget *parent);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// The table. At the newest edge it follows; scrolled away, or with a row selected, it holds still and counts
/// what came. J, K and the arrows move, Enter opens, Esc lets go, Home goes to the newest.
class LogView : public QTableView
{
    Q_OBJECT

public:
    explicit LogView(LogModel &model, QWidget *parent = nullptr);

    /// New rows would move what is shown.
    [[nodiscard]] bool holding() const;
    [[nodiscard]] bool atTop() const;
    [[nodiscard]] std::optional<RequestId> selectedId() const;
    /// Without a word to those who listen for the user's choice.
    void select(std::optional<RequestId> id);
    /// The optional columns that the user wishes to see.
    void setOptional(const std::set<LogColumn> &columns);
    [[nodiscard]] const std::set<LogColumn> &optional() const { return m_optional; }

    /// "14 new" above the first row; 0 hides it.
    void setNew(int count);
    /// How much of it a panel hides, at the right: what is told above the rows stays in view.
    void setCovered(int width);
    [[nodiscard]] int newCount() const { return m_new; }
    void goHome();

Q_SIGNALS:
    void chosen(slipswitch::RequestId id);
    void released(); ///< nothing is selected any more
    void homeRequested();
    void newerWanted();
    void olderWanted();
    void pauseToggled();
    void curlRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void selectionChanged(const QItemSelection &now, const QItemSelection &before) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    void keepPlace(bool inserted, int first, int last);
    void fitColumns();
    void fitRows();
    void look();
    void hover(int row);
    void move(int step);

    LogModel &m_model;
    LogDelegate *m_delegate;
    NewPill *m_pill;
    std::set<LogColumn> m_optional;
    int m_hovered = -1, m_new = 0, m_lineHeight = 28, m_covered = 0;
    bool m_held = false, m_quiet = false, m_fitting = false;
};

} // namespace slipswitch::ui
