#include "ui/settings/SettingRow.h"

#include "ui/settings/ScalarWords.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using config::NumberSetting;
using config::Settings;
using Mode = domain::ProxyChoice::Mode;

namespace {

constexpr int numberWidth = 120, textWidth = 240;

} // namespace

SettingRow::SettingRow(const QString &title, const QString &help, QWidget *control, QWidget *parent)
    : QWidget(parent)
    , m_help(new Label({}, Type::Small, Ink::Tertiary))
    , m_fault(new Label({}, Type::Small, Ink::Bad))
    , m_control(control)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 5, 0, 5);
    column->setSpacing(4);
    auto *row = new QHBoxLayout;
    row->setSpacing(16);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addStretch(1);
    auto *name = new Label(title, Type::BodyStrong);
    name->setBuddy(control);
    words->addWidget(name);
    m_help->setWrapped();
    m_help->setAlignment(Qt::AlignTop | Qt::AlignLeft); // spare height goes around both, not between them
    name->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    words->addWidget(m_help);
    words->addStretch(1);
    row->addLayout(words, 1);
    row->addWidget(control, 0, Qt::AlignVCenter);
    column->addLayout(row);
    m_fault->setWrapped();
    column->addWidget(m_fault);
    if (control->accessibleName().isEmpty())
        control->setAccessibleName(title);
    setHelp(help);
    setFault({});
}

void SettingRow::setHelp(const QString &help)
{
    m_help->setText(help);
    m_help->setVisible(!help.isEmpty());
}

void SettingRow::setFault(const QString &fault)
{
    m_fault->setText(fault);
    m_fault->setVisible(!fault.isEmpty());
    m_control->setAccessibleDescription(fault);
}

QString SettingRow::fault() const
{
    return m_fault->text();
}

struct ScalarRow::Parts
{
    QWidget *control = nullptr;
    QLineEdit *field = nullptr;
    Switch *onOff = nullptr;
    SegmentedControl *modes = nullptr;
};

ScalarRow::Parts ScalarRow::partsFor(const config::Scalar &scalar)
{
    Parts parts;
    if (std::holds_alternative<config::SwitchSetting>(scalar.type)) {
        parts.onOff = new Switch(wordsOf(scalar).title);
        parts.control = parts.onOff;
        return parts;
    }
    parts.field = new QLineEdit;
    const bool number = std::holds_alternative<NumberSetting>(scalar.type);
    parts.field->setFixedWidth(number ? numberWidth : textWidth);
    parts.field->setAccessibleName(wordsOf(scalar).title);
    parts.control = parts.field;
    if (!std::holds_alternative<config::ProxySetting>(scalar.type))
        return parts;
    parts.control = new QWidget;
    auto *column = new QVBoxLayout(parts.control);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    parts.modes = new SegmentedControl(
        wordsOf(scalar).title, {{tr("System"), {}}, {tr("None"), {}}, {tr("Own"), {}}});
    column->addWidget(parts.modes, 0, Qt::AlignRight);
    parts.field->setPlaceholderText(u"http://host:port"_s);
    column->addWidget(parts.field);
    return parts;
}

ScalarRow::ScalarRow(const config::Scalar &scalar, QWidget *parent)
    : ScalarRow(scalar, partsFor(scalar), parent)
{ }

ScalarRow::ScalarRow(const config::Scalar &scalar, const Parts &parts, QWidget *parent)
    : SettingRow(wordsOf(scalar).title, wordsOf(scalar).help, parts.control, parent)
    , m_scalar(scalar)
    , m_field(parts.field)
    , m_switch(parts.onOff)
    , m_modes(parts.modes)
{
    setObjectName(pathOf(scalar));
    if (m_switch)
        connect(m_switch, &QAbstractButton::clicked, this, &ScalarRow::commit);
    if (m_modes)
        connect(m_modes, &SegmentedControl::currentChanged, this, &ScalarRow::chooseProxy);
    if (m_field) {
        connect(m_field, &QLineEdit::editingFinished, this, &ScalarRow::commit);
        connect(m_field, &QLineEdit::textEdited, this, [this] {
            setFault({});
            setFaulty(*m_field, false);
        });
        m_field->installEventFilter(this);
    }
    fill();
}

