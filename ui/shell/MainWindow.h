#pragma once

#include "ui/shell/Page.h"
#include "ui/shell/StatusBar.h"

#include <QStackedWidget>
#include <QTimer>
#include <QWidget>

#include <map>
#include <optional>
#include <vector>

namespace slipswitch::ui {

class CommandPalette;
class Sidebar;
class TopBar;

/// The frame: sidebar, top bar, pages, status bar. It arranges and passes on; what is shown comes from pages
/// and from whoever feeds the status bar.
class MainWindow : public QWidget
{
    Q_OBJECT

public:
    explicit MainWindow(PageList pages, QWidget *parent = nullptr);

    void open(const QString &pageId, const QString &argument = {});
    /// Whether there is such a page, opened or not.
    [[nodiscard]] bool hasPage(const QString &pageId) const { return spec(pageId) != nullptr; }
    [[nodiscard]] QString currentPage() const { return m_current; }
    /// The page, if it was opened before.
    [[nodiscard]] Page *page(const QString &pageId) const;

    void setStatus(const StatusData &status);
    void setBadge(const QString &pageId, const QString &badge);
    void toast(ToastText text);
    /// Before the program ends: nothing can be undone any more. @return  whether something could have been.
    bool endToasts();
    /// Kept behind the bell; the last twenty. One that is new is said at once, too.
    void addNotice(const QString &notice);
    /// What the palette offers on every page.
    void setCommands(std::vector<Command> commands) { m_commands = std::move(commands); }
    /// A shortcut that works on every page, with the command it stands for.
    void addShortcut(const QKeySequence &keys, std::function<void()> run);

    void openPalette();
    void toggleSidebar();

    [[nodiscard]] StatusBar *statusBar() const { return m_status; }
    [[nodiscard]] TopBar *topBar() const { return m_top; }
    [[nodiscard]] Sidebar *sidebar() const { return m_sidebar; }
    [[nodiscard]] CommandPalette *commandPalette() const { return m_palette; }

Q_SIGNALS:
    /// The user closes the window; whoever listens decides what becomes of the program.
    void closeRequested();
    /// Whether it can be seen: shown, not minimised.
    void seen(bool seen);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    /// A page that nobody can see is not the current one: hidden windows cost nothing.
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void addShortcuts();
    [[nodiscard]] const PageSpec *spec(const QString &pageId) const;
    Page *make(const PageSpec &spec);
    void showHead();
    void fitSidebar();
    void nextPane();
    void sayNotices();
    void setAwake(bool awake);

    PageList m_specs;
    std::map<QString, Page *> m_pages;
    std::map<QString, QWidget *> m_tools;
    QString m_current;
    QString m_argument; ///< with which the page was opened while nobody could see it
    bool m_awake = false; ///< the window can be seen, and its page was told
    Sidebar *m_sidebar;
    TopBar *m_top;
    StatusBar *m_status;
    QStackedWidget *m_stack;
    CommandPalette *m_palette;
    ToastHost *m_toasts;
    std::vector<Command> m_commands;
    QStringList m_notices;
    QTimer m_sayNotices; ///< those that come together are one toast
    int m_unsaid = 0;
    std::optional<bool> m_wishedNarrow; ///< the user's own choice beats the width
};

} // namespace slipswitch::ui
