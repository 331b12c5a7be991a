#include "ui/widgets/AreaChart.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QKeyEvent>
#include <QLinearGradient>
#include <QLocale>
#include <QPainterPath>

#include <cmath>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

double gridStep(double highest)
{
    if (highest <= 4)
        return 1;
    const auto rough = highest / 4;
    const auto power = std::pow(10, std::floor(std::log10(rough)));
    for (const auto factor : {1.0, 2.0, 2.5, 5.0}) {
        if (factor * power >= rough && (power > 1 || factor != 2.5))
            return factor * power;
    }
    return 10 * power;
}

AreaChart::AreaChart(const QString &says, Colors colors, QWidget *parent)
    : QWidget(parent)
    , m_colors(colors)
{
    setAccessibleName(says);
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void AreaChart::setData(AreaChartData chart)
{
    m_data = std::move(chart);
    double highest = 0;
    for (std::size_t column = 0; column < columns(); ++column) {
        double sum = 0;
        for (const auto &series : m_data.series)
            sum += series.values[column];
        highest = std::max(highest, sum);
    }
    m_step = gridStep(highest);
    m_top = std::max(1.0, std::ceil(highest / m_step)) * m_step;
    if (m_column && *m_column >= columns())
        m_column.reset();
    update();
}

std::size_t AreaChart::columns() const
{
    return m_data.series.empty() ? 0 : m_data.series.front().values.size();
}

QRectF AreaChart::plot() const
{
    const auto widest
        = QFontMetricsF(ui::font(Type::Small)).horizontalAdvance(QLocale().toString(m_top, 'f', 0));
    return QRectF(rect()).adjusted(std::max(22.0, widest + 8), 8, -1, -24);
}

double AreaChart::xOf(std::size_t column) const
{
    const auto area = plot();
    const auto last = static_cast<double>(std::max<std::size_t>(columns(), 2) - 1);
    return area.left() + area.width() * static_cast<double>(column) / last;
}

double AreaChart::yOf(double value) const
{
    const auto area = plot();
    return area.bottom() - area.height() * value / m_top;
}

void AreaChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintGrid(painter);
    if (columns() > 1) {
        paintStack(painter);
        paintCrosshair(painter);
    }
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(painter, rect(), 6);
}

void AreaChart::paintGrid(QPainter &painter) const
{
    const auto &t = tokens();
    const auto area = plot();
    const auto face = ui::font(Type::Small);
    for (double value = 0; value <= m_top + m_step / 2; value += m_step) {
        const auto y = std::round(yOf(value));
        painter.fillRect(QRectF(area.left(), y, area.width(), 1), t.border);
        paintText(painter, {0, y - 9, area.left() - 7, 18}, QLocale().toString(value, 'f', 0), face, t.text3,
            Qt::AlignRight | Qt::AlignVCenter);
    }
    for (const auto &[column, text] : m_data.labels) {
        const auto width = QFontMetricsF(face).horizontalAdvance(text) + 2;
        const auto left = std::clamp(xOf(column) - width / 2, area.left(), area.right() - width);
        paintText(painter, {left, area.bottom() + 5, width, 18}, text, face, t.text3);
    }
}

void AreaChart::paintStack(QPainter &painter) const
{
    const auto &t = tokens();
    const auto colors = m_colors(t);
    std::vector<double> below(columns(), 0.0);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath firstLine;
    for (std::size_t index = 0; index < m_data.series.size() && index < colors.size(); ++index) {
        const auto &values = m_data.series[index].values;
        QPainterPath upper;
        QPolygonF shape;
        for (std::size_t column = 0; column < columns(); ++column)
            shape << QPointF(xOf(column), yOf(below[column]));
        for (std::size_t column = columns(); column-- > 0;)
            shape << QPointF(xOf(column), yOf(below[column] + values[column]));
        if (index == 0) {
            // Most of what there is: a fading ground under a clear line.
            for (std::size_t column = 0; column < columns(); ++column) {
                const QPointF at(xOf(column), yOf(values[column]));
                column == 0 ? firstLine.moveTo(at) : firstLine.lineTo(at);
            }
            QLinearGradient fade(0, plot().top(), 0, plot().bottom());
            fade.setColorAt(0, withAlpha(colors[index], 0.38));
            fade.setColorAt(1, withAlpha(colors[index], 0.05));
            painter.setPen(Qt::NoPen);
            painter.setBrush(fade);
        } else {
            painter.setPen(Qt::NoPen);
            painter.setBrush(withAlpha(colors[index], 0.8));
        }
        painter.drawPolygon(shape);
        for (std::size_t column = 0; column < columns(); ++column)
            below[column] += values[column];
    }
    if (!colors.empty()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colors.front(), 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(firstLine);
    }
    painter.restore();
}

