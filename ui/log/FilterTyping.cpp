#include "ui/log/FilterField.h"

#include "ui/log/CompletionList.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Pill.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QPainterPath>

// What happens while words are typed: they become chips, faults get marks, fields and values are offered.
namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostOffers = 9;

int letters(const QByteArray &utf8, std::size_t bytes)
{
    return static_cast<int>(QString::fromUtf8(utf8.left(static_cast<qsizetype>(bytes))).size());
}

bool openQuote(const QString &text)
{
    return text.count(u'"') % 2 == 1;
}

QString noteOf(const QString &field)
{
    static const std::map<QString, const char *> notes {
        {u"model:"_s, QT_TRANSLATE_NOOP("FilterField", "who answered, the whole name")},
        {u"provider:"_s, QT_TRANSLATE_NOOP("FilterField", "such as openai")},
        {u"tool:"_s, QT_TRANSLATE_NOOP("FilterField", "who asked")},
        {u"key:"_s, QT_TRANSLATE_NOOP("FilterField", "an access key by name")},
        {u"project:"_s, QT_TRANSLATE_NOOP("FilterField", "the access key's project")},
        {u"status:"_s, QT_TRANSLATE_NOOP("FilterField", "429, 5xx, ok, error, left")},
        {u"cost:"_s, QT_TRANSLATE_NOOP("FilterField", "dollars: >0.05, 0.1..0.5")},
        {u"since:"_s, QT_TRANSLATE_NOOP("FilterField", "1h, 7d, 2026-11-01")},
        {u"until:"_s, QT_TRANSLATE_NOOP("FilterField", "30m ago, or a date")},
    };
    const auto found = notes.find(field);
    return found == notes.end() ? QString() : FilterField::tr(found->second);
}

} // namespace

void FilterField::typed()
{
    const auto now = m_edit->text();
    m_edit->setMarks({});
    if (now.endsWith(u' ') && !openQuote(now) && !now.trimmed().isEmpty()) {
        if (finishWords())
            tellIfGood();
    }
    offer();
    m_pause.start();
}

void FilterField::settle()
{
    mark(false);
    tellIfGood();
}

/// Makes chips of the words that are understood.
bool FilterField::finishWords()
{
    QStringList rest;
    bool any = false;
    for (const auto &word : filterWords(m_edit->text())) {
        if (understood(word).faults.empty()) {
            m_words << word;
            any = true;
        } else {
            rest << word;
        }
    }
    if (any || m_chips.size() != static_cast<std::size_t>(m_words.size())) {
        m_edit->setText(rest.join(u' '));
        showChips();
    }
    return any;
}

void FilterField::mark(bool alsoUnfinished)
{
    const auto utf8 = m_edit->text().toUtf8();
    std::vector<FilterMark> marks;
    for (const auto &fault : understood(QString::fromUtf8(utf8)).faults) {
        // "model:" is on its way to be a filter.
        const bool typing = fault.offset + fault.length == static_cast<std::size_t>(utf8.size())
            && (utf8.endsWith(':') || utf8.endsWith('-'));
        if (typing && !alsoUnfinished)
            continue;
        marks.push_back({letters(utf8, fault.offset),
            letters(utf8.mid(static_cast<qsizetype>(fault.offset)), fault.length),
            QString::fromStdString(fault.message)});
    }
    if (m_edit->hasFocus() && !marks.empty())
        m_list->setFault(marks.front().message);
    m_edit->setMarks(std::move(marks));
    update();
}

void FilterField::tellIfGood()
{
    const auto now = text();
    if (now == m_told || !parsed().faults.empty())
        return;
    m_told = now;
    Q_EMIT changed();
}

void FilterField::offer()
{
    const auto typedText = m_edit->text();
    const auto utf8 = typedText.toStdString();
    const auto cursor = static_cast<std::size_t>(typedText.left(m_edit->cursorPosition()).toUtf8().size());
    const auto field = QString::fromStdString(ledger::fieldAt(utf8, cursor));
    if (typedText.trimmed().isEmpty() && !m_list->isVisible())
        return m_list->setItems({});
    std::vector<std::string> values;
    if (!field.isEmpty() && !m_values.contains(field))
        Q_EMIT valuesWanted(field);
    if (const auto known = m_values.find(field); known != m_values.end())
        values = known->second;
    std::vector<CompletionList::Item> items;
    for (const auto &each : ledger::completionsAt(utf8, cursor, values, mostOffers)) {
        const auto text = QString::fromStdString(each.text);
        // What stands there already is no help.
        if (text != typedText.trimmed())
            items.push_back({text, noteOf(text)});
    }
    m_list->setItems(std::move(items));
}

void FilterField::accept()
{
    const auto typedText = m_edit->text();
    const auto utf8 = typedText.toStdString();
    const auto cursor = static_cast<std::size_t>(typedText.left(m_edit->cursorPosition()).toUtf8().size());
    const auto field = QString::fromStdString(ledger::fieldAt(utf8, cursor));
    const auto known = m_values.find(field);
    const auto offers = ledger::completionsAt(
        utf8, cursor, known == m_values.end() ? std::vector<std::string>() : known->second, mostOffers);
    std::vector<ledger::Completion> useful;
    for (const auto &each : offers) {
        if (QString::fromStdString(each.text) != typedText.trimmed())
            useful.push_back(each);
    }
    const auto index = static_cast<std::size_t>(std::max(0, m_list->current()));
    if (index >= useful.size())
        return;
    const auto &chosen = useful[index];
    auto changedText = utf8;
    changedText.replace(chosen.offset, chosen.length, chosen.text);
    m_edit->setText(QString::fromStdString(changedText));
    m_list->setItems({});
    if (chosen.text.ends_with(':'))
        offer();
    else if (finishWords())
        tellIfGood();
    m_edit->setFocus();
}

bool FilterField::keyPressed(const QKeyEvent &event)
{
    const bool listed = m_list->isVisible();
    switch (event.key()) {
    case Qt::Key_Down:
        if (!listed)
            offer();
        m_list->move(1);
        return true;
    case Qt::Key_Up:
        m_list->move(-1);
        return listed;
    case Qt::Key_Tab:
        if (!listed || m_edit->text().isEmpty())
            return false;
        accept();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (listed && m_list->current() >= 0) {
            accept();
            return true;
        }
        finishWords();
        m_list->setItems({});
        mark(true);
        tellIfGood();
        if (m_edit->text().isEmpty())
            Q_EMIT left();
        return true;
    case Qt::Key_Backspace:
        if (!m_edit->text().isEmpty() || m_words.isEmpty())
            return false;
        m_edit->setText(m_words.takeLast());
        showChips();
        m_pause.start();
        return true;
    case Qt::Key_Escape:
        if (listed)
            m_list->setItems({});
        else if (!m_edit->text().isEmpty())
            m_edit->clear();
        else
            Q_EMIT left();
        mark(true);
        tellIfGood();
        return true;
    default:
        return false;
    }
}

} // namespace slipswitch::ui
