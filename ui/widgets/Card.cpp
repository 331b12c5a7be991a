#include "ui/widgets/Card.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace slipswitch::ui {

Card::Card(const QString &title, const QString &note, QWidget *parent)
    : QWidget(parent)
    , m_body(new QVBoxLayout)
    , m_title(new ElidedLabel(title, Type::CardTitle, Ink::Text, Qt::ElideRight, this))
    , m_note(new ElidedLabel(note, Type::Small, Ink::Tertiary, Qt::ElideRight, this))
{
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(16, 12, 16, 14);
    whole->setSpacing(8);
    m_header = new QHBoxLayout;
    m_header->setSpacing(8);
    m_header->addWidget(m_title);
    m_header->addWidget(m_note);
    m_header->addStretch(1);
    whole->addLayout(m_header);
    // The note gives way before the title does.
    m_title->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    m_body->setSpacing(8);
    whole->addLayout(m_body, 1);
    setTitle(title);
    setNote(note);
}

void Card::addToHeader(QWidget *widget)
{
    m_header->addWidget(widget);
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setAccessibleName(title);
}

void Card::setNote(const QString &note)
{
    m_note->setText(note);
    m_note->setMinimumWidth(m_holdsNote ? m_note->sizeHint().width() : 0);
    fitNote();
}

/// Where what stands at the right would lose more than the note tells, the note goes as a whole.
void Card::fitNote()
{
    int room = width() - layout()->contentsMargins().left() - layout()->contentsMargins().right()
        - m_title->sizeHint().width();
    bool shares = false;
    for (int index = 3; index < m_header->count(); ++index) {
        const auto *widget = m_header->itemAt(index)->widget();
        if (!widget || widget->isHidden())
            continue;
        room -= widget->sizeHint().width() + m_header->spacing();
        shares = true;
    }
    const bool fits = !shares || m_holdsNote || 3 * room >= 2 * m_note->sizeHint().width();
    m_note->setVisible(!m_note->text().isEmpty() && fits);
}

void Card::resizeEvent(QResizeEvent *)
{
    fitNote();
}

void Card::setTone(std::optional<Tone> tone)
{
    m_tone = tone;
    update();
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = ui::tokens();
    if (m_tone)
        paintRound(painter, rect(), 10, t.soft(*m_tone), mix(t.soft(*m_tone), t.strong(*m_tone), 0.35));
    else
        paintRound(painter, rect(), 10, t.surface, t.border);
}

Separator::Separator(Qt::Orientation orientation, QWidget *parent)
    : QWidget(parent)
{
    if (orientation == Qt::Horizontal)
        setFixedHeight(1);
    else
        setFixedWidth(1);
}

void Separator::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), ui::tokens().border);
}

} // namespace slipswitch::ui
