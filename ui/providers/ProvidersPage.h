#pragma once

#include "ui/providers/ProvidersData.h"
#include "ui/shell/Page.h"

class QLineEdit;
class QStackedWidget;

namespace slipswitch::ui {

class EmptyState;
class FormView;
class Label;
class ProviderList;

/// What the whole page shows.
struct ProvidersData
{
    bool loaded = false; ///< false: it isn't known yet what there is
    QString problem; ///< why nothing can be shown
    std::vector<ProviderRow> rows; ///< the draft, if there is one, last
    QString current; ///< name of the row that the form shows; empty: the draft
    ProviderForm form;
};

/// Who answers requests: the list in its order, and one of them to look at and change.
class ProvidersPage : public Page
{
    Q_OBJECT

public:
    explicit ProvidersPage(QWidget *parent = nullptr);

    void setData(const ProvidersData &shown);
    [[nodiscard]] FormView &form() { return *m_form; }
    [[nodiscard]] ProviderList &list() { return *m_list; }

    [[nodiscard]] QString note() const override { return m_note; }
    void activated(const QString &argument) override;
    void deactivated() override;
    bool search() override;
    [[nodiscard]] std::vector<Command> commands() override;

Q_SIGNALS:
    void addRequested();
    /// Whether anyone looks.
    void watched(bool watched);
    /// Another page asked for this one: a provider's name.
    void showRequested(const QString &name);

private:
    [[nodiscard]] QWidget *makeSide();

    QString m_note;
    QStackedWidget *m_middle, *m_listPlace = nullptr;
    QLineEdit *m_find = nullptr;
    ProviderList *m_list = nullptr;
    QWidget *m_loadingList = nullptr;
    Label *m_nothing = nullptr;
    FormView *m_form;
    EmptyState *m_trouble;
    QWidget *m_loading;
};

} // namespace slipswitch::ui
