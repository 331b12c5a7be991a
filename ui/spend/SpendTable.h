#pragma once

#include "ui/spend/SpendData.h"

#include <QAbstractTableModel>
#include <QStyledItemDelegate>
#include <QTableView>

namespace slipswitch::ui {

/// The rows of a period: providers, models, tools or keys. Few enough to be sorted where they are.
class SpendModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        Requests,
        TokensIn,
        FromCache,
        TokensOut,
        Share,
        Trend,
        Cost,
        Columns
    };
    using QAbstractTableModel::QAbstractTableModel;

    void setData(const SpendData &data);
    [[nodiscard]] const SpendData::Row &row(int index) const
    {
        return m_rows.at(static_cast<std::size_t>(index));
    }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &) const override { return Columns; }
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    [[nodiscard]] QString sentence(const SpendData::Row &row) const;
    void order();

    std::vector<SpendData::Row> m_rows;
    QString m_nameHead, m_trendHead;
    int m_sorted = Cost;
    Qt::SortOrder m_order = Qt::DescendingOrder;
};

/// The table beneath the chart.
class SpendTable : public QTableView
{
    Q_OBJECT

public:
    explicit SpendTable(QWidget *parent = nullptr);

    void setData(const SpendData &spend);
    [[nodiscard]] SpendModel &rows() { return m_model; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A row was opened: what the log is to be filtered by.
    void opened(const QString &filter);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    SpendModel m_model;
};

/// The chart in numbers: a line a column of time, oldest first.
class SpendColumnsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setData(const SpendData &data);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    SpendData m_data;
};

/// A table view in the window's look: no grid, rows of a fixed height.
void dressTable(QTableView &table);

} // namespace slipswitch::ui
