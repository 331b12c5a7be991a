#include "ui/providers/TextArea.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyle>
#include <QStyleOptionFrame>

namespace slipswitch::ui {

TextArea::TextArea(QPlainTextEdit *edit)
    : m_edit(edit)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(6, 3, 3, 3);
    row->addWidget(edit);
    edit->setFrameShape(QFrame::NoFrame);
    edit->viewport()->setAutoFillBackground(false);
    edit->installEventFilter(this);
    setFocusProxy(edit);
}

bool TextArea::eventFilter(QObject *, QEvent *event)
{
    const auto type = event->type();
    if (type == QEvent::FocusIn || type == QEvent::FocusOut || type == QEvent::DynamicPropertyChange)
        update();
    return false;
}

void TextArea::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QStyleOptionFrame option;
    option.initFrom(this);
    option.lineWidth = 1;
    option.state.setFlag(QStyle::State_HasFocus, m_edit->hasFocus());
    style()->drawPrimitive(QStyle::PE_PanelLineEdit, &option, &painter, m_edit);
}

} // namespace slipswitch::ui
