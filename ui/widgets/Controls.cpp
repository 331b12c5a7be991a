#include "ui/widgets/Controls.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QStyleOption>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double segmentInset = 12, dotRoom = 14, countGap = 6;

bool ringed(const QWidget &widget)
{
    return widget.hasFocus() && widget.window()->testAttribute(Qt::WA_KeyboardFocusChange);
}

} // namespace

Switch::Switch(const QString &says, QWidget *parent)
    : QAbstractButton(parent)
{
    setCheckable(true);
    setAccessibleName(says);
    setCursor(Qt::ArrowCursor);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void paintSwitch(QPainter &painter, const QRectF &rect, bool on, bool enabled)
{
    const auto &t = tokens();
    const QRectF box(std::round(rect.center().x() - 16), std::round(rect.center().y() - 9), 32, 18);
    const auto fill = on ? t.accent : t.edge;
    paintRound(painter, box, 9, enabled ? fill : mix(t.surface, fill, 0.45));
    paintRound(painter, {on ? box.right() - 16 : box.left() + 2, box.top() + 2, 14, 14}, 7, t.onAccent);
}

void Switch::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintSwitch(painter, rect(), isChecked(), isEnabled());
    if (ringed(*this))
        paintFocusRing(painter, rect(), 12);
}

SegmentedControl::SegmentedControl(const QString &says, std::vector<Segment> segments, QWidget *parent)
    : QWidget(parent)
    , m_says(says)
    , m_segments(std::move(segments))
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    if (!m_segments.empty())
        setAccessibleName(m_says + u": "_s + m_segments.front().text);
}

void SegmentedControl::setCurrent(int index)
{
    if (index == m_current || index < 0 || index >= static_cast<int>(m_segments.size()))
        return;
    m_current = index;
    setAccessibleName(m_says + u": "_s + m_segments[static_cast<std::size_t>(index)].text);
    update();
    Q_EMIT currentChanged(index);
}

void SegmentedControl::setCount(int index, const QString &count)
{
    m_segments.at(static_cast<std::size_t>(index)).count = count;
    updateGeometry();
    update();
}

void SegmentedControl::setDot(int index, const QColor &dot)
{
    m_segments.at(static_cast<std::size_t>(index)).dot = dot;
    updateGeometry();
    update();
}

double SegmentedControl::widthOf(const Segment &segment) const
{
    const QFontMetricsF metrics(ui::font(Type::SmallStrong));
    auto width = metrics.horizontalAdvance(segment.text) + 2 * segmentInset;
    if (segment.dot.isValid())
        width += dotRoom;
    if (!segment.count.isEmpty())
        width += countGap + metrics.horizontalAdvance(segment.count);
    return std::ceil(width);
}

QRectF SegmentedControl::rectOf(int index) const
{
    double left = 3;
    for (int before = 0; before < index; ++before)
        left += widthOf(m_segments[static_cast<std::size_t>(before)]);
    return {left, 3, widthOf(m_segments[static_cast<std::size_t>(index)]), height() - 6.0};
}

QSize SegmentedControl::sizeHint() const
{
    double width = 6;
    for (const auto &segment : m_segments)
        width += widthOf(segment);
    return {static_cast<int>(width), 30};
}

int SegmentedControl::at(QPointF where) const
{
    for (int index = 0; index < static_cast<int>(m_segments.size()); ++index) {
        if (rectOf(index).contains(where))
            return index;
    }
    return -1;
}

void SegmentedControl::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    paintRound(painter, rect(), 8, t.dark ? t.inset : t.neutral, t.dark ? t.border : QColor());
    const auto face = ui::font(Type::SmallStrong);
    const QFontMetricsF metrics(face);
    for (int index = 0; index < static_cast<int>(m_segments.size()); ++index) {
        const auto &segment = m_segments[static_cast<std::size_t>(index)];
        const bool on = index == m_current;
        auto box = rectOf(index);
        if (on)
            paintRound(painter, box, 6, t.dark ? t.neutral : t.surface, t.dark ? t.borderStrong : t.border);
        auto text = box.adjusted(segmentInset, 0, -segmentInset + 1, 0);
        if (segment.dot.isValid()) {
            paintRound(painter, {text.left(), box.center().y() - 3, 6, 6}, 3, segment.dot);
            text.setLeft(text.left() + dotRoom);
        }
        const auto ink = on || index == m_hovered ? t.text : t.text2;
        paintText(painter, text, segment.text, face, isEnabled() ? ink : t.ink(Ink::Disabled));
        if (!segment.count.isEmpty()) {
            text.setLeft(text.left() + metrics.horizontalAdvance(segment.text) + countGap);
            paintText(painter, text, segment.count, ui::font(Type::Small), t.text3);
        }
    }
    if (ringed(*this))
        paintFocusRing(painter, rect(), 8);
}

void SegmentedControl::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        setCurrent(at(event->position()));
}

void SegmentedControl::mouseMoveEvent(QMouseEvent *event)
{
    m_hovered = at(event->position());
    update();
}

void SegmentedControl::leaveEvent(QEvent *)
{
    m_hovered = -1;
    update();
}

void SegmentedControl::keyPressEvent(QKeyEvent *event)
{
    const int step = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Up)
        setCurrent(m_current - step);
    else if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Down)
        setCurrent(m_current + step);
    else
        QWidget::keyPressEvent(event);
}

Chip::Chip(const QString &lead, const QString &value, QWidget *parent)
    : QAbstractButton(parent)
    , m_lead(lead)
    , m_value(value)
{
    setAccessibleName(tr("Remove %1 %2").arg(lead, value));
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::clicked, this, &Chip::removed);
}

QSize Chip::sizeHint() const
{
    const auto lead = QFontMetricsF(ui::font(Type::Small)).horizontalAdvance(m_lead + u' ');
    const auto value = QFontMetricsF(ui::font(Type::SmallStrong)).horizontalAdvance(m_value);
    return {static_cast<int>(std::ceil(lead + value)) + 8 + 22, 24};
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    paintRound(painter, rect(), 5, underMouse() ? t.hover : t.inset, t.borderStrong);
    const auto lead = QFontMetricsF(ui::font(Type::Small)).horizontalAdvance(m_lead + u' ');
    QRectF text = QRectF(rect()).adjusted(8, 0, -20, 0);
    paintText(painter, text, m_lead, ui::font(Type::Small), t.text2);
    paintText(painter, text.adjusted(lead, 0, 1, 0), m_value, ui::font(Type::SmallStrong), t.text);
    paintIcon(painter, {width() - 19.0, 6, 12, 12}, u"cross"_s, underMouse() ? t.text : t.text2);
    if (ringed(*this))
        paintFocusRing(painter, rect(), 6);
}

void Chip::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)
        Q_EMIT removed();
    else
        QAbstractButton::keyPressEvent(event);
}

} // namespace slipswitch::ui
