#include "ui/widgets/PageHeader.h"

#include "ui/widgets/Label.h"

#include <QHBoxLayout>

namespace slipswitch::ui {

PageHeader::PageHeader(QWidget *parent)
    : QWidget(parent)
    , m_title(new ElidedLabel({}, Type::Title))
    , m_note(new ElidedLabel({}, Type::Body, Ink::Tertiary))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_title);
    row->addWidget(m_note, 1);
}

void PageHeader::setTitle(const QString &title, const QString &note)
{
    m_title->setText(title);
    m_note->setText(note);
    setAccessibleName(title);
}

} // namespace slipswitch::ui
