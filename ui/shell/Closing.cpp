#include "ui/shell/Closing.h"

#include "ui/shell/MainWindow.h"
#include "ui/theme/Style.h"

#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr auto key = "close";
constexpr int wordsWidth = 380;

} // namespace

Closing::Closing(MainWindow &window, QSettings &memory, std::function<bool()> hasTray)
    : m_window(window)
    , m_memory(memory)
    , m_hasTray(std::move(hasTray))
{
    connect(&window, &MainWindow::closeRequested, this, &Closing::close);
}

CloseChoice Closing::remembered(const QSettings &memory)
{
    const auto word = memory.value(key).toString();
    return word == u"keep"_s ? CloseChoice::KeepRunning
        : word == u"quit"_s  ? CloseChoice::Quit
                             : CloseChoice::Ask;
}

void Closing::remember(QSettings &memory, CloseChoice choice)
{
    if (choice == CloseChoice::Ask)
        memory.remove(key);
    else
        memory.setValue(key, choice == CloseChoice::Quit ? u"quit"_s : u"keep"_s);
}

void Closing::close()
{
    const bool tray = m_hasTray();
    switch (remembered(m_memory)) {
    case CloseChoice::Quit:
        return Q_EMIT quitRequested();
    case CloseChoice::KeepRunning:
        if (tray)
            return keepRunning(tray);
        break; // nothing would bring it back: ask what to do here
    case CloseChoice::Ask:
        break;
    }
    ask(tray);
}

void Closing::ask(bool tray)
{
    if (m_question && m_question->isVisible())
        return m_question->raise();
    auto *box = new QMessageBox(&m_window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowModality(Qt::WindowModal);
    const auto title = tray ? tr("Keep routing without the window?") : tr("This desktop shows no tray icons");
    box->setText(u"<b>"_s + title.toHtmlEscaped() + u"</b>"_s);
    box->setWindowTitle(u"Slipswitch"_s);
    box->setInformativeText(tray
            ? tr("Tools go on working, and the icon in the tray brings the window back. This is asked once; "
                 "the "
                 "command palette can change it.")
            : tr("A hidden window could not be brought back by an icon. Minimised, it stays in the window "
                 "list "
                 "and tools go on working. Quitting lets running answers finish first."));
    // Wide enough for calm lines; the box itself can't be told.
    if (auto *words = box->findChild<QLabel *>(u"qt_msgbox_informativelabel"_s))
        words->setMinimumWidth(wordsWidth);
    auto *keep = box->addButton(tray ? tr("Keep running") : tr("Minimise"), QMessageBox::AcceptRole);
    auto *quit = box->addButton(tr("Quit"), QMessageBox::DestructiveRole);
    auto *cancel = box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    setButtonKind(*keep, ButtonKind::Primary);
    box->setDefaultButton(qobject_cast<QPushButton *>(keep));
    box->setEscapeButton(cancel);
    connect(box, &QMessageBox::buttonClicked, this, [this, tray, keep, quit](QAbstractButton *button) {
        if (button != keep && button != quit)
            return;
        // Without a tray the next desktop may have one: nothing is remembered.
        if (tray)
            remember(m_memory, button == keep ? CloseChoice::KeepRunning : CloseChoice::Quit);
        if (button == keep)
            keepRunning(tray);
        else
            Q_EMIT quitRequested();
    });
    m_question = box;
    box->open();
}

void Closing::keepRunning(bool tray)
{
    if (!tray)
        return m_window.showMinimized();
    m_window.hide();
    Q_EMIT hidden();
}

void bringToFront(QWidget &window)
{
    window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
    window.show();
    window.raise();
    window.activateWindow();
}

} // namespace slipswitch::ui
