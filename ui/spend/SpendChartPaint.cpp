#include "ui/spend/SpendChart.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Format.h"

#include <QPainterPath>

#include <cmath>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double tooltipWidth = 196, tooltipRow = 20, tooltipInset = 12;

QPen dashed(const QColor &color)
{
    QPen pen(color, 1.4, Qt::CustomDashLine, Qt::FlatCap, Qt::RoundJoin);
    pen.setDashPattern({4, 2.4});
    return pen;
}

} // namespace

/// Areas are filled once, not with every move of the pointer.
void SpendChart::paintEvent(QPaintEvent *)
{
    if (m_picture.isNull())
        drawPicture();
    QPainter painter(viewport());
    // One of another size stands for a moment only; stretching it would take longer than drawing it.
    if (m_picture.deviceIndependentSize().toSize() != viewport()->size())
        painter.fillRect(viewport()->rect(), tokens().surface);
    painter.drawPixmap(0, 0, m_picture);
    drawForeground(&painter, viewport()->rect());
}

void SpendChart::drawPicture()
{
    const auto scale = viewport()->devicePixelRatioF();
    m_picture = QPixmap(viewport()->size() * scale);
    m_picture.setDevicePixelRatio(scale);
    QPainter painter(&m_picture);
    const QRectF whole = viewport()->rect();
    drawBackground(&painter, whole);
    // Their edges are smoothed by the outlines above them: filled and stroked as one smooth path, as Qt
    // Charts would do it, eight areas take tens of milliseconds, this way three.
    painter.setRenderHint(QPainter::Antialiasing, false);
    scene()->render(&painter, whole, mapToScene(viewport()->rect()).boundingRect(), Qt::IgnoreAspectRatio);
    paintOutlines(painter);
}

/// A line of the ground's colour on top of each area, about 1.2 wide. Hairlines have a way of their own
/// through Qt's painter that takes a tenth of the time of wider ones; where pixels are small, four lie beside
/// each other.
void SpendChart::paintOutlines(QPainter &painter) const
{
    if (m_data.filled < 2)
        return;
    const auto scale = m_picture.devicePixelRatio();
    const auto aside = 0.6 / scale;
    const std::vector<QPointF> strands = scale < 1.5
        ? std::vector<QPointF> {{0, 0}}
        : std::vector<QPointF> {{0, -aside}, {0, aside}, {-aside, 0}, {aside, 0}};
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(tokens().surface, 1 / scale));
    std::vector<double> sums(m_data.filled);
    QPolygonF top(static_cast<qsizetype>(m_data.filled));
    for (const auto &series : m_data.series) {
        for (std::size_t column = 0; column < m_data.filled; ++column) {
            sums[column] += series.values[column];
            top[static_cast<qsizetype>(column)] = {xOf(column), yOf(sums[column])};
        }
        for (const auto &strand : strands)
            painter.drawPolyline(top.translated(strand));
    }
}

/// Grid and forecast, beneath the areas.
void SpendChart::drawBackground(QPainter *painter, const QRectF &)
{
    const auto &t = tokens();
    const auto area = m_plot;
    painter->fillRect(viewport()->rect(), t.surface);
    for (double value = 0; value <= m_top + m_step / 2; value += m_step)
        painter->fillRect(QRectF(area.left(), std::round(yOf(value)), area.width(), 1), t.border);
    paintForecast(*painter);
}

void SpendChart::drawForeground(QPainter *painter, const QRectF &)
{
    const auto &t = tokens();
    const auto area = m_plot;
    const auto face = ui::font(Type::Small);
    const QFontMetricsF metrics(face);
    if (m_data.onlyUnpriced())
        paintText(*painter, area, tr("No price is known for these requests"), ui::font(Type::Body), t.text2,
            Qt::AlignCenter);
    for (double value = 0; value <= m_top + m_step / 2 && !m_data.onlyUnpriced(); value += m_step)
        paintText(*painter, {0, yOf(value) - 9, area.left() - 7, 18}, amount(value), face, t.text3,
            Qt::AlignRight | Qt::AlignVCenter);
    auto free = area.left();
    for (const auto &[column, text] : m_data.labels) {
        const auto width = metrics.horizontalAdvance(text) + 2;
        const auto left
            = std::clamp(xOf(column) - width / 2, area.left(), std::max(area.left(), area.right() - width));
        if (left < free)
            continue;
        paintText(*painter, {left, area.bottom() + 6, width, 18}, text, face, t.text3);
        free = left + width + 10;
    }
    paintBefore(*painter);
    paintCrosshair(*painter);
    if (m_column)
        paintTooltip(*painter);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(*painter, viewport()->rect(), 6);
}

void SpendChart::paintForecast(QPainter &painter) const
{
    if (!m_data.forecast || m_data.filled == 0)
        return;
    const auto &t = tokens();
    const auto &values = m_data.forecast->values, &spreads = m_data.forecast->spreads;
    QPolygonF band;
    QPainterPath line;
    for (std::size_t index = 0; index < values.size(); ++index) {
        const auto x = xOf(m_data.filled - 1 + index);
        band << QPointF(x, yOf(values[index] + spreads[index]));
        index == 0 ? line.moveTo(x, yOf(values[index])) : line.lineTo(x, yOf(values[index]));
    }
    for (std::size_t index = values.size(); index-- > 0;)
        band << QPointF(xOf(m_data.filled - 1 + index), yOf(std::max(0.0, values[index] - spreads[index])));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(withAlpha(t.text3, t.dark ? 0.30 : 0.17));
    painter.drawPolygon(band);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(dashed(t.text2));
    painter.drawPath(line);
}

