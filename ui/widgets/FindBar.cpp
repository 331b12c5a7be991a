#include "ui/widgets/FindBar.h"

#include "ui/theme/Style.h"
#include "ui/widgets/Fields.h"
#include "ui/widgets/Label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QTextBlock>

namespace slipswitch::ui {

namespace {

constexpr std::size_t mostPlaces = 2000; ///< marked ones; a body may be large

} // namespace

FindBar::FindBar(QPlainTextEdit &text, QWidget *parent)
    : QWidget(parent)
    , m_text(text)
    , m_field(new SearchField(tr("Find in this text")))
    , m_count(new Label({}, Type::Small, Ink::Secondary))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 8);
    row->setSpacing(10);
    row->addWidget(m_field, 1);
    row->addWidget(m_count);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &FindBar::look);
    connect(&text, &QPlainTextEdit::textChanged, this, [this] { isHidden() ? void() : look(); });
    hide();
}

void FindBar::open()
{
    show();
    const auto selected = m_text.textCursor().selectedText();
    if (!selected.isEmpty())
        m_field->setText(selected);
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
    look();
}

void FindBar::end()
{
    if (isHidden())
        return;
    hide();
    m_places.clear();
    mark();
    m_text.setFocus();
}

QString FindBar::found() const
{
    if (m_field->text().isEmpty())
        return {};
    return m_places.empty() ? tr("none") : tr("%1 of %2").arg(m_at + 1).arg(m_places.size());
}

void FindBar::look()
{
    m_places.clear();
    m_at = 0;
    const auto words = m_field->text();
    const auto text = words.isEmpty() ? QString() : m_text.toPlainText();
    for (auto at = text.indexOf(words, 0, Qt::CaseInsensitive);
        !words.isEmpty() && at >= 0 && m_places.size() < mostPlaces;
        at = text.indexOf(words, at + words.size(), Qt::CaseInsensitive))
        m_places.push_back(static_cast<int>(at));
    go(0);
}

void FindBar::go(int step)
{
    const auto count = static_cast<int>(m_places.size());
    if (count > 0) {
        m_at = static_cast<std::size_t>((static_cast<int>(m_at) + step + count) % count);
        auto cursor = m_text.textCursor();
        cursor.setPosition(m_places[m_at]);
        m_text.setTextCursor(cursor);
        m_text.ensureCursorVisible();
    }
    mark();
    m_count->setText(found());
}

void FindBar::mark()
{
    const auto &t = tokens();
    QList<QTextEdit::ExtraSelection> marks;
    for (std::size_t index = 0; index < m_places.size(); ++index) {
        QTextEdit::ExtraSelection one;
        one.cursor = QTextCursor(m_text.document());
        one.cursor.setPosition(m_places[index]);
        one.cursor.setPosition(
            m_places[index] + static_cast<int>(m_field->text().size()), QTextCursor::KeepAnchor);
        one.format.setBackground(index == m_at ? t.accent : t.warnSoft);
        one.format.setForeground(index == m_at ? t.onAccent : t.text);
        marks.push_back(one);
    }
    m_text.setExtraSelections(marks);
}

bool FindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Escape)
        end();
    else if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter)
        go(key->modifiers() & Qt::ShiftModifier ? -1 : 1);
    else
        return QWidget::eventFilter(watched, event);
    return true;
}

} // namespace slipswitch::ui
