#pragma once

#include <QWidget>

#include <cstdint>

class QHBoxLayout;
class QVBoxLayout;

namespace slipswitch::ui {

class ElidedLabel;

/// One of the three steps: its number or a tick, a title, a sentence, and what there is to do.
class StepCard : public QWidget
{
    Q_OBJECT

public:
    enum class State : std::uint8_t
    {
        Later,
        Now,
        Done,
    };
    explicit StepCard(int number, QWidget *parent = nullptr);

    void show(State state, const QString &title, const QString &note);
    using QWidget::show;
    /// At the right of the title.
    [[nodiscard]] QHBoxLayout *side() const { return m_side; }
    /// Beneath it; hidden with its widget.
    void setContent(QWidget *content);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_number;
    State m_state = State::Later;
    ElidedLabel *m_title, *m_note;
    QHBoxLayout *m_side;
    QVBoxLayout *m_column;
};

} // namespace slipswitch::ui
