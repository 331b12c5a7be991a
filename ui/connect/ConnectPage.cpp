#include "ui/connect/ConnectPage.h"

#include "ui/connect/ProofRow.h"
#include "ui/connect/ToolList.h"
#include "ui/connect/ToolView.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Fields.h"
#include "ui/widgets/Messages.h"
#include "ui/widgets/Placeholders.h"

#include <QHBoxLayout>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int sideWidth = 308;

} // namespace

ConnectPage::ConnectPage(QWidget *parent)
    : Page(parent)
    , m_states(new QStackedWidget)
{
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(0);
    whole->addWidget(new Separator);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(makeSide());
    row->addWidget(new Separator(Qt::Vertical));
    row->addWidget(m_states, 1);
    whole->addLayout(row, 1);
    auto *loading = new QWidget;
    auto *column = new QVBoxLayout(loading);
    column->setContentsMargins(32, 24, 24, 24);
    column->addWidget(new Skeleton(10));
    column->addStretch(1);
    m_states->addWidget(loading);
    m_states->addWidget(makeMain());
    connect(m_view, &ToolView::requestOpened, this,
        [this](const QString &id) { Q_EMIT openRequested(u"log"_s, u"request:"_s + id); });
    connect(m_view, &ToolView::keyOpened, this,
        [this](const QString &id) { Q_EMIT openRequested(u"keys"_s, id); });
}

QWidget *ConnectPage::makeSide()
{
    auto *side = new QWidget;
    side->setFixedWidth(sideWidth);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 14, 0, 0);
    column->setSpacing(6);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(14, 0, 16, 0);
    m_search = new SearchField(tr("Find a tool"));
    row->addWidget(m_search);
    column->addLayout(row);
    m_list = new ToolList;
    column->addWidget(m_list, 1);
    connect(m_search, &QLineEdit::textChanged, this,
        [this] { m_list->setEntries(m_connect.entries, m_search->text().trimmed()); });
    connect(m_list, &ToolList::opened, this, &ConnectPage::toolOpened);
    return side;
}

QWidget *ConnectPage::makeMain()
{
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_stopped = new Banner(Tone::Bad, u"alert"_s, tr("The gateway doesn't listen."));
    m_start = m_stopped->action(tr("Start"));
    connect(m_start, &QPushButton::clicked, this, [this] {
        if (m_connect.freePort > 0)
            Q_EMIT portChosen(m_connect.freePort);
        else
            Q_EMIT startRequested();
    });
    m_stoppedPlace = new QWidget; // its margins go with it
    auto *place = new QHBoxLayout(m_stoppedPlace);
    place->setContentsMargins(32, 16, 24, 0);
    place->addWidget(m_stopped);
    column->addWidget(m_stoppedPlace);
    m_view = new ToolView;
    column->addWidget(m_view, 1);
    scroll->setWidget(content);
    return scroll;
}

void ConnectPage::setData(const ConnectData &connect)
{
    const bool noted = connect.connected != m_connect.connected;
    m_connect = connect;
    m_list->setEntries(connect.entries, m_search->text().trimmed());
    m_stoppedPlace->setVisible(!connect.problem.isEmpty());
    m_stopped->setText(tr("The gateway doesn't listen."), connect.problem);
    m_start->setText(connect.freePort > 0 ? tr("Use %1").arg(connect.freePort) : tr("Start"));
    m_states->setCurrentIndex(connect.loaded && connect.open ? 1 : 0);
    if (connect.open) {
        m_view->setTool(*connect.open);
        m_list->setCurrent(connect.open->id);
    }
    if (noted)
        Q_EMIT noteChanged();
}

QString ConnectPage::note() const
{
    return m_connect.connected == 0 ? QString() : tr("%1 connected").arg(m_connect.connected);
}

void ConnectPage::activated(const QString &argument)
{
    Q_EMIT watched(true);
    if (argument.startsWith("tool:"_L1))
        Q_EMIT toolNamed(argument.mid(5));
}

void ConnectPage::deactivated()
{
    Q_EMIT watched(false);
}

bool ConnectPage::search()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
    return true;
}

std::vector<Command> ConnectPage::commands()
{
    std::vector<Command> list;
    for (const auto &entry : m_connect.entries)
        list.push_back({tr("Connect %1").arg(entry.name), entry.line, u"link"_s, {},
            [this, id = entry.id] { Q_EMIT toolOpened(id); }});
    return list;
}

} // namespace slipswitch::ui
