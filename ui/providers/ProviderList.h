#pragma once

#include "ui/providers/ProvidersData.h"

#include <QListWidget>

namespace slipswitch::ui {

/// The providers in the order that routing follows. Dragging, or Alt with Up and Down, changes it.
class ProviderList : public QListWidget
{
    Q_OBJECT

public:
    explicit ProviderList(QWidget *parent = nullptr);

    /// @param current  the name of the one to select; the empty one is the draft.
    void setRows(const std::vector<ProviderRow> &rows, const QString &current);
    /// Hides those that don't contain the words.
    void setFilter(const QString &words);
    [[nodiscard]] QString current() const;

Q_SIGNALS:
    void chosen(const QString &name);
    void moved(const QString &name, int place);
    void removeRequested(const QString &name);
    void enableRequested(const QString &name, bool enabled);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void applyFilter();
    void moveCurrent(int by);

    std::vector<ProviderRow> m_rows;
    QString m_filter;
    bool m_filling = false;
};

} // namespace slipswitch::ui
