#include "ui/log/LogDelegate.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Lines.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QPainter>

#include <cmath>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double inset = 8, firstInset = 16, barWidth = 25, barRoom = 30;
constexpr std::size_t mostPictures = 400;
constexpr std::chrono::seconds slow {7};

/// How much of its bar a duration fills: 10 ms nothing, a minute all of it.
double logShare(domain::Micros took)
{
    constexpr double least = 0.01, most = 60;
    const auto seconds = std::chrono::duration<double>(took).count();
    return std::clamp(std::log(std::max(seconds, least) / least) / std::log(most / least), 0.04, 1.0);
}

QColor barColor(const LogEntry &row, const Tokens &t)
{
    if (row.failed)
        return t.bad;
    if (row.inFlight())
        return t.dark ? t.accentText : t.accent;
    return *row.duration > slow ? reroutedColor(t)
                                : mix(t.surface, t.dark ? t.accentText : t.accent, t.dark ? 0.62 : 0.72);
}

/// Where something of this height begins to stand in the cell's middle.
double middle(const QRectF &cell, double height)
{
    return std::round(cell.top() + (cell.height() - height) / 2);
}

/// A picture of the given logical size at the screen's scale.
template <typename Paint>
QPixmap drawn(QSizeF size, qreal scale, Paint paint)
{
    QPixmap pixmap((size * scale).toSize());
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paint(painter, QRectF(QPointF(), size));
    return pixmap;
}

} // namespace

int logRowHeight()
{
    return byDensity(24, 28, 34);
}

LogDelegate::LogDelegate(const LogModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
    , m_mono(ui::font(Type::MonoSmall))
    , m_small(ui::font(Type::Small))
    , m_strong(ui::font(Type::SmallStrong))
{ }

void LogDelegate::forget()
{
    m_badges.clear();
    m_pills.clear();
}

QSize LogDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {80, logRowHeight()};
}

void LogDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (index.row() >= m_model.count())
        return;
    const auto &row = m_model.entry(index.row());
    const auto column = static_cast<LogColumn>(index.column());
    const auto scale = painter->device()->devicePixelRatioF();
    if (scale != m_scale || m_badges.size() + m_pills.size() > mostPictures) {
        m_badges.clear();
        m_pills.clear();
        m_scale = scale;
    }
    const bool leftmost = column == LogColumn::Time;
    paintGround(*painter, option, row, index.row(), leftmost);
    const auto left = leftmost ? firstInset : inset;
    paintCell(*painter, QRectF(option.rect).adjusted(left, 0, -inset, 0), row, column);
}

void LogDelegate::paintGround(QPainter &painter, const QStyleOptionViewItem &option, const LogEntry &row,
    int number, bool leftmost) const
{
    const auto &t = tokens();
    const bool selected = option.state & QStyle::State_Selected;
    if (selected)
        painter.fillRect(option.rect, t.selection);
    else if (number == m_hovered)
        painter.fillRect(option.rect, t.hover);
    else if (row.failed && row.outcome != domain::Outcome::Refused)
        painter.fillRect(option.rect, mix(t.surface, t.badSoft, t.dark ? 0.3 : 0.5));
    if (selected && leftmost)
        painter.fillRect(QRect(option.rect.left(), option.rect.top(), 2, option.rect.height()),
            t.dark ? t.accentText : t.accent);
}

void LogDelegate::write(QPainter &painter, const QRectF &cell, const QString &text, const Face &face,
    const QColor &ink, bool right) const
{
    if (text.isEmpty() || cell.width() <= 0)
        return;
    auto width = face.metrics.horizontalAdvance(text);
    const bool fits = width <= cell.width() + 0.5;
    const auto shown = fits ? text : face.metrics.elidedText(text, Qt::ElideRight, cell.width());
    painter.setFont(face.font);
    painter.setPen(ink);
    const auto base = cell.top() + (cell.height() + face.metrics.ascent() - face.metrics.descent()) / 2;
    painter.drawText(QPointF(right && fits ? cell.right() - width : cell.left(), std::round(base)), shown);
}

