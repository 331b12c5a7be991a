#include "ui/keys/KeysPage.h"

#include "ui/keys/KeyForm.h"
#include "ui/keys/KeyPanel.h"
#include "ui/keys/KeyTable.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Fields.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Messages.h"
#include "ui/widgets/Placeholders.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using Standing = KeysData::Standing;

namespace {

constexpr int cardGap = 14;

bool matches(const KeysData::Row &row, const QString &words)
{
    return (row.name + u' ' + row.hint + u' ' + row.tool + u' ' + row.project)
        .contains(words, Qt::CaseInsensitive);
}

} // namespace

KeysPage::KeysPage(QWidget *parent)
    : Page(parent)
    , m_new(makeButton(tr("New key"), u"plus"_s, ButtonKind::Primary))
    , m_tools(new QWidget(this))
    , m_states(new QStackedWidget)
    , m_loading(new Card)
    , m_empty(new Card)
    , m_panel(new KeyPanel)
{
    auto *tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->addWidget(m_new);
    m_tools->hide();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(24, 4, 24, 20);
    row->setSpacing(cardGap);
    static_cast<Card *>(m_loading)->body()->addWidget(new Skeleton(8));
    static_cast<Card *>(m_loading)->body()->addStretch(1);
    auto *nothing = new EmptyState(u"key"_s, tr("No keys yet"),
        tr("Each tool gets a key of its own, so you always know who spent what, and can end one without "
           "touching the others."));
    auto *first = makeButton(tr("New key"), u"plus"_s, ButtonKind::Primary);
    connect(first, &QPushButton::clicked, this, [this] { openForm({}); });
    nothing->add(first);
    static_cast<Card *>(m_empty)->body()->addWidget(nothing);
    m_list = makeList();
    for (auto *state : {m_loading, m_empty, m_list})
        m_states->addWidget(state);
    row->addWidget(m_states, 1);
    row->addWidget(m_panel);
    m_panel->hide();
    connect(m_new, &QPushButton::clicked, this, [this] { openForm({}); });
    connect(m_panel, &KeyPanel::closed, this, [this] { m_table->setCurrent({}); });
    connect(m_panel->form(), &KeyForm::submitted, this, &KeysPage::createRequested);
    connect(m_panel, &KeyPanel::revokeRequested, this, &KeysPage::revokeRequested);
    connect(m_panel, &KeyPanel::restoreRequested, this, &KeysPage::restoreRequested);
    connect(m_panel, &KeyPanel::connectRequested, this,
        [this](const QString &tool) { Q_EMIT openRequested(u"connect"_s, u"tool:"_s + tool); });
    connect(m_panel, &KeyPanel::logRequested, this,
        [this](const QString &id) { Q_EMIT openRequested(u"log"_s, u"key:"_s + id); });
}

QWidget *KeysPage::makeList()
{
    auto *whole = new QWidget;
    auto *column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(cardGap);
    m_problem = new Banner(Tone::Warn, u"alert"_s, tr("Spend and last use are missing."));
    connect(m_problem->action(tr("Try again")), &QPushButton::clicked, this, &KeysPage::retryRequested);
    m_problem->hide();
    column->addWidget(m_problem);
    m_card = new Card(tr("Keys"), tr("one per tool or project, so you always know who spent what"));
    m_card->layout()->setContentsMargins(1, 11, 1, 10); // the corners stay free
    m_card->layout()->itemAt(0)->layout()->setContentsMargins(15, 0, 11, 0);
    m_which = new SegmentedControl(tr("Which keys"), {{tr("In use"), {}}, {tr("Revoked"), {}}});
    m_search = new SearchField(tr("Find a key"));
    m_search->setFixedWidth(160);
    m_card->addToHeader(m_which);
    m_card->addToHeader(m_search);
    m_table = new KeyTable;
    m_rows = new QStackedWidget;
    m_rows->addWidget(m_table);
    m_rows->addWidget(
        new EmptyState(u"search"_s, tr("No key matches"), tr("Names, tools and projects are searched.")));
    m_rows->addWidget(new EmptyState(
        u"key"_s, tr("None here"), tr("Keys that are ended stay listed, so that their spend keeps a name.")));
    m_card->body()->addWidget(m_rows);
    column->addWidget(m_card, 1);
    connect(m_search, &QLineEdit::textChanged, this, &KeysPage::showRows);
    connect(m_which, &SegmentedControl::currentChanged, this, &KeysPage::showRows);
    connect(m_table, &KeyTable::opened, this, &KeysPage::openKey);
    connect(m_table, &KeyTable::revokeRequested, this, &KeysPage::revokeRequested);
    return whole;
}

