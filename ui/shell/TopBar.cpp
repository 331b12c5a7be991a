#include "ui/shell/TopBar.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/PageHeader.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QWidgetAction>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int barHeight = 52, noticeWidth = 420, dotSize = 8;

/// Says that something is new.
class Dot : public QWidget
{
public:
    explicit Dot(QWidget *parent)
        : QWidget(parent)
    {
        setObjectName(u"unread"_s);
        setFixedSize(dotSize, dotSize);
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintRound(painter, rect(), dotSize / 2.0, tokens().strong(Tone::Warn), tokens().canvas);
    }
};

/// What is to know, with the sign that toasts have for it.
class Notice : public QWidget
{
public:
    explicit Notice(const QString &text)
    {
        auto *row = new QHBoxLayout(this);
        row->setContentsMargins(signRoom, 7, 12, 7);
        auto *label = new Label(text, Type::Small, Ink::Text);
        label->setWrapped();
        row->addWidget(label);
        setFixedWidth(noticeWidth);
        // A menu asks for no height for a width.
        setFixedHeight(row->totalHeightForWidth(noticeWidth));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintIcon(painter, {12, 9, 14, 14}, u"alert"_s, tokens().warn);
    }

private:
    static constexpr int signRoom = 36;
};

} // namespace

SearchButton::SearchButton(QWidget *parent)
    : QAbstractButton(parent)
{
    setText(tr("Search or jump to"));
    setAccessibleName(text());
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SearchButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    paintRound(painter, rect(), 6, t.dark ? t.inset : t.surface, underMouse() ? t.text3 : t.edge);
    paintIcon(painter, {9, 9, 14, 14}, u"search"_s, t.text2);
    const auto face = ui::font(Type::Caption);
    const auto hint = u"Ctrl K"_s;
    const auto keyWidth = std::ceil(QFontMetricsF(face).horizontalAdvance(hint)) + 10;
    const QRectF key(width() - keyWidth - 6, 6, keyWidth, 20);
    paintRound(painter, key, 4, t.neutral, t.dark ? QColor() : t.border);
    paintText(painter, key, hint, face, t.text2, Qt::AlignCenter);
    paintText(painter, {30, 0, key.left() - 36, 32}, text(), ui::font(Type::Body), t.text3);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(painter, rect(), 6);
}

TopBar::TopBar(QWidget *parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
    , m_header(new PageHeader)
    , m_bell(makeIconButton(u"bell"_s, tr("Notices")))
    , m_dot(new Dot(m_bell))
{
    setFixedHeight(barHeight);
    m_dot->hide();
    m_row->setContentsMargins(24, 0, 22, 0);
    m_row->setSpacing(10);
    m_row->addWidget(m_header, 1);
    auto *search = new SearchButton;
    m_row->addWidget(search);
    m_row->addWidget(m_bell);
    connect(search, &QAbstractButton::clicked, this, &TopBar::searchRequested);
    connect(m_bell, &QAbstractButton::clicked, this, &TopBar::showNotices);
}

void TopBar::setTitle(const QString &title, const QString &note)
{
    m_header->setTitle(title, note);
}

void TopBar::setTools(QWidget *tools)
{
    if (m_tools) {
        m_row->removeWidget(m_tools);
        m_tools->hide();
    }
    m_tools = tools;
    if (!tools)
        return;
    m_row->insertWidget(1, tools);
    tools->show();
}

void TopBar::setNotices(const QStringList &notices, bool unread)
{
    m_notices = notices;
    m_unread = unread;
    showUnread();
}

void TopBar::showUnread()
{
    const auto size = m_notices.size();
    m_bell->setAccessibleName(size == 0 ? tr("Notices")
            : m_unread                  ? tr("Notices: %1, new ones among them").arg(size)
                                        : tr("Notices: %1").arg(size));
    m_dot->move(m_bell->width() / 2 + 2, m_bell->height() / 2 - dotSize - 2);
    m_dot->setVisible(m_unread);
}

void TopBar::showNotices()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto &notice : m_notices) {
        if (!menu->isEmpty())
            menu->addSeparator();
        auto *entry = new QWidgetAction(menu);
        entry->setDefaultWidget(new Notice(notice));
        menu->addAction(entry);
    }
    if (m_notices.isEmpty())
        menu->addAction(tr("Nothing to tell"))->setEnabled(false);
    m_unread = false;
    showUnread();
    const auto width = menu->sizeHint().width();
    menu->popup(m_bell->mapToGlobal(QPoint(m_bell->width() - width, m_bell->height() + 4)));
}

void TopBar::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokens().canvas);
}

} // namespace slipswitch::ui
