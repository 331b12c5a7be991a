#include "ui/keys/KeyForm.h"

#include "ui/widgets/Buttons.h"
#include "ui/widgets/Fields.h"
#include "ui/widgets/Label.h"

#include <QComboBox>
#include <QLineEdit>
#include <QVBoxLayout>

namespace slipswitch::ui {

namespace {

constexpr int longestName = 60;

QComboBox *makeChoice()
{
    auto *box = new QComboBox;
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->lineEdit()->setMaxLength(longestName);
    return box;
}

void offer(QComboBox &box, const QStringList &choices, const QString &chosen)
{
    box.clear();
    box.addItems(choices);
    box.setEditText(chosen);
}

} // namespace

KeyForm::KeyForm(QWidget *parent)
    : QWidget(parent)
    , m_name(new QLineEdit)
    , m_tool(makeChoice())
    , m_project(makeChoice())
    , m_nameField(new LabelledField(tr("Name"), m_name))
    , m_make(makeButton(tr("Make key"), {}, ButtonKind::Primary))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(14);
    auto *about = new Label(
        tr("One key per tool or project, so you always know who spent what."), Type::Body, Ink::Secondary);
    about->setWrapped();
    column->addWidget(about);
    column->addWidget(m_nameField);
    column->addWidget(new LabelledField(tr("Tool"), m_tool));
    column->addWidget(new LabelledField(tr("Project"), m_project));
    column->addStretch(1);
    column->addWidget(m_make);
    m_name->setMaxLength(longestName);
    m_name->setPlaceholderText(tr("such as claude-code on laptop"));
    m_tool->lineEdit()->setPlaceholderText(tr("Any"));
    m_project->lineEdit()->setPlaceholderText(tr("Any"));
    connect(m_make, &QPushButton::clicked, this, &KeyForm::submit);
    for (auto *field : {m_name, m_tool->lineEdit(), m_project->lineEdit()})
        connect(field, &QLineEdit::returnPressed, this, &KeyForm::submit);
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_nameField->setFault({}); });
    setFocusProxy(m_name);
}

void KeyForm::begin(const KeysData &keys, const QString &tool)
{
    m_taken.clear();
    for (const auto &row : keys.rows) {
        if (row.standing != KeysData::Standing::Revoked)
            m_taken.append(row.name);
    }
    m_name->clear();
    offer(*m_tool, keys.tools, tool);
    offer(*m_project, keys.projects, {});
    m_nameField->setFault({});
    m_make->setEnabled(true);
    m_name->setFocus();
}

void KeyForm::setFault(const QString &fault)
{
    m_nameField->setFault(fault);
    m_make->setEnabled(true);
    m_name->setFocus();
}

void KeyForm::submit()
{
    KeyWish wish {
        m_name->text().trimmed(), m_tool->currentText().trimmed(), m_project->currentText().trimmed()};
    if (wish.name.isEmpty())
        return setFault(tr("Give it a name to recognise it by."));
    if (m_taken.contains(wish.name))
        return setFault(tr("Another key in use has this name."));
    m_make->setEnabled(false);
    Q_EMIT submitted(wish);
}

} // namespace slipswitch::ui
