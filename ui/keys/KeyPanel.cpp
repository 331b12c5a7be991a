#include "ui/keys/KeyPanel.h"

#include "ui/keys/KeyForm.h"
#include "ui/theme/Fonts.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Messages.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int panelWidth = 330;

void clear(QGridLayout &grid)
{
    while (auto *item = grid.takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void addFact(QGridLayout &grid, const QString &name, const QString &value, Type type = Type::Body)
{
    const int row = grid.rowCount();
    grid.addWidget(new Label(name, Type::Body, Ink::Tertiary), row, 0);
    grid.addWidget(new ElidedLabel(value, type), row, 1);
    grid.setColumnStretch(1, 1);
}

QVBoxLayout *columnOf(QWidget &widget)
{
    auto *column = new QVBoxLayout(&widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    return column;
}

QGridLayout *makeFacts()
{
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(9);
    return grid;
}

QString orAny(const QString &value)
{
    return value.isEmpty() ? KeyPanel::tr("any") : value;
}

} // namespace

KeyPanel::KeyPanel(QWidget *parent)
    : Card(tr("New key"), {}, parent)
    , m_stack(new QStackedWidget)
    , m_form(new KeyForm)
{
    setFixedWidth(panelWidth);
    auto *cross = makeIconButton(u"cross"_s, tr("Close"));
    setSmall(*cross);
    connect(cross, &QPushButton::clicked, this, &KeyPanel::leave);
    addToHeader(cross);
    layout()->setContentsMargins(17, 14, 17, 16);
    body()->addWidget(m_stack);
    m_ready = makeReady();
    m_details = makeDetails();
    for (auto *side : {static_cast<QWidget *>(m_form), m_ready, m_details})
        m_stack->addWidget(side);
}

QWidget *KeyPanel::makeReady()
{
    auto *side = new QWidget;
    auto *column = columnOf(*side);
    column->addWidget(
        new Banner(Tone::Ok, u"check"_s, tr("Ready."), tr("Copy it now. It is shown only once.")));
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_secret = new QLineEdit;
    m_secret->setReadOnly(true);
    m_secret->setFont(ui::font(Type::Mono));
    m_secret->setAccessibleName(tr("The new key"));
    m_copy = new CopyButton(tr("Copy the key"));
    m_copy->setText(tr("Copy"));
    m_copy->setProperty("slipswitchSmall", false);
    setButtonKind(*m_copy, ButtonKind::Secondary);
    row->addWidget(m_secret, 1);
    row->addWidget(m_copy);
    column->addLayout(row);
    m_readyFacts = makeFacts();
    column->addLayout(m_readyFacts);
    column->addStretch(1);
    m_connect = makeButton({}, u"link"_s);
    connect(m_connect, &QPushButton::clicked, this, [this] { Q_EMIT connectRequested(m_wish.tool); });
    auto *done = makeButton(tr("Done"), {}, ButtonKind::Primary);
    connect(done, &QPushButton::clicked, this, &KeyPanel::leave);
    auto *buttons = new QVBoxLayout;
    buttons->setSpacing(10);
    buttons->addWidget(m_connect);
    buttons->addWidget(done);
    column->addLayout(buttons);
    return side;
}

QWidget *KeyPanel::makeDetails()
{
    auto *side = new QWidget;
    auto *column = columnOf(*side);
    m_standing = new Pill;
    column->addWidget(m_standing);
    m_unused = new Banner(Tone::Info, u"info"_s, {});
    column->addWidget(m_unused);
    m_facts = makeFacts();
    column->addLayout(m_facts);
    column->addStretch(1);
    auto *buttons = new QVBoxLayout;
    buttons->setSpacing(10);
    auto *log = makeButton(tr("Its requests"), u"log"_s);
    connect(log, &QPushButton::clicked, this, [this] { Q_EMIT logRequested(m_row.id); });
    auto *how = makeButton(tr("How to connect it"), u"link"_s);
    connect(how, &QPushButton::clicked, this, [this] { Q_EMIT connectRequested(m_row.tool); });
    m_revoke = makeButton(tr("Revoke"), u"trash"_s, ButtonKind::Danger);
    connect(m_revoke, &QPushButton::clicked, this, [this] {
        if (m_row.standing == KeysData::Standing::Revoked)
            Q_EMIT restoreRequested(m_row.id);
        else
            Q_EMIT revokeRequested(m_row.id);
    });
    for (auto *button : {log, how, m_revoke})
        buttons->addWidget(button);
    column->addLayout(buttons);
    return side;
}

void KeyPanel::showForm(const KeysData &keys, const QString &tool)
{
    forget();
    m_row = {};
    setTitle(tr("New key"));
    m_stack->setCurrentWidget(m_form);
    show();
    m_form->begin(keys, tool);
}

void KeyPanel::showSecret(const KeyWish &wish, const Secret &secret)
{
    m_wish = wish;
    m_row = {};
    setTitle(wish.name);
    m_secret->setText(QString::fromUtf8(secret.reveal().data(), static_cast<qsizetype>(secret.size())));
    m_secret->setCursorPosition(0);
    m_copy->setContent(m_secret->text());
    clear(*m_readyFacts);
    addFact(*m_readyFacts, tr("Tool"), orAny(wish.tool));
    addFact(*m_readyFacts, tr("Project"), orAny(wish.project));
    m_connect->setText(
        wish.tool.isEmpty() ? tr("How to connect a tool") : tr("How to connect %1").arg(wish.tool));
    m_stack->setCurrentWidget(m_ready);
    show();
    m_copy->setFocus();
}

void KeyPanel::showKey(const KeysData::Row &row)
{
    forget();
    if (m_row != row || m_stack->currentWidget() != m_details)
        fillFacts(row);
    m_stack->setCurrentWidget(m_details);
    show();
}

void KeyPanel::fillFacts(const KeysData::Row &row)
{
    m_row = row;
    setTitle(row.name);
    m_standing->setPill(row.pill());
    m_unused->setVisible(row.standing == KeysData::Standing::Unused);
    m_unused->setText(tr("Not used for %1.").arg(row.unusedFor), tr("Revoke it if nothing needs it."));
    clear(*m_facts);
    addFact(*m_facts, tr("Key"), row.hint, Type::Mono);
    addFact(*m_facts, tr("Tool"), orAny(row.tool));
    addFact(*m_facts, tr("Project"), orAny(row.project));
    addFact(*m_facts, tr("Made"), row.made);
    addFact(*m_facts, tr("Last used"), row.lastUsed);
    addFact(*m_facts, tr("Spent today"), row.spent);
    const bool gone = row.standing == KeysData::Standing::Revoked;
    m_revoke->setText(gone ? tr("Let it in again") : tr("Revoke"));
    setButtonKind(*m_revoke, gone ? ButtonKind::Secondary : ButtonKind::Danger);
}

QString KeyPanel::shownKey() const
{
    return isHidden() || m_stack->currentWidget() != m_details ? QString() : m_row.id;
}

bool KeyPanel::holdsSecret() const
{
    return !m_secret->text().isEmpty();
}

void KeyPanel::forget()
{
    m_secret->clear();
    m_copy->setContent({});
}

void KeyPanel::leave()
{
    forget();
    hide();
    Q_EMIT closed();
}

void KeyPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        leave();
    else
        Card::keyPressEvent(event);
}

} // namespace slipswitch::ui
