#pragma once

#include "ui/keys/KeysData.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace slipswitch::ui {

class LabelledField;

/// What a new key is asked for: a name, the tool, the project.
class KeyForm : public QWidget
{
    Q_OBJECT

public:
    explicit KeyForm(QWidget *parent = nullptr);

    /// Empties the fields and offers these. @param tool  chosen at once; may be empty.
    void begin(const KeysData &keys, const QString &tool);
    /// Why it could not be made; stands at the name.
    void setFault(const QString &fault);

Q_SIGNALS:
    void submitted(const slipswitch::ui::KeyWish &wish);

private:
    void submit();

    QStringList m_taken;
    QLineEdit *m_name;
    QComboBox *m_tool, *m_project;
    LabelledField *m_nameField;
    QPushButton *m_make;
};

} // namespace slipswitch::ui
