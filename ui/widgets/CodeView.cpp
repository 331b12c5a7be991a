#include "ui/widgets/CodeView.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/CodeColours.h"

#include <QEvent>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextBlock>

namespace slipswitch::ui {

CodeView::CodeView(const QString &says, QWidget *parent)
    : QWidget(parent)
    , m_edit(new QPlainTextEdit(this))
    , m_copy(new CopyButton(tr("Copy"), this))
{
    m_edit->setReadOnly(true);
    m_edit->setFrameShape(QFrame::NoFrame);
    m_edit->setFont(ui::font(Type::Mono));
    m_edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_edit->setTabChangesFocus(true);
    m_edit->setAccessibleName(says);
    m_edit->document()->setDocumentMargin(2);
    m_edit->setLayoutDirection(Qt::LeftToRight);
    setFocusProxy(m_edit);
    colour();
}

void CodeView::setText(const QString &text, const QString &copies)
{
    setGrounds({});
    m_edit->setPlainText(text);
    m_copy->setContent(copies.isEmpty() ? text : copies);
    updateGeometry();
}

QString CodeView::text() const
{
    return m_edit->toPlainText();
}

void CodeView::fitLines(int most)
{
    m_most = most;
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    updateGeometry();
}

void CodeView::setWrapped(bool wrapped)
{
    m_edit->setLineWrapMode(wrapped ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
}

/// With those that wrapping makes, at the width it has now.
int CodeView::lineCount() const
{
    if (m_edit->lineWrapMode() == QPlainTextEdit::NoWrap)
        return m_edit->blockCount();
    const auto letter = QFontMetricsF(m_edit->font()).horizontalAdvance(u'0');
    const auto room = std::max(1, static_cast<int>((std::max(width(), 120) - 40) / letter));
    int lines = 0;
    for (const auto &line : m_edit->toPlainText().split(u'\n'))
        lines += 1 + static_cast<int>(line.size()) / room;
    return lines;
}

/// Whether a line is longer than there is room, beside the button that copies.
bool CodeView::scrollsSideways() const
{
    if (m_edit->lineWrapMode() != QPlainTextEdit::NoWrap)
        return false;
    qsizetype longest = 0;
    for (const auto &line : m_edit->toPlainText().split(u'\n'))
        longest = std::max(longest, line.size());
    const auto letter = QFontMetricsF(m_edit->font()).horizontalAdvance(u'0');
    return static_cast<double>(longest) * letter + 6 > m_edit->width();
}

void CodeView::setColoured()
{
    if (!m_colours)
        m_colours = new CodeColours(m_edit->document());
}

void CodeView::setGrounds(std::vector<Tone> tones)
{
    if (tones.empty() && m_grounds.empty())
        return;
    m_grounds = std::move(tones);
    layGrounds();
}

void CodeView::layGrounds()
{
    QList<QTextEdit::ExtraSelection> grounds;
    for (std::size_t line = 0; line < m_grounds.size(); ++line) {
        if (m_grounds[line] == Tone::Neutral)
            continue;
        QTextEdit::ExtraSelection ground;
        ground.cursor = QTextCursor(m_edit->document()->findBlockByNumber(static_cast<int>(line)));
        ground.format.setBackground(tokens().soft(m_grounds[line]));
        ground.format.setProperty(QTextFormat::FullWidthSelection, true);
        grounds.append(ground);
    }
    m_edit->setExtraSelections(grounds);
}

QSize CodeView::sizeHint() const
{
    if (m_most == 0)
        return {320, 160};
    const auto lines = std::clamp(lineCount(), 1, m_most);
    const auto line = QFontMetricsF(m_edit->font()).lineSpacing();
    const int bar = scrollsSideways() ? m_edit->horizontalScrollBar()->sizeHint().height() : 0;
    return {320, std::max(38, static_cast<int>(std::ceil(lines * line)) + 22) + bar};
}

QSize CodeView::minimumSizeHint() const
{
    return {120, m_most == 0 ? 60 : sizeHint().height()};
}

void CodeView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const auto size = m_copy->sizeHint();
    // Lines that can't be wrapped never run beneath the button.
    const bool beside = m_edit->lineWrapMode() == QPlainTextEdit::NoWrap && !m_copy->isHidden();
    const int right = beside ? size.width() + 10 : 5;
    m_edit->setGeometry(rect().adjusted(9, 8, -right, -5));
    m_copy->setGeometry(width() - size.width() - 6, 6, size.width(), size.height());
    m_copy->raise();
    if (m_most > 0 && event->oldSize().width() != width())
        updateGeometry();
}

void CodeView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange)
        colour();
}

void CodeView::colour()
{
    const auto wanted = tokens().inset;
    if (m_edit->palette().color(QPalette::Active, QPalette::Base) == wanted)
        return;
    auto palette = m_edit->palette();
    palette.setColor(QPalette::Base, wanted);
    m_edit->setPalette(palette);
    if (m_colours)
        m_colours->rehighlight();
    layGrounds();
}

void CodeView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    paintRound(painter, rect(), 8, t.inset, t.border);
}

} // namespace slipswitch::ui
