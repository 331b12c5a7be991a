#pragma once

#include "ui/shell/Page.h"

#include <QAbstractListModel>
#include <QPointer>
#include <QWidget>

#include <vector>

class QLineEdit;
class QListView;

namespace slipswitch::ui {

/// A group of commands under a heading: "Actions", "Go to".
struct CommandGroup
{
    QString title;
    std::vector<Command> commands;
};

/// What of the groups fits what was typed: headings and commands in one list, the best first.
class CommandModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role
    {
        IsHeading = Qt::UserRole,
        NoteRole,
        IconRole,
        ShortcutRole
    };
    using QAbstractListModel::QAbstractListModel;

    void setGroups(std::vector<CommandGroup> groups);
    void filter(const QString &typed);
    /// Nothing for headings.
    [[nodiscard]] const Command *command(int row) const;
    /// The next command from a row on, in steps; -1: none.
    [[nodiscard]] int next(int row, int step) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Row
    {
        QString heading;
        const Command *command = nullptr;
    };
    std::vector<CommandGroup> m_groups;
    std::vector<Row> m_rows;
};

/// Ctrl+K: everything the window can do, by typing a part of its name. Covers the window while it is open;
/// Escape or a click beside it closes it, and the focus goes back to where it was.
class CommandPalette : public QWidget
{
    Q_OBJECT

public:
    explicit CommandPalette(QWidget *window);

    void open(std::vector<CommandGroup> groups);
    void close();
    [[nodiscard]] QLineEdit *field() const { return m_field; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void arrange();
    void move(int step);
    void run(int row);

    CommandModel m_model;
    QWidget *m_panel;
    QLineEdit *m_field;
    QListView *m_list;
    QPointer<QWidget> m_focusBefore;
};

} // namespace slipswitch::ui
