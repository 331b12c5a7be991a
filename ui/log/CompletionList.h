#pragma once

#include <QString>
#include <QWidget>

#include <vector>

namespace slipswitch::ui {

/// What may follow, beneath a field. The field keeps the focus and moves the choice.
class CompletionList : public QWidget
{
    Q_OBJECT

public:
    struct Item
    {
        QString text; ///< "model:gpt-4o"
        QString note; ///< what it means; may be empty
    };
    /// @param under  the field; the list is shown in its window.
    explicit CompletionList(QWidget *under);

    /// Empty: hidden.
    void setItems(std::vector<Item> items);
    /// What is wrong with the last word, instead of items.
    void setFault(const QString &text);
    void move(int step);
    [[nodiscard]] int current() const { return m_current; }
    [[nodiscard]] int count() const { return static_cast<int>(m_items.size()); }

Q_SIGNALS:
    void picked(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    QWidget *m_under;
    void place(int rows);

    std::vector<Item> m_items;
    QString m_fault;
    int m_current = -1;
};

} // namespace slipswitch::ui