void SpendChart::paintBefore(QPainter &painter) const
{
    const auto count = std::min(m_data.before.size(), m_data.columns);
    if (!m_comparing || count < 2)
        return;
    QPainterPath line;
    for (std::size_t column = 0; column < count; ++column) {
        const QPointF at(xOf(column), yOf(m_data.before[column]));
        column == 0 ? line.moveTo(at) : line.lineTo(at);
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(withAlpha(tokens().surface, 0.9), 3.4, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    painter.drawPath(line);
    painter.setPen(dashed(tokens().text));
    painter.drawPath(line);
}

void SpendChart::paintCrosshair(QPainter &painter) const
{
    if (m_data.filled == 0)
        return;
    const auto &t = tokens();
    // A single column has no area; its dots are all there is to see.
    const auto shown = m_column ? m_column
        : m_data.filled == 1    ? std::optional<std::size_t>(0)
                                : std::nullopt;
    if (!shown)
        return;
    const auto area = m_plot;
    const auto x = std::round(xOf(*shown));
    if (m_column)
        painter.fillRect(QRectF(x, area.top(), 1, area.height()), t.text2);
    painter.setRenderHint(QPainter::Antialiasing);
    double sum = 0;
    for (const auto &series : m_data.series) {
        sum += series.values[*shown];
        painter.setPen(QPen(t.surface, 1.4));
        painter.setBrush(t.lines.at(series.line));
        painter.drawEllipse(QPointF(x + 0.5, yOf(sum)), 4, 4);
    }
}

std::vector<std::pair<QString, QString>> SpendChart::tooltipOf(std::size_t column) const
{
    std::vector<std::pair<QString, QString>> lines {{m_data.columnTitles.at(column), {}}};
    double total = 0;
    for (auto index = m_data.series.size(); index-- > 0;) {
        const auto value = m_data.series[index].values.at(column);
        total += value;
        lines.emplace_back(m_data.series[index].name, spendText(value));
    }
    const auto unpriced = column < m_data.unpriced.size() ? m_data.unpriced[column] : 0;
    if (unpriced > 0)
        lines.emplace_back(
            tr("No price"), unpriced == 1 ? tr("1 request") : tr("%1 requests").arg(countText(unpriced)));
    if (m_comparing && column < m_data.before.size())
        lines.emplace_back(m_data.beforeTitle, spendText(m_data.before[column]));
    lines.emplace_back(tr("Total"), total == 0 && unpriced > 0 ? tr("no price") : spendText(total));
    return lines;
}

/// The stack from its top down, as it is seen.
void SpendChart::paintTooltip(QPainter &painter) const
{
    const auto &t = tokens();
    const auto lines = tooltipOf(*m_column);
    const auto height = tooltipRow * static_cast<double>(lines.size()) + 26;
    const auto x = xOf(*m_column);
    QRectF box(x + 14, m_plot.top() + 8, tooltipWidth, height);
    if (box.right() > viewport()->width() - 4)
        box.moveRight(x - 14);
    box.moveLeft(std::max(box.left(), 2.0));
    if (box.bottom() > viewport()->height())
        box.moveTop(std::max(2.0, viewport()->height() - box.height()));
    for (int spread = 5; spread > 0; --spread)
        paintRound(painter, box.adjusted(-spread, -spread + 2, spread, spread + 2), 8 + spread,
            QColor(0, 0, 0, t.dark ? 22 : 6));
    paintRound(painter, box, 8, t.raised, t.borderStrong);
    auto line = QRectF(box.left() + tooltipInset, box.top() + 8, tooltipWidth - 2 * tooltipInset, tooltipRow);
    paintText(painter, line, lines.front().first, ui::font(Type::CardTitle), t.text);
    line.translate(0, tooltipRow + 3);
    for (std::size_t index = 1; index < lines.size(); ++index) {
        const bool total = index + 1 == lines.size();
        if (total) {
            painter.fillRect(QRectF(line.left(), std::round(line.top() + 2), line.width(), 1), t.border);
            line.translate(0, 5);
        }
        const bool stacked = index <= m_data.series.size();
        if (stacked)
            paintRound(painter, {line.left(), line.center().y() - 6, 3, 12}, 1.5,
                t.lines.at(m_data.series[m_data.series.size() - index].line));
        const auto face = ui::font(total ? Type::CardTitle : Type::SmallStrong);
        const auto room = QFontMetricsF(face).horizontalAdvance(lines[index].second) + 8;
        paintText(painter, line.adjusted(stacked ? 10 : 0, 0, -room, 0), lines[index].first,
            total ? ui::font(Type::SmallStrong) : ui::font(Type::Small), total ? t.text : t.text2);
        paintText(painter, line, lines[index].second, face, t.text, Qt::AlignRight | Qt::AlignVCenter);
        line.translate(0, tooltipRow);
    }
}

} // namespace slipswitch::ui
