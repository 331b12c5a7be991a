#include "ui/widgets/Fields.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Label.h"

#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

SearchField::SearchField(const QString &says, QWidget *parent)
    : QLineEdit(parent)
{
    setPlaceholderText(says);
    setAccessibleName(says);
    setTextMargins(22, 0, 0, 0);
}

void SearchField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    const double left = layoutDirection() == Qt::RightToLeft ? width() - 23 : 9;
    paintIcon(painter, {left, height() / 2.0 - 7, 14, 14}, u"search"_s, tokens().text2);
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty())
        clear();
    else
        QLineEdit::keyPressEvent(event);
}

LabelledField::LabelledField(const QString &name, QWidget *field, QWidget *parent)
    : QWidget(parent)
    , m_field(field)
    , m_fault(new Label({}, Type::Small, Ink::Bad))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(5);
    auto *label = new Label(name, Type::SmallStrong, Ink::Secondary);
    label->setBuddy(field);
    column->addWidget(label);
    column->addWidget(field);
    m_fault->setWrapped();
    m_fault->hide();
    column->addWidget(m_fault);
    field->setAccessibleName(name);
}

void LabelledField::setFault(const QString &fault)
{
    m_fault->setText(fault);
    m_fault->setVisible(!fault.isEmpty());
    setFaulty(*m_field, !fault.isEmpty());
    m_field->setAccessibleDescription(fault);
}

QString LabelledField::fault() const
{
    return m_fault->text();
}

} // namespace slipswitch::ui
