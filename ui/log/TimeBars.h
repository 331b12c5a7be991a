#pragma once

#include "core/service/LedgerQueries.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace slipswitch::ui {

/// What the log's histogram shows.
struct TimeBarsData
{
    ledger::TimeRange range;
    domain::Micros step {};
    std::vector<ledger::HistogramBar> bars; ///< those without requests may be missing

    /// Requests over time of day or date; the steps that give at most 100 bars.
    [[nodiscard]] static domain::Micros stepFor(ledger::TimeRange range);
};

/// Requests over time, errors and rerouted ones on top. Dragging chooses a time; so do Shift and the arrow
/// keys.
class TimeBars : public QWidget
{
    Q_OBJECT

public:
    explicit TimeBars(QWidget *parent = nullptr);

    void setData(TimeBarsData bars);
    [[nodiscard]] const TimeBarsData &bars() const { return m_data; }
    [[nodiscard]] QSize sizeHint() const override { return {600, 66}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 66}; }

Q_SIGNALS:
    void rangeChosen(slipswitch::ledger::TimeRange range);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] int columns() const;
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] int columnAt(double x) const;
    [[nodiscard]] double leftOf(int column) const;
    [[nodiscard]] UtcTime startOf(int column) const;
    [[nodiscard]] QString says(int column) const;
    void paintBar(QPainter &painter, int column, std::int64_t highest, bool bright) const;
    void paintLabels(QPainter &painter) const;
    void paintHint(QPainter &painter) const;
    void choose();

    TimeBarsData m_data;
    std::vector<ledger::HistogramBar> m_columns; ///< one for every step
    std::optional<int> m_from, m_to; ///< being chosen, in columns
    int m_hovered = -1;
};

} // namespace slipswitch::ui
