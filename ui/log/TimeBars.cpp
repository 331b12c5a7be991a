#include "ui/log/TimeBars.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Lines.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Format.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int mostColumns = 100, sideInset = 16;
constexpr double barsTop = 12, labelHeight = 20;

QDateTime localTime(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count() / 1000);
}

/// Round distances of labels, of which at most seven fit.
qint64 labelStep(domain::Micros span)
{
    const auto seconds = span.count() / 1'000'000;
    for (const qint64 step : {60, 300, 600, 1800, 3600, 7200, 10'800, 21'600, 43'200, 86'400, 172'800,
             432'000, 604'800, 1'209'600, 2'592'000, 5'184'000}) {
        if (seconds / step <= 7)
            return step;
    }
    return seconds / 5 + 1;
}

} // namespace

domain::Micros TimeBarsData::stepFor(ledger::TimeRange range)
{
    const auto span = range.to - range.from;
    for (const auto step : {1min, 2min, 5min, 15min, 30min, 60min, 120min, 180min, 360min, 720min, 1440min,
             4320min, 10'080min, 43'200min}) {
        if (span / step <= mostColumns)
            return step;
    }
    return std::chrono::minutes(525'600);
}

TimeBars::TimeBars(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setCursor(Qt::CrossCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Requests over time"));
}

void TimeBars::setData(TimeBarsData given)
{
    m_data = std::move(given);
    m_columns.clear();
    if (m_data.step > domain::Micros(0)) {
        const auto count
            = (m_data.range.to - m_data.range.from + m_data.step - domain::Micros(1)) / m_data.step;
        m_columns.resize(static_cast<std::size_t>(std::clamp<std::int64_t>(count, 0, mostColumns + 2)));
    }
    for (const auto &bar : m_data.bars) {
        const auto column = (bar.start - m_data.range.from) / m_data.step;
        if (column >= 0 && column < columns())
            m_columns[static_cast<std::size_t>(column)] = bar;
    }
    if (m_hovered >= columns())
        m_hovered = -1;
    update();
}

int TimeBars::columns() const
{
    return static_cast<int>(m_columns.size());
}

QRectF TimeBars::plot() const
{
    return QRectF(rect()).adjusted(sideInset, barsTop, -sideInset, -labelHeight);
}

double TimeBars::leftOf(int column) const
{
    const auto area = plot();
    return area.left() + area.width() * column / std::max(1, columns());
}

int TimeBars::columnAt(double x) const
{
    const auto area = plot();
    return std::clamp(
        static_cast<int>((x - area.left()) / area.width() * columns()), 0, std::max(0, columns() - 1));
}

UtcTime TimeBars::startOf(int column) const
{
    return m_data.range.from + m_data.step * column;
}

QString TimeBars::says(int column) const
{
    const auto &bar = m_columns[static_cast<std::size_t>(column)];
    const auto start = localTime(startOf(column));
    const auto when = QLocale().toString(start, m_data.step < 24h ? u"ddd d MMM, HH:mm"_s : u"ddd d MMM"_s);
    const auto requests
        = bar.exchanges == 1 ? tr("1 request") : tr("%1 requests").arg(countText(bar.exchanges));
    QStringList parts {requests};
    if (bar.errors > 0)
        parts << tr("%1 failed").arg(countText(bar.errors));
    if (bar.rerouted > 0)
        parts << tr("%1 rerouted").arg(countText(bar.rerouted));
    return tr("%1: %2").arg(when, parts.join(u", "_s));
}

void TimeBars::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    const auto area = plot();
    std::int64_t highest = 1;
    for (const auto &bar : m_columns)
        highest = std::max(highest, bar.exchanges);
    const auto from = m_from ? std::min(*m_from, *m_to) : 0;
    const auto to = m_from ? std::max(*m_from, *m_to) : columns() - 1;
    if (m_from)
        painter.fillRect(
            QRectF(leftOf(from), 4, leftOf(to + 1) - leftOf(from), area.bottom() - 4), t.selection);
    for (int column = 0; column < columns(); ++column)
        paintBar(painter, column, highest, column >= from && column <= to);
    painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1), t.border);
    paintLabels(painter);
    if (m_hovered >= 0)
        paintHint(painter);
    painter.fillRect(QRectF(0, height() - 1, width(), 1), t.border);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(painter, QRectF(rect()).adjusted(2, 2, -2, -2), 6);
}

