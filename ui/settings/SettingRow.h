#pragma once

#include "core/service/SettingsEditor.h"

#include <QWidget>

#include <functional>

class QLineEdit;

namespace slipswitch::ui {

class Label;
class SegmentedControl;
class Switch;

/// One setting: its name and what it means at the left, its control at the right, what is wrong beneath.
class SettingRow : public QWidget
{
    Q_OBJECT

public:
    SettingRow(const QString &title, const QString &help, QWidget *control, QWidget *parent = nullptr);

    void setFault(const QString &fault);
    [[nodiscard]] QString fault() const;
    void setHelp(const QString &help);

private:
    Label *m_help, *m_fault;
    QWidget *m_control;
};

/// A setting of the table, shown and edited by its type. What is typed counts at Enter or when the field is
/// left; Escape takes it back.
class ScalarRow : public SettingRow
{
    Q_OBJECT

public:
    explicit ScalarRow(const config::Scalar &scalar, QWidget *parent = nullptr);

    [[nodiscard]] const config::Scalar &scalar() const { return m_scalar; }
    /// Leaves alone what the user is typing.
    void setSettings(const config::Settings &settings);

Q_SIGNALS:
    /// @param wanted  all settings as they were, with this one changed; valid
    void changed(const slipswitch::config::Settings &wanted);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Parts; ///< the control and what it is made of
    ScalarRow(const config::Scalar &scalar, const Parts &parts, QWidget *parent);
    [[nodiscard]] static Parts partsFor(const config::Scalar &scalar);
    void fill();
    void commit();
    void chooseProxy(int index);
    /// What is wrong; empty: it stands in `wanted` now.
    [[nodiscard]] QString read(config::Settings &wanted) const;
    [[nodiscard]] QString complaintAbout(const config::Settings &wanted) const;

    const config::Scalar &m_scalar;
    config::Settings m_settings;
    QLineEdit *m_field = nullptr;
    Switch *m_switch = nullptr;
    SegmentedControl *m_modes = nullptr;
};

} // namespace slipswitch::ui
