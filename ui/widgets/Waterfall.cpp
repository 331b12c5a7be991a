#include "ui/widgets/Waterfall.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Lines.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QLocale>

#include <cmath>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double axisHeight = 22, rowHeight = 27, namesWidth = 126, thinnest = 3;

double secondsOf(std::chrono::microseconds time)
{
    return std::chrono::duration<double>(time).count();
}

/// Round steps that give at most seven marks.
double stepFor(double seconds)
{
    const auto power = std::pow(10, std::floor(std::log10(seconds / 7)));
    for (const auto factor : {1.0, 2.0, 5.0}) {
        if (seconds / (factor * power) <= 7)
            return factor * power;
    }
    return 10 * power;
}

QString spelled(double seconds)
{
    const QLocale locale;
    if (seconds == 0)
        return u"0"_s;
    return seconds < 1 ? Waterfall::tr("%1 ms").arg(locale.toString(seconds * 1000, 'g', 3))
                       : Waterfall::tr("%1 s").arg(locale.toString(seconds, 'g', 3));
}

} // namespace

Waterfall::Waterfall(QWidget *parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    describe();
}

void Waterfall::setRows(std::vector<WaterfallRow> rows)
{
    m_rows = std::move(rows);
    m_current = -1;
    double longest = 0.001;
    for (const auto &row : m_rows)
        longest = std::max(longest, secondsOf(row.end));
    m_step = stepFor(longest);
    m_seconds = std::ceil(longest / m_step) * m_step;
    describe();
    updateGeometry();
    update();
}

QSize Waterfall::sizeHint() const
{
    return {388, static_cast<int>(axisHeight + rowHeight * static_cast<double>(m_rows.size())) + 4};
}

QSize Waterfall::minimumSizeHint() const
{
    return {260, sizeHint().height()};
}

double Waterfall::xOf(std::chrono::microseconds time) const
{
    return namesWidth + (width() - namesWidth - 16) * secondsOf(time) / m_seconds;
}

void Waterfall::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintAxis(painter);
    for (std::size_t index = 0; index < m_rows.size(); ++index)
        paintRow(painter, index);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(painter, rect(), 6);
}

void Waterfall::paintAxis(QPainter &painter) const
{
    const auto &t = tokens();
    for (double mark = 0; mark <= m_seconds + m_step / 2; mark += m_step) {
        const auto x = std::round(xOf(std::chrono::microseconds(static_cast<std::int64_t>(mark * 1e6))));
        painter.fillRect(QRectF(x, axisHeight - 3, 1, height() - axisHeight + 3), t.border);
        paintText(
            painter, {x - 26, 0, 52, 16}, spelled(mark), ui::font(Type::Caption), t.text2, Qt::AlignCenter);
    }
}

void Waterfall::paintRow(QPainter &painter, std::size_t index) const
{
    const auto &t = tokens();
    const auto &row = m_rows[index];
    const auto middle = axisHeight + rowHeight * (static_cast<double>(index) + 0.5);
    const QRectF line(0, middle - rowHeight / 2, width(), rowHeight);
    if (static_cast<int>(index) == m_current)
        paintRound(painter, line.adjusted(0, 1, 0, -1), 5, t.hover);
    const auto own = row.provider.isEmpty() ? t.text3 : lineOf(row.provider, t).color;

    const auto face = ui::font(Type::SmallStrong);
    const auto nameWidth = QFontMetricsF(face).horizontalAdvance(row.name);
    paintText(painter, {2, line.top(), nameWidth + 1, rowHeight}, row.name, face, t.text);
    double left = nameWidth + 10;
    if (!row.provider.isEmpty()) {
        paintRound(painter, {left, middle - 6, 2.5, 12}, 1.2, own);
        left += 8;
    }
    paintText(painter, {left, line.top(), namesWidth - left - 6, rowHeight}, row.detail,
        ui::font(Type::Small), t.text2);

    const auto from = xOf(row.start);
    const QRectF bar(from, middle - 7, std::max(thinnest, xOf(row.end) - from), 14);
    QColor labelInk = t.text2;
    bool inside = false;
    switch (row.kind) {
    case WaterfallRow::Kind::Check:
        paintRound(painter, bar, 1.5, t.text3);
        break;
    case WaterfallRow::Kind::Failed:
        paintRound(painter, bar, 3, t.bad);
        labelInk = t.bad;
        break;
    case WaterfallRow::Kind::Wait: {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(t.text3, 1, Qt::DashLine));
        painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
        painter.restore();
        inside = true;
        break;
    }
    case WaterfallRow::Kind::Answer: {
        paintRound(painter, bar, 3, mix(t.surface, own, t.dark ? 0.45 : 0.4));
        const auto content = row.content ? xOf(*row.content) : bar.left();
        paintRound(
            painter, {content, bar.top(), std::max(thinnest, bar.right() - content), bar.height()}, 3, own);
        inside = true;
        labelInk = t.dark && own.lightness() > 130 ? t.inset : t.onAccent;
        break;
    }
    }
    const auto text = QFontMetricsF(ui::font(Type::Caption)).horizontalAdvance(row.label);
    const auto content
        = row.content && row.kind == WaterfallRow::Kind::Answer ? xOf(*row.content) : bar.left();
    if (inside && bar.right() - content >= text + 8) {
        paintText(painter, {content, bar.top(), bar.right() - content, bar.height()}, row.label,
            ui::font(Type::Caption), labelInk, Qt::AlignCenter);
        return;
    }
    // Where there is no room behind the bar, before it.
    const bool fits = bar.right() + 5 + text <= width();
    const auto at = fits ? bar.right() + 5 : bar.left() - 5 - text;
    paintText(painter, {at, bar.top(), text + 1, bar.height()}, row.label, ui::font(Type::Caption),
        inside ? t.text2 : labelInk);
}

QString Waterfall::sentence(const WaterfallRow &row) const
{
    return tr("%1 %2: from %3 to %4, %5")
        .arg(row.name, row.detail, spelled(secondsOf(row.start)), spelled(secondsOf(row.end)), row.label);
}

void Waterfall::describe()
{
    if (m_current >= 0) {
        setAccessibleName(sentence(m_rows[static_cast<std::size_t>(m_current)]));
    } else {
        QStringList all;
        for (const auto &row : m_rows)
            all << sentence(row);
        setAccessibleName(all.isEmpty() ? tr("What happened, in order") : all.join(u"; "_s));
    }
    QAccessibleEvent told(this, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&told);
}

void Waterfall::keyPressEvent(QKeyEvent *event)
{
    const int last = static_cast<int>(m_rows.size()) - 1;
    if (event->key() == Qt::Key_Down && last >= 0)
        m_current = std::min(m_current + 1, last);
    else if (event->key() == Qt::Key_Up && last >= 0)
        m_current = std::max(m_current - 1, 0);
    else
        return QWidget::keyPressEvent(event);
    describe();
    update();
}

} // namespace slipswitch::ui
