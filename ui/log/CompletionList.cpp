#include "ui/log/CompletionList.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QMouseEvent>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowHeight = 30, margin = 5, listWidth = 380;

} // namespace

CompletionList::CompletionList(QWidget *under)
    : QWidget(under)
    , m_under(under)
{
    setAccessibleName(tr("Suggestions"));
    setFocusPolicy(Qt::NoFocus);
    setMouseTracking(true);
    hide();
}

void CompletionList::setItems(std::vector<Item> items)
{
    m_items = std::move(items);
    m_fault.clear();
    m_current = -1;
    m_items.empty() ? hide() : place(count());
}

void CompletionList::setFault(const QString &text)
{
    setItems({});
    m_fault = text;
    if (!text.isEmpty())
        place(1);
}

void CompletionList::place(int rows)
{
    // In the window itself: a window of its own would take the focus, and some systems can't place one.
    if (parentWidget() != m_under->window())
        setParent(m_under->window());
    const auto at = m_under->mapTo(m_under->window(), QPoint(0, m_under->height() + 4));
    const auto fault = static_cast<int>(QFontMetricsF(ui::font(Type::Small)).horizontalAdvance(m_fault)) + 54;
    const int wide
        = std::clamp(fault, listWidth, std::max(listWidth, m_under->window()->width() - at.x() - 16));
    setGeometry(at.x(), at.y(), wide, 2 * margin + rowHeight * rows);
    show();
    raise();
    update();
}

void CompletionList::move(int step)
{
    if (m_items.empty())
        return;
    m_current = m_current < 0 ? (step > 0 ? 0 : count() - 1) : (m_current + step + count()) % count();
    setAccessibleDescription(m_items[static_cast<std::size_t>(m_current)].text);
    update();
}

void CompletionList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    paintRound(painter, rect(), 10, t.raised, t.borderStrong);
    if (!m_fault.isEmpty()) {
        paintIcon(painter, {14, height() / 2.0 - 7, 14, 14}, u"alert"_s, t.bad);
        paintText(painter, QRectF(rect()).adjusted(36, 0, -12, 0), m_fault, ui::font(Type::Small), t.bad);
    }
    for (int index = 0; index < count(); ++index) {
        const auto &item = m_items[static_cast<std::size_t>(index)];
        const QRectF row(margin, margin + index * rowHeight, width() - 2.0 * margin, rowHeight);
        if (index == m_current)
            paintRound(painter, row, 6, t.selection);
        const auto face = ui::font(Type::BodyStrong);
        const auto text = row.adjusted(10, 0, -10, 0);
        paintText(painter, text, item.text, face, t.text);
        const auto taken = QFontMetricsF(face).horizontalAdvance(item.text) + 12;
        if (taken < text.width())
            paintText(painter, text.adjusted(taken, 0, 0, 0), item.note, ui::font(Type::Small), t.text3);
    }
}

void CompletionList::mouseMoveEvent(QMouseEvent *event)
{
    const int row = (static_cast<int>(event->position().y()) - margin) / rowHeight;
    m_current = row >= 0 && row < count() ? row : -1;
    update();
}

void CompletionList::mousePressEvent(QMouseEvent *event)
{
    mouseMoveEvent(event);
    if (m_current >= 0)
        Q_EMIT picked(m_current);
}

} // namespace slipswitch::ui
