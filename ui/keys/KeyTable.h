#pragma once

#include "ui/keys/KeysData.h"

#include <QAbstractTableModel>
#include <QTableView>

namespace slipswitch::ui {

/// The keys as rows.
class KeyModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        ToolName,
        Project,
        Spent,
        LastUsed,
        State,
        Columns
    };

    explicit KeyModel(QObject *parent = nullptr);

    /// Rows that stay where they are keep their selection.
    void setRows(std::vector<KeysData::Row> rows);
    [[nodiscard]] const KeysData::Row *row(int index) const;
    [[nodiscard]] int indexOf(const QString &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<KeysData::Row> m_rows;
};

/// One line a key: who it is for, what it spent today, when it was used. Enter or a click opens a row,
/// Delete asks to revoke it.
class KeyTable : public QTableView
{
    Q_OBJECT

public:
    explicit KeyTable(QWidget *parent = nullptr);

    void setRows(std::vector<KeysData::Row> rows);
    [[nodiscard]] QString current() const; ///< id; empty: none
    void setCurrent(const QString &id);
    [[nodiscard]] KeyModel *keys() const { return m_model; }

Q_SIGNALS:
    void opened(const QString &id);
    void revokeRequested(const QString &id);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fitColumns();

    KeyModel *m_model;
};

} // namespace slipswitch::ui
