#pragma once

#include <QLineEdit>
#include <QWidget>

namespace slipswitch::ui {

class Label;

/// A field with a magnifying glass; Escape empties it.
class SearchField : public QLineEdit
{
    Q_OBJECT

public:
    /// @param says  what it finds, as "Find a key"; also its accessible name.
    explicit SearchField(const QString &says, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
};

/// A field under its name, with room beneath for what is wrong with it.
class LabelledField : public QWidget
{
    Q_OBJECT

public:
    LabelledField(const QString &name, QWidget *field, QWidget *parent = nullptr);

    /// Empty: nothing is wrong.
    void setFault(const QString &fault);
    [[nodiscard]] QString fault() const;

private:
    QWidget *m_field;
    Label *m_fault;
};

} // namespace slipswitch::ui