void LogDelegate::paintCell(
    QPainter &painter, const QRectF &cell, const LogEntry &row, LogColumn column) const
{
    const auto &t = tokens();
    switch (column) {
    case LogColumn::Time:
        return write(painter, cell, row.texts().time, m_mono, t.text2);
    case LogColumn::Result:
        painter.drawPixmap(QPointF(cell.left(), middle(cell, 20)), pill(row.texts().result, m_scale));
        return;
    case LogColumn::Tool:
        return paintTool(painter, cell, row);
    case LogColumn::Model:
        return paintModel(painter, cell, row);
    case LogColumn::Tokens: {
        const auto middle = cell.right() - 40;
        write(painter, {cell.left() - 6, cell.top(), middle - cell.left() + 6, cell.height()},
            row.texts().tokensIn, m_small, t.text2, true);
        return write(
            painter, {middle, cell.top(), 40, cell.height()}, row.texts().tokensOut, m_small, t.text, true);
    }
    case LogColumn::First:
    case LogColumn::Cached:
    case LogColumn::Status:
        return write(painter, cell, logCell(row, column), m_small, t.text2, column != LogColumn::Status);
    case LogColumn::Duration:
        return paintDuration(painter, cell, row);
    case LogColumn::Cost:
        return write(painter, cell, row.texts().cost,
            row.cost.known() && row.cost.amount.picodollars() != 0 ? m_strong : m_small,
            row.cost.known() && row.cost.amount.picodollars() != 0 ? t.text : t.text2, true);
    case LogColumn::Key:
    case LogColumn::Project:
        return write(painter, cell, logCell(row, column), m_small, t.text2);
    case LogColumn::Error:
        return write(painter, cell, row.errorText, m_small, t.bad);
    }
}

void LogDelegate::paintTool(QPainter &painter, QRectF cell, const LogEntry &row) const
{
    if (row.tool.isEmpty())
        return;
    painter.drawPixmap(QPointF(cell.left(), middle(cell, 16)), badge(row.tool, m_scale));
    cell.setLeft(cell.left() + 23);
    write(painter, cell, row.tool, m_small, tokens().text);
}

void LogDelegate::paintModel(QPainter &painter, QRectF cell, const LogEntry &row) const
{
    const auto &t = tokens();
    if (!row.kind.isEmpty())
        painter.fillRect(QRectF(cell.left(), middle(cell, 12), 3, 12), lineOf(row.kind, t).color);
    cell.setLeft(cell.left() + 10);
    write(painter, cell, row.model, m_small, t.text);
    if (row.requested.isEmpty())
        return;
    cell.setLeft(cell.left() + m_small.metrics.horizontalAdvance(row.model) + 7);
    if (cell.width() > 24)
        write(painter, cell, tr("for %1").arg(row.requested), m_small, t.text3);
}

void LogDelegate::paintDuration(QPainter &painter, const QRectF &cell, const LogEntry &row) const
{
    if (!row.duration)
        return;
    const auto &t = tokens();
    const QRectF track(cell.left(), std::round(cell.center().y()) - 2, barWidth, 4);
    paintRound(painter, track, 2, t.track);
    paintRound(painter, {track.left(), track.top(), std::max(2.0, barWidth * logShare(*row.duration)), 4}, 2,
        barColor(row, t));
    write(painter, cell.adjusted(barRoom, 0, 0, 0), row.texts().took, m_small, t.text, true);
}

const QPixmap &LogDelegate::badge(const QString &tool, qreal scale) const
{
    auto &known = m_badges[tool];
    if (known.isNull())
        known = drawn({16, 16}, scale, [&](QPainter &painter, const QRectF &rect) {
            paintBadge(painter, rect, toolLetters(tool), toolColor(tool, tokens()));
        });
    return known;
}

const QPixmap &LogDelegate::pill(const PillText &pill, qreal scale) const
{
    auto &known = m_pills[pill.word + pill.icon];
    if (known.isNull())
        known = drawn({pillWidth(pill), 20}, scale,
            [&](QPainter &painter, const QRectF &rect) { paintPill(painter, rect, pill); });
    return known;
}

} // namespace slipswitch::ui