void ScalarRow::setSettings(const Settings &settings)
{
    m_settings = settings;
    const bool typing = m_field && m_field->hasFocus() && m_field->isModified();
    if (!typing && fault().isEmpty())
        fill();
}

void ScalarRow::fill()
{
    auto settings = m_settings;
    if (m_switch)
        m_switch->setChecked(std::get<config::SwitchSetting>(m_scalar.type).in(settings));
    if (m_modes) {
        const auto &choice = std::get<config::ProxySetting>(m_scalar.type).in(settings);
        const QSignalBlocker quiet(m_modes);
        m_modes->setCurrent(choice.mode == Mode::System ? 0 : choice.mode == Mode::None ? 1 : 2);
        m_field->setVisible(choice.mode == Mode::Fixed);
        m_field->setText(QString::fromStdString(choice.url));
    } else if (m_field) {
        const bool nothing = !std::holds_alternative<NumberSetting>(m_scalar.type)
            && sameScalar(m_scalar, m_settings, Settings {});
        m_field->setText(nothing ? QString() : valueText(m_scalar, m_settings));
        m_field->setPlaceholderText(nothing ? tr("None") : QString());
    }
    if (m_field) {
        m_field->setModified(false);
        m_field->setCursorPosition(0);
        setFaulty(*m_field, false);
    }
    setFault({});
}

/// "Own" only shows the field: there is nothing to apply yet.
void ScalarRow::chooseProxy(int index)
{
    m_field->setVisible(index == 2);
    if (index == 2 && m_field->text().isEmpty()) {
        m_field->setFocus();
        return;
    }
    commit();
}

QString ScalarRow::read(Settings &wanted) const
{
    if (const auto *number = std::get_if<NumberSetting>(&m_scalar.type)) {
        const auto value = numberFrom(number->unit, m_field->text());
        if (!value || *value < number->lowest || *value > number->highest)
            return boundsText(*number);
        number->set(wanted, *value);
    } else if (const auto *onOff = std::get_if<config::SwitchSetting>(&m_scalar.type)) {
        onOff->in(wanted) = m_switch->isChecked();
    } else if (const auto *words = std::get_if<config::TextSetting>(&m_scalar.type)) {
        words->in(wanted) = m_field->text().trimmed().toStdString();
    } else if (const auto *list = std::get_if<config::TextListSetting>(&m_scalar.type)) {
        list->in(wanted).clear();
        for (const auto &one : m_field->text().split(u',', Qt::SkipEmptyParts)) {
            if (!one.trimmed().isEmpty())
                list->in(wanted).push_back(one.trimmed().toStdString());
        }
    } else {
        auto &choice = std::get<config::ProxySetting>(m_scalar.type).in(wanted);
        const int mode = m_modes->current();
        choice.mode = mode == 0 ? Mode::System : mode == 1 ? Mode::None : Mode::Fixed;
        choice.url = mode == 2 ? m_field->text().trimmed().toStdString() : std::string();
    }
    return complaintAbout(wanted);
}

QString ScalarRow::complaintAbout(const Settings &wanted) const
{
    // The rest may be at fault from elsewhere; this row answers for itself.
    Settings alone;
    copyScalar(m_scalar, alone, wanted);
    const auto valid = service::SettingsEditor::validate(alone);
    if (valid)
        return {};
    const auto detail = QString::fromStdString(valid.error().detail);
    const auto colon = detail.indexOf(u": "_s);
    return colon < 0 ? detail : tr("It %1.").arg(detail.mid(colon + 2));
}

void ScalarRow::commit()
{
    auto wanted = m_settings;
    const auto complaint = read(wanted);
    setFault(complaint);
    if (m_field)
        setFaulty(*m_field, !complaint.isEmpty());
    if (!complaint.isEmpty())
        return;
    if (m_field)
        m_field->setModified(false);
    if (sameScalar(m_scalar, m_settings, wanted))
        return fill();
    m_settings = wanted;
    fill();
    Q_EMIT changed(wanted);
}

bool ScalarRow::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        fill();
        return true;
    }
    return SettingRow::eventFilter(watched, event);
}

} // namespace slipswitch::ui
