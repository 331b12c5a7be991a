#pragma once

#include "ui/providers/ProvidersData.h"

#include <QWidget>

class QGridLayout;
class QHBoxLayout;
class QLayout;
class QLineEdit;
class QVBoxLayout;

namespace slipswitch::ui {

/// Things to choose from, in columns.
class TileGrid : public QWidget
{
    Q_OBJECT

public:
    explicit TileGrid(QWidget *parent = nullptr);

    void setRows(const std::vector<ChoiceRow> &rows);
    /// Shows only those whose name has the words.
    void setFilter(const QString &words);

Q_SIGNALS:
    void chosen(const QString &id);

private:
    void arrange();

    std::vector<ChoiceRow> m_rows;
    QString m_filter;
    QGridLayout *m_grid;
};

/// The saved keys of a provider, in the order in which they are tried.
class KeyList : public QWidget
{
    Q_OBJECT

public:
    explicit KeyList(QWidget *parent = nullptr);

    void setRows(const std::vector<KeyRow> &rows);

Q_SIGNALS:
    void removeRequested(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QWidget *makeRow(const KeyRow &row, bool first);

    std::vector<KeyRow> m_rows;
    QVBoxLayout *m_column;
};

/// What a kind must know besides an address, side by side.
class ParameterRow : public QWidget
{
    Q_OBJECT

public:
    explicit ParameterRow(QWidget *parent = nullptr);

    /// Replaces what was typed.
    void setFields(const std::vector<ParameterField> &fields);
    /// As they stand now.
    [[nodiscard]] std::vector<ParameterField> fields() const;
    void setFaulty(const QString &name);

Q_SIGNALS:
    void changed();

private:
    std::vector<ParameterField> m_fields;
    std::vector<QLineEdit *> m_edits; ///< one a field
    QHBoxLayout *m_row;
};

/// A caption over a field.
[[nodiscard]] QWidget *captioned(const QString &caption, QWidget *field);
/// Takes everything out of a layout and deletes it.
void emptyOut(QLayout &layout);

} // namespace slipswitch::ui
