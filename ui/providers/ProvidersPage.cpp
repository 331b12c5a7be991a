#include "ui/providers/ProvidersPage.h"

#include "ui/providers/FormView.h"
#include "ui/providers/ProviderList.h"
#include "ui/theme/Icons.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Fields.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Placeholders.h"

#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int sideWidth = 308, inset = 14;

} // namespace

ProvidersPage::ProvidersPage(QWidget *parent)
    : Page(parent)
    , m_middle(new QStackedWidget)
    , m_form(new FormView)
    , m_trouble(new EmptyState(u"alert"_s, tr("Providers can't be shown"), {}))
{
    m_trouble->setTone(Tone::Bad);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(new Separator);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    whole->addLayout(row, 1);
    row->addWidget(makeSide());
    row->addWidget(new Separator(Qt::Vertical));
    m_loading = new QWidget;
    auto *waiting = new QVBoxLayout(m_loading);
    waiting->setContentsMargins(32, 24, 32, 24);
    waiting->addWidget(new Skeleton(7));
    waiting->addStretch(1);
    m_middle->addWidget(m_form);
    m_middle->addWidget(m_loading);
    m_middle->addWidget(m_trouble);
    m_middle->setCurrentWidget(m_loading);
    row->addWidget(m_middle, 1);
}

QWidget *ProvidersPage::makeSide()
{
    auto *side = new QWidget;
    side->setFixedWidth(sideWidth);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(inset, inset, inset, inset);
    column->setSpacing(14);
    auto *head = new QHBoxLayout;
    head->setSpacing(10);
    m_find = new SearchField(tr("Find a provider"));
    m_find->setClearButtonEnabled(true);
    auto *add = makeButton(tr("Add"), u"plus"_s, ButtonKind::Primary);
    connect(add, &QPushButton::clicked, this, &ProvidersPage::addRequested);
    head->addWidget(m_find, 1);
    head->addWidget(add);
    column->addLayout(head);
    m_list = new ProviderList;
    connect(m_find, &QLineEdit::textChanged, m_list, &ProviderList::setFilter);
    m_listPlace = new QStackedWidget;
    m_loadingList = new Skeleton(6);
    m_nothing = new Label(tr("No provider yet."), Type::Small, Ink::Tertiary);
    m_nothing->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    for (auto *widget : {static_cast<QWidget *>(m_list), m_loadingList, static_cast<QWidget *>(m_nothing)})
        m_listPlace->addWidget(widget);
    m_listPlace->setCurrentWidget(m_loadingList);
    column->addWidget(m_listPlace, 1);
    auto *promise
        = new Label(tr("Keys stay in your system keychain. They never appear in settings files or logs."),
            Type::Small, Ink::Tertiary);
    promise->setWrapped();
    column->addWidget(promise);
    return side;
}

void ProvidersPage::setData(const ProvidersData &shown)
{
    m_middle->setCurrentWidget(!shown.problem.isEmpty() ? m_trouble
            : shown.loaded                              ? static_cast<QWidget *>(m_form)
                                                        : m_loading);
    m_trouble->setText(tr("Providers can't be shown"), shown.problem);
    m_listPlace->setCurrentWidget(!shown.loaded && shown.problem.isEmpty() ? m_loadingList
            : shown.rows.empty()                                           ? static_cast<QWidget *>(m_nothing)
                                                                           : m_list);
    m_list->setRows(shown.rows, shown.current);
    m_form->setForm(shown.form);
    const auto connected = std::count_if(shown.rows.begin(), shown.rows.end(),
        [](const ProviderRow &row) { return row.enabled && !row.name.isEmpty(); });
    const auto note = connected > 0 ? tr("%1 connected").arg(connected) : QString();
    if (note != m_note) {
        m_note = note;
        Q_EMIT noteChanged();
    }
}

void ProvidersPage::activated(const QString &argument)
{
    Q_EMIT watched(true);
    if (argument == "add"_L1)
        Q_EMIT addRequested();
    else if (!argument.isEmpty())
        Q_EMIT showRequested(argument);
}

void ProvidersPage::deactivated()
{
    Q_EMIT watched(false);
}

bool ProvidersPage::search()
{
    m_find->setFocus();
    m_find->selectAll();
    return true;
}

std::vector<Command> ProvidersPage::commands()
{
    std::vector<Command> commands {
        {tr("Add a provider"), {}, u"plus"_s, {}, [this] { Q_EMIT addRequested(); }}};
    if (!m_list->current().isEmpty())
        commands.push_back({tr("Test this provider"), m_list->current(), u"refresh"_s, {},
            [this] { Q_EMIT m_form->testRequested(); }});
    return commands;
}

} // namespace slipswitch::ui