/// Errors on top, then what another try made good; whatever there is can be seen.
void TimeBars::paintBar(QPainter &painter, int column, std::int64_t highest, bool bright) const
{
    const auto &bar = m_columns[static_cast<std::size_t>(column)];
    if (bar.exchanges == 0)
        return;
    const auto &t = tokens();
    const auto area = plot();
    const auto strong = t.dark ? t.accentText : t.accent;
    const auto fill = column == m_hovered ? strong : mix(t.surface, strong, t.dark ? 0.62 : 0.66);
    const auto left = std::round(leftOf(column)), right = std::round(leftOf(column + 1)) - 1;
    const auto share = [](std::int64_t part, std::int64_t whole) {
        return static_cast<double>(part) / static_cast<double>(whole);
    };
    const auto height = std::max(2.0, std::round(area.height() * share(bar.exchanges, highest)));
    auto top = area.bottom() - height;
    const auto paint = [&](double part, const QColor &color) {
        painter.fillRect(
            QRectF(left, top, std::max(1.0, right - left), part), bright ? color : withAlpha(color, 0.35));
        top += part;
    };
    const auto paintSome = [&](std::int64_t count, const QColor &color) {
        const auto room = area.bottom() - top;
        if (count > 0 && room > 0)
            paint(std::min(room, std::max(2.0, std::round(height * share(count, bar.exchanges)))), color);
    };
    paintSome(bar.errors, t.bad);
    paintSome(bar.rerouted, reroutedColor(t));
    if (area.bottom() > top)
        paint(area.bottom() - top, fill);
}

void TimeBars::paintLabels(QPainter &painter) const
{
    if (columns() == 0)
        return;
    const auto area = plot();
    const auto span = m_data.range.to - m_data.range.from;
    const auto step = labelStep(span);
    const auto face = ui::font(Type::Caption);
    const auto first = localTime(m_data.range.from);
    const auto offset = first.offsetFromUtc();
    const auto from = m_data.range.from.time_since_epoch().count() / 1'000'000 + offset;
    for (auto local = (from / step + 1) * step;; local += step) {
        const auto share = static_cast<double>(local - from) * 1e6 / static_cast<double>(span.count());
        if (share > 0.97)
            return;
        const auto when = QDateTime::fromSecsSinceEpoch(local - offset);
        const auto text = QLocale().toString(when, step < 86'400 ? u"HH:mm"_s : u"d MMM"_s);
        const auto width = QFontMetricsF(face).horizontalAdvance(text);
        const auto x = std::max(area.left(), area.left() + area.width() * share - width / 2);
        paintText(painter, {x, area.bottom() + 3, width + 2, 15}, text, face, tokens().text3);
    }
}

void TimeBars::paintHint(QPainter &painter) const
{
    const auto &t = tokens();
    const auto face = ui::font(Type::Caption);
    const auto text = says(m_hovered);
    const auto width = QFontMetricsF(face).horizontalAdvance(text) + 16;
    const auto left
        = std::clamp(leftOf(m_hovered) - width / 2, 4.0, std::max(4.0, this->width() - width - 4));
    const QRectF box(left, height() - labelHeight - 1, width, labelHeight);
    paintRound(painter, box, 5, t.raised, t.borderStrong);
    paintText(painter, box, text, face, t.text, Qt::AlignCenter);
}

void TimeBars::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || columns() == 0)
        return;
    m_from = m_to = columnAt(event->position().x());
    update();
}

void TimeBars::mouseMoveEvent(QMouseEvent *event)
{
    if (columns() == 0)
        return;
    m_hovered = columnAt(event->position().x());
    if (m_from)
        m_to = m_hovered;
    update();
}

void TimeBars::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && m_from)
        choose();
}

void TimeBars::leaveEvent(QEvent *)
{
    m_hovered = -1;
    update();
}

void TimeBars::choose()
{
    const auto first = std::min(*m_from, *m_to), last = std::max(*m_from, *m_to);
    m_from.reset();
    m_to.reset();
    update();
    Q_EMIT rangeChosen({startOf(first), std::min(startOf(last + 1), m_data.range.to)});
}

void TimeBars::keyPressEvent(QKeyEvent *event)
{
    const int last = columns() - 1;
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (step != 0 && last >= 0) {
        m_hovered = std::clamp(m_hovered < 0 ? last : m_hovered + step, 0, last);
        if (event->modifiers() & Qt::ShiftModifier) {
            m_from = m_from.value_or(std::clamp(m_hovered - step, 0, last));
            m_to = m_hovered;
        } else {
            m_from.reset();
            m_to.reset();
        }
        setAccessibleDescription(says(m_hovered));
        update();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_hovered >= 0) {
        if (!m_from)
            m_from = m_to = m_hovered;
        choose();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace slipswitch::ui
