#pragma once

#include <QWidget>

namespace slipswitch::ui {

class ElidedLabel;

/// A step's circle with its number, or a tick once it is done, its title and a note.
class StepHead : public QWidget
{
    Q_OBJECT

public:
    StepHead(int number, const QString &title, QWidget *parent = nullptr);

    void setNote(const QString &note);
    void setDone(bool done);
    [[nodiscard]] bool isDone() const { return m_done; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_number;
    bool m_done = false;
    QString m_title;
    ElidedLabel *m_note;
};

} // namespace slipswitch::ui
