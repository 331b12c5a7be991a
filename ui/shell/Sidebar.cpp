#include "ui/shell/Sidebar.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int wideWidth = 208, narrowWidth = 56;

QString sectionTitle(Section section)
{
    switch (section) {
    case Section::Routing:
        return Sidebar::tr("Routing");
    case Section::Spend:
        return Sidebar::tr("Spend");
    case Section::Setup:
        return Sidebar::tr("Setup");
    case Section::Top:
    case Section::Bottom:
        break;
    }
    return {};
}

/// The program's mark.
class Mark : public QWidget
{
public:
    Mark() { setFixedSize(24, 24); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintIcon(painter, rect(), u"mark"_s, Qt::white);
    }
};

} // namespace

NavItem::NavItem(const QString &title, const QString &iconName, QWidget *parent)
    : QAbstractButton(parent)
    , m_icon(iconName)
{
    setText(title);
    setAccessibleName(title);
    setCheckable(true);
    setAutoExclusive(true);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NavItem::setBadge(const QString &badge)
{
    if (badge == m_badge)
        return;
    m_badge = badge;
    setAccessibleDescription(badge);
    update();
}

void NavItem::setNarrow(bool narrow)
{
    m_narrow = narrow;
    setToolTip(narrow ? text() : QString());
    updateGeometry();
    update();
}

void NavItem::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    const bool on = isChecked();
    if (on)
        paintRound(painter, rect(), 7, t.dark ? t.hover : mix(t.app, t.borderStrong, 0.42));
    else if (underMouse())
        paintRound(painter, rect(), 7, t.dark ? withAlpha(t.hover, 0.6) : t.hover);
    const double left = m_narrow ? width() / 2.0 - 8 : 9;
    paintIcon(painter, {left, 7, 16, 16}, m_icon, on ? t.accentText : t.text2);
    if (!m_narrow) {
        const auto badge = QFontMetricsF(ui::font(Type::SmallStrong)).horizontalAdvance(m_badge);
        paintText(painter, QRectF(rect()).adjusted(33, 0, -badge - 14, 0), text(),
            ui::font(on ? Type::CardTitle : Type::BodyStrong), on ? t.text : t.text2);
        paintText(painter, QRectF(rect()).adjusted(0, 0, -10, 0), m_badge, ui::font(Type::SmallStrong),
            t.text3, Qt::AlignRight | Qt::AlignVCenter);
    }
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(painter, rect(), 7);
}

Sidebar::Sidebar(const PageList &pages, QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    setAccessibleName(tr("Pages"));
    m_column->setContentsMargins(10, 12, 10, 9);
    m_column->setSpacing(1);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(6, 2, 0, 12);
    head->setSpacing(9);
    head->addWidget(new Mark);
    auto *name = new Label(u"Slipswitch"_s, Type::Step);
    head->addWidget(name);
    head->addStretch(1);
    auto *toggle = makeIconButton(u"sidebar"_s, tr("Narrow sidebar (Ctrl+B)"));
    setSmall(*toggle);
    connect(toggle, &QPushButton::clicked, this, &Sidebar::toggled);
    head->addWidget(toggle);
    m_column->addLayout(head);
    m_wideOnly = {name, toggle};

    auto section = Section::Top;
    for (const auto &page : pages) {
        if (page.section == Section::Bottom)
            continue;
        if (page.section != section) {
            section = page.section;
            auto *title = new Label(sectionTitle(section), Type::Caption, Ink::Tertiary);
            title->setContentsMargins(8, 12, 0, 5);
            m_column->addWidget(title);
            m_wideOnly.push_back(title);
        }
        add(page, *m_column);
    }
    m_column->addStretch(1);
    for (const auto &page : pages) {
        if (page.section == Section::Bottom)
            add(page, *m_column);
    }
    setNarrow(false);
}

void Sidebar::add(const PageSpec &page, QVBoxLayout &column)
{
    auto *item = new NavItem(page.title, page.icon);
    m_items[page.id] = item;
    m_order.push_back(item);
    connect(item, &QAbstractButton::clicked, this, [this, id = page.id] { Q_EMIT opened(id); });
    column.addWidget(item);
}

void Sidebar::setCurrent(const QString &pageId)
{
    if (const auto found = m_items.find(pageId); found != m_items.end())
        found->second->setChecked(true);
}

void Sidebar::setBadge(const QString &pageId, const QString &badge)
{
    if (const auto found = m_items.find(pageId); found != m_items.end())
        found->second->setBadge(badge);
}

QAbstractButton *Sidebar::item(const QString &pageId) const
{
    const auto found = m_items.find(pageId);
    return found == m_items.end() ? nullptr : found->second;
}

void Sidebar::setNarrow(bool narrow)
{
    m_narrow = narrow;
    setFixedWidth(narrow ? narrowWidth : wideWidth);
    m_column->setContentsMargins(narrow ? 8 : 10, 12, narrow ? 8 : 10, 9);
    for (auto *widget : m_wideOnly)
        widget->setVisible(!narrow);
    for (auto *item : m_order)
        item->setNarrow(narrow);
}

void Sidebar::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const auto focused = std::find(m_order.begin(), m_order.end(), focusWidget());
    if (step == 0 || focused == m_order.end())
        return QWidget::keyPressEvent(event);
    const auto index = std::clamp<std::ptrdiff_t>(
        focused - m_order.begin() + step, 0, static_cast<std::ptrdiff_t>(m_order.size()) - 1);
    m_order[static_cast<std::size_t>(index)]->setFocus(Qt::TabFocusReason);
}

void Sidebar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), tokens().app);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), tokens().border);
}

} // namespace slipswitch::ui
