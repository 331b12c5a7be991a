#pragma once

#include "ui/connect/ConnectData.h"

#include <QAbstractListModel>
#include <QListView>

namespace slipswitch::ui {

/// Tools under two headings: those found here, and the others.
class ToolModel : public QAbstractListModel
{
    Q_OBJECT

public:
    /// A heading has no entry.
    struct Line
    {
        QString heading;
        ConnectData::Entry entry;
    };

    explicit ToolModel(QObject *parent = nullptr);

    void setLines(std::vector<Line> lines);
    [[nodiscard]] const Line &line(int row) const { return m_lines[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowOf(const QString &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    std::vector<Line> m_lines;
};

/// The list at the side; arrows move, what is current is open.
class ToolList : public QListView
{
    Q_OBJECT

public:
    explicit ToolList(QWidget *parent = nullptr);

    /// @param words  shows only what has them in its name.
    void setEntries(const std::vector<ConnectData::Entry> &entries, const QString &words);
    void setCurrent(const QString &id);
    [[nodiscard]] QString current() const;

Q_SIGNALS:
    void opened(const QString &id);

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    ToolModel *m_model;
    bool m_filling = false;
};

} // namespace slipswitch::ui
