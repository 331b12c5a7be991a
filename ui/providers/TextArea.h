#pragma once

#include <QWidget>

class QPlainTextEdit;

namespace slipswitch::ui {

/// Several lines in a field's frame; it shows the edit's focus and fault.
class TextArea : public QWidget
{
    Q_OBJECT

public:
    /// @param edit  becomes its child.
    explicit TextArea(QPlainTextEdit *edit);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QPlainTextEdit *m_edit;
};

} // namespace slipswitch::ui
