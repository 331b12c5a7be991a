#pragma once

#include "ui/connect/ConnectData.h"

#include <QWidget>

class QPushButton;

namespace slipswitch::ui {

class Banner;
class CodeView;
class Label;

/// What changes in a tool's own file, line by line, before and after it was written; or why it is left alone.
class WritingPanel : public QWidget
{
    Q_OBJECT

public:
    explicit WritingPanel(QWidget *parent = nullptr);

    void setWriting(const ConnectData::Writing &writing);
    /// "these 4 lines are all that changes"
    [[nodiscard]] QString note() const;
    [[nodiscard]] CodeView *code() const { return m_code; }
    [[nodiscard]] QPushButton *writeButton() const { return m_write; }
    [[nodiscard]] QPushButton *putBackButton() const { return m_putBack; }

Q_SIGNALS:
    void writeRequested();
    void putBackRequested();

private:
    void showLines();

    ConnectData::Writing m_shown;
    CodeView *m_code;
    Banner *m_refused;
    QWidget *m_tick;
    Label *m_says;
    QPushButton *m_write, *m_putBack;
};

} // namespace slipswitch::ui
