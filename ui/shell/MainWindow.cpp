#include "ui/shell/MainWindow.h"

#include "ui/shell/CommandPalette.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/TopBar.h"

#include <QCloseEvent>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QShortcut>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int wideEnough = 1400;
constexpr qsizetype noticesKept = 20;
constexpr std::chrono::milliseconds noticesTogether {400};

} // namespace

MainWindow::MainWindow(PageList pages, QWidget *parent)
    : QWidget(parent)
    , m_specs(std::move(pages))
    , m_sidebar(new Sidebar(m_specs))
    , m_top(new TopBar)
    , m_status(new StatusBar)
    , m_stack(new QStackedWidget)
    , m_palette(nullptr)
    , m_toasts(new ToastHost(this, m_status->height()))
{
    setWindowTitle(u"Slipswitch"_s);
    setMinimumSize(1100, 700);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setSpacing(0);
    grid->addWidget(m_sidebar, 0, 0, 2, 1);
    grid->addWidget(m_top, 0, 1);
    grid->addWidget(m_stack, 1, 1);
    grid->addWidget(m_status, 2, 0, 1, 2);
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(1, 1);
    m_palette = new CommandPalette(this);
    connect(m_sidebar, &Sidebar::opened, this, [this](const QString &id) { open(id); });
    connect(m_sidebar, &Sidebar::toggled, this, &MainWindow::toggleSidebar);
    connect(m_top, &TopBar::searchRequested, this, &MainWindow::openPalette);
    m_sayNotices.setSingleShot(true);
    m_sayNotices.setInterval(noticesTogether);
    connect(&m_sayNotices, &QTimer::timeout, this, &MainWindow::sayNotices);
    addShortcuts();
    resize(1440, 900);
    fitSidebar();
}

const PageSpec *MainWindow::spec(const QString &pageId) const
{
    const auto found
        = std::find_if(m_specs.begin(), m_specs.end(), [&](const PageSpec &one) { return one.id == pageId; });
    return found == m_specs.end() ? nullptr : &*found;
}

Page *MainWindow::page(const QString &pageId) const
{
    const auto found = m_pages.find(pageId);
    return found == m_pages.end() ? nullptr : found->second;
}

Page *MainWindow::make(const PageSpec &spec)
{
    auto *made = spec.make();
    m_pages[spec.id] = made;
    m_tools[spec.id] = made->tools();
    m_stack->addWidget(made);
    connect(made, &Page::toastRequested, this, &MainWindow::toast);
    connect(made, &Page::openRequested, this, &MainWindow::open);
    connect(made, &Page::noteChanged, this, [this, id = spec.id] {
        if (id == m_current)
            showHead();
    });
    return made;
}

void MainWindow::open(const QString &pageId, const QString &argument)
{
    const auto *wanted = spec(pageId);
    if (!wanted)
        return;
    auto *known = page(pageId);
    auto *opened = known ? known : make(*wanted);
    if (m_current != pageId) {
        auto *before = page(m_current);
        if (before && m_awake)
            before->deactivated();
        m_current = pageId;
        m_stack->setCurrentWidget(opened);
        m_sidebar->setCurrent(pageId);
        m_top->setTools(m_tools[pageId]);
        showHead();
    }
    if (m_awake)
        opened->activated(argument);
    else
        m_argument = argument;
}

void MainWindow::showHead()
{
    if (const auto *shown = spec(m_current))
        m_top->setTitle(shown->title, page(m_current)->note());
}

void MainWindow::setStatus(const StatusData &status)
{
    m_status->setStatus(status);
}

void MainWindow::setBadge(const QString &pageId, const QString &badge)
{
    m_sidebar->setBadge(pageId, badge);
}

void MainWindow::toast(ToastText text)
{
    m_toasts->show(std::move(text));
}

bool MainWindow::endToasts()
{
    return m_toasts->endAll();
}

void MainWindow::addNotice(const QString &notice)
{
    const bool known = m_notices.removeAll(notice) > 0;
    m_notices.prepend(notice);
    if (m_notices.size() > noticesKept)
        m_notices.removeLast();
    m_top->setNotices(m_notices, !known || m_top->hasUnread());
    if (known)
        return;
    ++m_unsaid;
    if (!m_sayNotices.isActive())
        m_sayNotices.start();
}

void MainWindow::sayNotices()
{
    const int others = std::exchange(m_unsaid, 0) - 1;
    toast({others > 0 ? tr("Several notices came") : tr("Please note"),
        others > 0 ? tr("%1 The bell has them all.").arg(m_notices.front()) : m_notices.front(), Tone::Warn,
        {}, {}});
}

void MainWindow::addShortcut(const QKeySequence &keys, std::function<void()> run)
{
    connect(new QShortcut(keys, this), &QShortcut::activated, this, std::move(run));
}

void MainWindow::openPalette()
{
    if (!m_palette->isEnabled())
        return; // something else covers the window
    CommandGroup here {tr("On this page"), {}}, everywhere {tr("Actions"), m_commands},
        places {tr("Go to"), {}};
    if (auto *shown = page(m_current))
        here.commands = shown->commands();
    int number = 0;
    for (const auto &place : m_specs) {
        ++number;
        places.commands.push_back({place.title, {}, place.icon,
            number <= 9 ? tr("Ctrl+%1").arg(number) : QString(), [this, id = place.id] { open(id); }});
    }
    m_palette->open({std::move(here), std::move(everywhere), std::move(places)});
}

void MainWindow::toggleSidebar()
{
    m_wishedNarrow = !m_sidebar->narrow();
    fitSidebar();
}

void MainWindow::fitSidebar()
{
    m_sidebar->setNarrow(m_wishedNarrow.value_or(width() < wideEnough));
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitSidebar();
}

void MainWindow::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    setAwake(!isMinimized());
}

void MainWindow::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    setAwake(false);
}

void MainWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::WindowStateChange)
        setAwake(isVisible() && !isMinimized());
}

void MainWindow::setAwake(bool awake)
{
    if (std::exchange(m_awake, awake) == awake)
        return;
    Q_EMIT seen(awake);
    auto *shown = page(m_current);
    if (!shown)
        return;
    if (awake)
        shown->activated(std::exchange(m_argument, {}));
    else
        shown->deactivated();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (qGuiApp->isSavingSession())
        return event->accept(); // the user logs out; nothing to ask
    event->ignore();
    Q_EMIT closeRequested();
}

} // namespace slipswitch::ui
