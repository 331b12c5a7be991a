#include "ui/onboarding/StepCard.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Label.h"

#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int inset = 20, textLeft = 62;
constexpr double circle = 28;

} // namespace

StepCard::StepCard(int number, QWidget *parent)
    : QWidget(parent)
    , m_number(number)
    , m_title(new ElidedLabel({}, Type::Step))
    , m_note(new ElidedLabel({}, Type::Body, Ink::Secondary))
    , m_side(new QHBoxLayout)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(textLeft, 15, inset, 17);
    m_column->setSpacing(12);
    auto *head = new QHBoxLayout;
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_title);
    words->addWidget(m_note);
    head->addLayout(words, 1);
    m_side->setSpacing(6);
    head->addLayout(m_side);
    m_column->addLayout(head);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
}

void StepCard::show(State state, const QString &title, const QString &note)
{
    m_state = state;
    m_title->setText(title);
    m_title->setInk(state == State::Later ? Ink::Secondary : Ink::Text);
    m_note->setText(note);
    setAccessibleName(tr("Step %1: %2").arg(m_number).arg(title));
    setAccessibleDescription(note);
    update();
}

void StepCard::setContent(QWidget *content)
{
    m_column->addWidget(content);
}

void StepCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    const bool now = m_state == State::Now;
    paintRound(
        painter, rect(), 10, t.surface, now ? (t.dark ? t.accentText : t.accent) : t.border, now ? 1.5 : 1);
    const QRectF round(inset, 20, circle, circle);
    if (m_state == State::Done) {
        paintRound(painter, round, circle / 2, t.okSoft);
        paintIcon(painter, round.adjusted(7, 7, -7, -7), u"check"_s, t.ok);
        return;
    }
    paintRound(painter, round, circle / 2, now ? t.accent : t.neutral);
    paintText(painter, round, QString::number(m_number), ui::font(Type::CardTitle),
        now ? t.onAccent : t.text2, Qt::AlignCenter);
}

} // namespace slipswitch::ui
