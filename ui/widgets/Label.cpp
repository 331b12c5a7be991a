#include "ui/widgets/Label.h"

#include "ui/theme/Style.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace slipswitch::ui {

Label::Label(const QString &text, Type type, Ink ink, QWidget *parent)
    : QLabel(text, parent)
    , m_ink(ink)
{
    setTextFormat(Qt::PlainText);
    setType(type);
    colour();
}

void Label::setInk(Ink ink)
{
    m_ink = ink;
    colour();
}

void Label::setType(Type type)
{
    setFont(ui::font(type));
}

void Label::setWrapped()
{
    setWordWrap(true);
    auto policy = sizePolicy();
    policy.setHeightForWidth(true);
    policy.setVerticalPolicy(QSizePolicy::Minimum);
    setSizePolicy(policy);
}

/// Layouts that align a wrapped label take its one-line height otherwise.
void Label::resizeEvent(QResizeEvent *event)
{
    QLabel::resizeEvent(event);
    // An empty one has no height for a width.
    const int wanted = std::max(0, heightForWidth(width()));
    if (wordWrap() && minimumHeight() != wanted)
        setMinimumHeight(wanted);
}

void Label::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange)
        colour();
}

void Label::colour()
{
    const auto wanted = tokens().ink(m_ink);
    if (palette().color(QPalette::Active, QPalette::WindowText) == wanted)
        return;
    auto changed = palette();
    changed.setColor(QPalette::WindowText, wanted);
    setPalette(changed);
}

ElidedLabel::ElidedLabel(const QString &text, Type type, Ink ink, Qt::TextElideMode mode, QWidget *parent)
    : Label(text, type, ink, parent)
    , m_mode(mode)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {std::min(fontMetrics().horizontalAdvance(text()), 28), sizeHint().height()};
}

QSize ElidedLabel::sizeHint() const
{
    return {static_cast<int>(std::ceil(QFontMetricsF(font()).horizontalAdvance(text()))) + 1,
        fontMetrics().height() + 1};
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && width() < sizeHint().width()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), text(), this);
        return true;
    }
    return Label::event(event);
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(
        palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText));
    const auto shown
        = width() >= sizeHint().width() ? text() : fontMetrics().elidedText(text(), m_mode, width());
    painter.drawText(rect(), static_cast<int>(alignment() | Qt::AlignVCenter) | Qt::TextSingleLine, shown);
}

} // namespace slipswitch::ui
