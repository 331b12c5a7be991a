#pragma once

#include <QWidget>

#include <vector>

class QPlainTextEdit;

namespace slipswitch::ui {

class Label;
class SearchField;

/// Finds words in a text: all places are marked, Enter goes to the next, Shift+Enter to the one before,
/// Escape ends it. Hidden until it is opened.
class FindBar : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(QPlainTextEdit &text, QWidget *parent = nullptr);

    void open();
    void end();
    [[nodiscard]] SearchField *field() const { return m_field; }
    /// "2 of 7", "none"; empty while nothing is looked for.
    [[nodiscard]] QString found() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void look();
    void go(int step);
    void mark();

    QPlainTextEdit &m_text;
    SearchField *m_field;
    Label *m_count;
    std::vector<int> m_places; ///< where it stands in the text
    std::size_t m_at = 0;
};

} // namespace slipswitch::ui