void AreaChart::paintCrosshair(QPainter &painter) const
{
    if (!m_column)
        return;
    const auto &t = tokens();
    const auto colors = m_colors(t);
    const auto area = plot();
    const auto x = std::round(xOf(*m_column));
    painter.fillRect(QRectF(x, area.top(), 1, area.height()), t.text2);
    constexpr double row = 20, width = 190;
    const auto height = 30 + row * static_cast<double>(m_data.series.size());
    QRectF box(x + 12, area.top() + 6, width, height);
    if (box.right() > rect().right())
        box.moveRight(x - 12);
    paintRound(painter, box, 8, t.raised, t.borderStrong);
    auto line = QRectF(box.left() + 12, box.top() + 5, width - 24, row);
    paintText(painter, line, m_data.titles.size() > *m_column ? m_data.titles[*m_column] : QString(),
        ui::font(Type::CardTitle), t.text);
    for (std::size_t index = m_data.series.size(); index-- > 0;) {
        line.translate(0, row);
        paintRound(painter, {line.left(), line.center().y() - 6, 3, 12}, 1.5, colors.at(index));
        paintText(
            painter, line.adjusted(10, 0, 0, 0), m_data.series[index].name, ui::font(Type::Small), t.text2);
        paintText(painter, line, QLocale().toString(m_data.series[index].values[*m_column], 'f', 0),
            ui::font(Type::SmallStrong), t.text, Qt::AlignRight | Qt::AlignVCenter);
    }
}

void AreaChart::point(std::optional<std::size_t> column)
{
    if (m_column == column)
        return;
    m_column = column;
    update();
}

void AreaChart::mouseMoveEvent(QMouseEvent *event)
{
    const auto area = plot();
    if (columns() < 2 || !area.adjusted(-4, 0, 4, 0).contains(event->position()))
        return point({});
    const auto share = std::clamp((event->position().x() - area.left()) / area.width(), 0.0, 1.0);
    point(static_cast<std::size_t>(std::lround(share * static_cast<double>(columns() - 1))));
}

void AreaChart::leaveEvent(QEvent *)
{
    point({});
}

void AreaChart::focusOutEvent(QFocusEvent *event)
{
    point({});
    QWidget::focusOutEvent(event);
}

void AreaChart::keyPressEvent(QKeyEvent *event)
{
    const auto last = columns() > 0 ? columns() - 1 : 0;
    if (event->key() == Qt::Key_Left)
        point(m_column ? (*m_column > 0 ? *m_column - 1 : 0) : last);
    else if (event->key() == Qt::Key_Right)
        point(m_column ? std::min(*m_column + 1, last) : 0);
    else
        QWidget::keyPressEvent(event);
}

Legend::Legend(QStringList names, AreaChart::Colors colors, QWidget *parent)
    : QWidget(parent)
    , m_names(std::move(names))
    , m_colors(colors)
{
    setAccessibleName(m_names.join(u", "_s));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

Legend::Legend(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void Legend::setLines(QStringList names, std::vector<std::size_t> lines, const QString &beyond)
{
    m_names = std::move(names);
    m_lines = std::move(lines);
    m_beyond = beyond;
    if (!beyond.isEmpty())
        m_names.append(beyond);
    setAccessibleName(m_names.join(u", "_s));
    updateGeometry();
    update();
}

QColor Legend::colorOf(std::size_t index) const
{
    const auto &t = tokens();
    if (m_colors)
        return m_colors(t).at(index);
    return index < m_lines.size() ? t.lines.at(m_lines[index]) : t.text2;
}

QSize Legend::sizeHint() const
{
    const QFontMetricsF metrics(ui::font(Type::Small));
    double width = 0;
    for (const auto &name : m_names)
        width += metrics.horizontalAdvance(name) + 14 + 14;
    return {static_cast<int>(std::ceil(width)) - 12, 18};
}

void Legend::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    const auto face = ui::font(Type::Small);
    const QFontMetricsF metrics(face);
    const auto height = static_cast<double>(this->height());
    double left = 0;
    for (qsizetype index = 0; index < m_names.size(); ++index) {
        const auto needed = metrics.horizontalAdvance(m_names[index]);
        const auto more = tr("+%1").arg(m_names.size() - index);
        const bool last = index + 1 == m_names.size();
        if (left + 14 + needed + (last ? 0 : 14 + metrics.horizontalAdvance(more)) > width() + 1) {
            paintText(painter, {left, 0, width() - left, height}, more, face, t.text3);
            return;
        }
        const auto color = colorOf(static_cast<std::size_t>(index));
        if (last && !m_beyond.isEmpty()) {
            for (const auto dash : {-1.0, 5.0})
                painter.fillRect(QRectF(left + dash, std::round(height / 2) - 1, 4, 2), color);
        } else {
            paintRound(painter, {left, height / 2 - 4, 8, 8}, 4, color);
        }
        paintText(painter, {left + 14, 0, needed + 1, height}, m_names[index], face, t.text2);
        left += needed + 14 + 14;
    }
}

} // namespace slipswitch::ui
