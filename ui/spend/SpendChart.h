#pragma once

#include "ui/spend/SpendData.h"

#include <QtCharts/QChartView>

#include <QPixmap>

#include <optional>

class QAreaSeries;
class QValueAxis;

namespace slipswitch::ui {

/// Costs over time, stacked by Qt Charts; axes' texts, grid and crosshair are painted by us. Left, Right,
/// Home and End move the crosshair and read a column out.
class SpendChart : public QChartView
{
    Q_OBJECT

public:
    explicit SpendChart(QWidget *parent = nullptr);

    void setData(const SpendData &spend);
    /// The period before as a dashed line.
    void setComparing(bool comparing);
    /// Points at a column; nothing: at none.
    void point(std::optional<std::size_t> column);
    [[nodiscard]] std::optional<std::size_t> pointed() const { return m_column; }
    /// What the tooltip says, line by line, from its head to the total.
    [[nodiscard]] std::vector<std::pair<QString, QString>> tooltipOf(std::size_t column) const;
    [[nodiscard]] QSize sizeHint() const override { return {640, 320}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, 150}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] double xOf(std::size_t column) const;
    [[nodiscard]] double yOf(double value) const;
    [[nodiscard]] QString amount(double value) const;
    void scale();
    void fillAreas();
    void colour();
    void place();
    void outdate();
    void drawPicture();
    void paintOutlines(QPainter &painter) const;
    void paintForecast(QPainter &painter) const;
    void paintBefore(QPainter &painter) const;
    void paintCrosshair(QPainter &painter) const;
    void paintTooltip(QPainter &painter) const;
    void describe();

    SpendData m_data;
    bool m_comparing = false;
    double m_top = 1, m_step = 0.25;
    std::optional<std::size_t> m_column;
    QRectF m_plot; ///< where amounts and columns are mapped to
    bool m_outdated = false; ///< a new picture is about to be drawn
    QPixmap m_picture; ///< grid and areas as they stand; the crosshair moves over it
    std::vector<QAreaSeries *> m_areas;
    QValueAxis *m_x, *m_y;
};

/// A round step for four to five grid lines up to this amount: 0.05, 0.2, 1, 20.
[[nodiscard]] double moneyStep(double highest);

} // namespace slipswitch::ui
