#pragma once

#include "core/base/Secret.h"
#include "ui/keys/KeysData.h"
#include "ui/shell/Page.h"

class QPushButton;
class QStackedWidget;

namespace slipswitch::ui {

class Banner;
class Card;
class KeyPanel;
class KeyTable;
class SearchField;
class SegmentedControl;

/// Who may call: one key per tool or project, what it spent today and when it was used last.
class KeysPage : public Page
{
    Q_OBJECT

public:
    explicit KeysPage(QWidget *parent = nullptr);

    void setData(const KeysData &keys);
    /// A key was made; shown this once.
    void showNewKey(const KeyWish &wish, const Secret &secret);
    /// It could not be made.
    void showFault(const QString &fault);

    [[nodiscard]] QString note() const override;
    [[nodiscard]] QWidget *tools() override;
    /// @param argument  "new", "new:Tool name", or a key's id.
    void activated(const QString &argument) override;
    void deactivated() override;
    bool search() override;
    [[nodiscard]] std::vector<Command> commands() override;
    [[nodiscard]] KeyTable *table() const { return m_table; }
    [[nodiscard]] KeyPanel *panel() const { return m_panel; }

Q_SIGNALS:
    void createRequested(const slipswitch::ui::KeyWish &wish);
    void revokeRequested(const QString &id);
    void restoreRequested(const QString &id);
    void retryRequested();
    void watched(bool watched);

private:
    [[nodiscard]] QWidget *makeList();
    void showRows();
    void openKey(const QString &id);
    void openForm(const QString &tool);

    KeysData m_keys;
    QPushButton *m_new;
    QWidget *m_tools; ///< for the top bar
    QStackedWidget *m_states;
    QWidget *m_loading, *m_empty, *m_list = nullptr;
    Banner *m_problem = nullptr;
    Card *m_card = nullptr;
    SegmentedControl *m_which = nullptr;
    SearchField *m_search = nullptr;
    KeyTable *m_table = nullptr;
    QStackedWidget *m_rows = nullptr;
    KeyPanel *m_panel;
};

} // namespace slipswitch::ui
