#pragma once

#include "ui/connect/ConnectData.h"
#include "ui/shell/Page.h"

class QScrollArea;
class QPushButton;
class QStackedWidget;

namespace slipswitch::ui {

class Banner;
class SearchField;
class ToolList;
class ToolView;

/// The tools at the side, those on this machine first; the open one beside them.
class ConnectPage : public Page
{
    Q_OBJECT

public:
    explicit ConnectPage(QWidget *parent = nullptr);

    void setData(const ConnectData &connect);

    [[nodiscard]] QString note() const override;
    /// @param argument  "tool:" and a tool's name.
    void activated(const QString &argument) override;
    void deactivated() override;
    bool search() override;
    [[nodiscard]] std::vector<Command> commands() override;
    [[nodiscard]] ToolList *list() const { return m_list; }
    [[nodiscard]] ToolView *view() const { return m_view; }

Q_SIGNALS:
    void toolOpened(const QString &id);
    /// From another page, by its name; empty: none in particular.
    void toolNamed(const QString &name);
    void startRequested();
    void portChosen(std::uint16_t port); ///< the free one instead
    void watched(bool watched);

private:
    [[nodiscard]] QWidget *makeSide();
    [[nodiscard]] QWidget *makeMain();

    ConnectData m_connect;
    SearchField *m_search = nullptr;
    ToolList *m_list = nullptr;
    QStackedWidget *m_states;
    QWidget *m_stoppedPlace = nullptr;
    Banner *m_stopped = nullptr;
    QPushButton *m_start = nullptr;
    ToolView *m_view = nullptr;
};

} // namespace slipswitch::ui
