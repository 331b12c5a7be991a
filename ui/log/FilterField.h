#pragma once

#include "core/service/LedgerQueries.h"

#include <QLineEdit>
#include <QTimer>
#include <QWidget>

#include <map>
#include <vector>

namespace slipswitch::ui {

class Chip;
class CompletionList;
class KeyHint;

/// A word of the filter that was not understood.
struct FilterMark
{
    int offset = 0, length = 0; ///< in the field's letters
    QString message;
};

/// Where the last words are typed; what can't be understood has a wave beneath.
class FilterEdit : public QLineEdit
{
    Q_OBJECT

public:
    using QLineEdit::QLineEdit;
    void setMarks(std::vector<FilterMark> marks);
    [[nodiscard]] const std::vector<FilterMark> &marks() const { return m_marks; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    std::vector<FilterMark> m_marks;
};

/// The log's filter: words that are finished stand as chips before those being typed. Offers fields and
/// values. Its text is the filter's grammar (ledger::parseFilter). Thread: Qt.
class FilterField : public QWidget
{
    Q_OBJECT

public:
    explicit FilterField(QWidget *parent = nullptr);

    /// Everything, chips and what is being typed.
    [[nodiscard]] QString text() const;
    /// Does not tell that it changed.
    void setText(const QString &text);
    /// Takes words of these fields away and puts others behind. Tells.
    void replaceFields(const QStringList &fields, const QStringList &words);
    void removeWord(int index);
    [[nodiscard]] const QStringList &words() const { return m_words; }
    /// Access keys by name, as filters may call them.
    void setKeys(std::vector<ledger::NamedKey> keys);
    /// What the log knows of a field that `valuesWanted` asked for.
    void setValues(const QString &field, std::vector<std::string> values);
    [[nodiscard]] ledger::ParsedFilter parsed() const;
    [[nodiscard]] FilterEdit *edit() const { return m_edit; }
    [[nodiscard]] CompletionList *completions() const { return m_list; }
    [[nodiscard]] QSize sizeHint() const override { return {520, 32}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, 32}; }

Q_SIGNALS:
    /// The filter is another one now, and all of it is understood.
    void changed();
    void valuesWanted(const QString &field);
    void left(); ///< Esc in an empty field, or Enter: back to the table

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] ledger::ParsedFilter understood(const QString &words) const;
    void typed();
    void settle();
    bool finishWords();
    void mark(bool alsoUnfinished);
    void tellIfGood();
    void offer();
    void accept();
    void showChips();
    void arrange();
    bool keyPressed(const QKeyEvent &event);

    QStringList m_words; ///< of the chips
    std::vector<Chip *> m_chips;
    FilterEdit *m_edit;
    KeyHint *m_hint, *m_hidden;
    CompletionList *m_list;
    QTimer m_pause;
    std::vector<ledger::NamedKey> m_keys;
    std::map<QString, std::vector<std::string>> m_values;
    QString m_told;
};

/// Splits at blanks outside quotes.
[[nodiscard]] QStringList filterWords(const QString &text);

} // namespace slipswitch::ui
