#include "ui/connect/StepHead.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Label.h"

#include <QHBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int circle = 24, indent = 38;

} // namespace

StepHead::StepHead(int number, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_number(number)
    , m_title(title)
    , m_note(new ElidedLabel({}, Type::Body, Ink::Tertiary))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(indent, 0, 0, 0);
    row->setSpacing(9);
    row->addWidget(new Label(title, Type::Step));
    row->addWidget(m_note, 1);
    setFixedHeight(circle);
    setDone(false);
}

void StepHead::setNote(const QString &note)
{
    m_note->setText(note);
}

void StepHead::setDone(bool done)
{
    m_done = done;
    setAccessibleName(done ? tr("%1, done").arg(m_title) : m_title);
    update();
}

void StepHead::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    const QRectF box(layoutDirection() == Qt::RightToLeft ? width() - circle : 0, 0, circle, circle);
    paintRound(painter, box, circle / 2.0, m_done ? t.okSoft : t.neutral);
    if (m_done)
        paintIcon(painter, box.adjusted(5, 5, -5, -5), u"check"_s, t.ok);
    else
        paintText(
            painter, box, QString::number(m_number), ui::font(Type::SmallStrong), t.text2, Qt::AlignCenter);
}

} // namespace slipswitch::ui
