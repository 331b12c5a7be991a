#pragma once

#include "ui/widgets/Messages.h"

#include <QString>
#include <QWidget>

#include <cstdint>
#include <functional>
#include <vector>

namespace slipswitch::ui {

/// Something that the command palette can do.
struct Command
{
    QString title {}; ///< "Pause routing"
    QString note {}; ///< paler, behind it; may be empty
    QString icon {}; ///< of resources/icons
    QString shortcut {}; ///< as shown, "Ctrl+Shift+C"; may be empty
    std::function<void()> run {};
};

/// One page of the window. Made when it is first opened; told when it comes and goes, so that hidden pages
/// cost nothing. What it wants from the shell it says by signals.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// What stands beside the title, such as "6 connected".
    [[nodiscard]] virtual QString note() const { return {}; }
    /// What stands at the right of the top bar while this page is open; may be nullptr. Owned by the page
    /// until the shell takes it into the bar.
    [[nodiscard]] virtual QWidget *tools() { return nullptr; }
    /// It is seen from now on. @param argument  what `openRequested` carried; empty: nothing in particular.
    virtual void activated(const QString &argument) { Q_UNUSED(argument) }
    /// It is seen no more: stop timers, let go of what is big.
    virtual void deactivated() { }
    /// "/" was pressed: put the focus into the page's own search or filter. False: it has none.
    virtual bool search() { return false; }
    /// For the palette, while this page exists.
    [[nodiscard]] virtual std::vector<Command> commands() { return {}; }

Q_SIGNALS:
    void noteChanged();
    void toastRequested(const slipswitch::ui::ToastText &toast);
    /// Another page, by its id, with an argument of that page's own kind: ("log", "provider:openai").
    void openRequested(const QString &pageId, const QString &argument);
};

/// Where a page stands in the sidebar.
enum class Section : std::uint8_t
{
    Top,
    Routing,
    Spend,
    Setup,
    Bottom,
};

/// A page before it is made.
struct PageSpec
{
    QString id; ///< "log"; stable, used in arguments and settings
    QString title; ///< "Live log"
    QString icon; ///< of resources/icons
    Section section = Section::Top;
    std::function<Page *()> make;
};

/// In the order of the sidebar and of Ctrl+1…9.
using PageList = std::vector<PageSpec>;

} // namespace slipswitch::ui