void KeysPage::setData(const KeysData &keys)
{
    const bool noted = keys.rows.size() != m_keys.rows.size();
    m_keys = keys;
    m_problem->setVisible(!keys.problem.isEmpty());
    m_problem->setText(tr("Spend and last use are missing."), keys.problem);
    m_states->setCurrentWidget(!keys.loaded ? m_loading : keys.rows.empty() ? m_empty : m_list);
    m_new->setVisible(keys.loaded && !keys.rows.empty());
    showRows();
    if (noted)
        Q_EMIT noteChanged();
}

void KeysPage::showRows()
{
    const bool revoked = m_which->current() == 1;
    const auto words = m_search->text().trimmed();
    const auto gone = std::count_if(m_keys.rows.begin(), m_keys.rows.end(),
        [](const auto &row) { return row.standing == Standing::Revoked; });
    m_which->setVisible(gone > 0 || revoked);
    m_which->setCount(1, gone > 0 ? QString::number(gone) : QString());
    std::vector<KeysData::Row> shown;
    std::copy_if(m_keys.rows.begin(), m_keys.rows.end(), std::back_inserter(shown), [&](const auto &row) {
        return (row.standing == Standing::Revoked) == revoked && matches(row, words);
    });
    m_rows->setCurrentIndex(!shown.empty() ? 0 : words.isEmpty() ? 2 : 1);
    m_table->setRows(std::move(shown));
    // What is open beside the table follows the figures.
    const auto open = m_panel->shownKey();
    for (const auto &row : m_keys.rows) {
        if (row.id == open)
            m_panel->showKey(row);
    }
}

void KeysPage::openKey(const QString &id)
{
    for (const auto &row : m_keys.rows) {
        if (row.id != id)
            continue;
        m_which->setCurrent(row.standing == Standing::Revoked ? 1 : 0);
        m_panel->showKey(row);
        m_table->setCurrent(id);
    }
}

void KeysPage::openForm(const QString &tool)
{
    m_table->setCurrent({});
    m_panel->showForm(m_keys, tool);
}

void KeysPage::showNewKey(const KeyWish &wish, const Secret &secret)
{
    m_which->setCurrent(0);
    m_panel->showSecret(wish, secret);
}

void KeysPage::showFault(const QString &fault)
{
    m_panel->form()->setFault(fault);
}

QString KeysPage::note() const
{
    const auto used = std::count_if(m_keys.rows.begin(), m_keys.rows.end(),
        [](const auto &row) { return row.standing != Standing::Revoked; });
    return used == 0 ? QString() : tr("%1 in use").arg(used);
}

QWidget *KeysPage::tools()
{
    return m_tools;
}

void KeysPage::activated(const QString &argument)
{
    Q_EMIT watched(true);
    if (argument == "new"_L1)
        openForm({});
    else if (argument.startsWith("new:"_L1))
        openForm(argument.mid(4));
    else if (!argument.isEmpty())
        openKey(argument);
}

void KeysPage::deactivated()
{
    if (m_panel->holdsSecret())
        m_panel->leave();
    Q_EMIT watched(false);
}

bool KeysPage::search()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
    return true;
}

std::vector<Command> KeysPage::commands()
{
    return {{tr("New key"), tr("for a tool or a project"), u"plus"_s, {}, [this] { openForm({}); }}};
}

} // namespace slipswitch::ui
