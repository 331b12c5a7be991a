#pragma once

#include "ui/theme/Tokens.h"

#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

namespace slipswitch::ui {

/// What an AreaChart shows: series of equal length, stacked from the first up.
struct AreaChartData
{
    struct Series
    {
        QString name;
        std::vector<double> values;
    };
    std::vector<Series> series;
    /// A text under some of the columns, by their index.
    std::vector<std::pair<std::size_t, QString>> labels;
    /// What the tooltip is headed with, by column.
    std::vector<QString> titles;
};

/// Volume over time, stacked, with a crosshair that lists the stack top-down. Left and Right move it.
/// At most 300 columns. Colours are given by tokens, so that a theme's change needs no new data.
class AreaChart : public QWidget
{
    Q_OBJECT

public:
    using Colors = std::vector<QColor> (*)(const Tokens &tokens);
    AreaChart(const QString &says, Colors colors, QWidget *parent = nullptr);

    void setData(AreaChartData chart);
    [[nodiscard]] QSize sizeHint() const override { return {480, 220}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 120}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] std::size_t columns() const;
    [[nodiscard]] double xOf(std::size_t column) const;
    [[nodiscard]] double yOf(double value) const;
    void paintGrid(QPainter &painter) const;
    void paintStack(QPainter &painter) const;
    void paintCrosshair(QPainter &painter) const;
    void point(std::optional<std::size_t> column);

    Colors m_colors;
    AreaChartData m_data;
    double m_top = 1, m_step = 1;
    std::optional<std::size_t> m_column;
};

/// Names with their colours, above a chart.
class Legend : public QWidget
{
    Q_OBJECT

public:
    Legend(QStringList names, AreaChart::Colors colors, QWidget *parent = nullptr);
    /// For names that change: each with its colour, of Tokens::lines; `beyond` is a dashed line and may be
    /// empty. Those without room are counted at the end.
    explicit Legend(QWidget *parent = nullptr);
    void setLines(QStringList names, std::vector<std::size_t> lines, const QString &beyond = {});

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QColor colorOf(std::size_t index) const;

    QStringList m_names;
    AreaChart::Colors m_colors = nullptr;
    std::vector<std::size_t> m_lines;
    QString m_beyond;
};

/// A round step for four to five grid lines up to `highest`: 1, 2, 5, 10…
[[nodiscard]] double gridStep(double highest);

} // namespace slipswitch::ui
