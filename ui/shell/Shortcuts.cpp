#include "ui/shell/CommandPalette.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/Sidebar.h"
#include "ui/shell/TopBar.h"

#include <QApplication>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QStackedWidget>

namespace slipswitch::ui {

namespace {

constexpr int numberedPages = 9;

bool typesText(const QWidget *widget)
{
    return qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QPlainTextEdit *>(widget);
}

/// The first in a pane that takes the focus by Tab.
QWidget *firstFocus(QWidget *pane)
{
    for (auto *candidate = pane->nextInFocusChain(); candidate && candidate != pane;
        candidate = candidate->nextInFocusChain()) {
        if (pane->isAncestorOf(candidate) && candidate->isVisible() && candidate->isEnabled()
            && (candidate->focusPolicy() & Qt::TabFocus))
            return candidate;
    }
    return nullptr;
}

} // namespace

void MainWindow::addShortcuts()
{
    addShortcut(Qt::CTRL | Qt::Key_K, [this] { openPalette(); });
    addShortcut(Qt::CTRL | Qt::Key_B, [this] { toggleSidebar(); });
    addShortcut(Qt::Key_F6, [this] { nextPane(); });
    addShortcut(Qt::CTRL | Qt::Key_Comma, [this] { open(QStringLiteral("settings")); });
    addShortcut(Qt::Key_Slash, [this] {
        // Where text is typed a slash is a slash.
        auto *focused = QApplication::focusWidget();
        if (auto *field = qobject_cast<QLineEdit *>(focused))
            field->insert(QStringLiteral("/"));
        else if (auto *shown = page(m_current); shown && !typesText(focused))
            shown->search();
    });
    const auto count = std::min<std::size_t>(m_specs.size(), numberedPages);
    for (std::size_t index = 0; index < count; ++index)
        addShortcut(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(index)),
            [this, id = m_specs[index].id] { open(id); });
}

void MainWindow::nextPane()
{
    const std::array<QWidget *, 4> panes {m_sidebar, m_top, m_stack, m_status};
    auto *focused = focusWidget();
    std::size_t current = panes.size() - 1;
    for (std::size_t index = 0; index < panes.size(); ++index) {
        if (focused && panes[index]->isAncestorOf(focused))
            current = index;
    }
    for (std::size_t step = 1; step <= panes.size(); ++step) {
        if (auto *target = firstFocus(panes[(current + step) % panes.size()]))
            return target->setFocus(Qt::TabFocusReason);
    }
}

} // namespace slipswitch::ui
