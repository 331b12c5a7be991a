#pragma once

#include "ui/theme/Style.h"

#include <QPushButton>

namespace slipswitch::ui {

/// A push button; `iconName` is one of resources/icons and may be empty.
[[nodiscard]] QPushButton *makeButton(
    const QString &text, const QString &iconName = {}, ButtonKind kind = ButtonKind::Secondary);
/// A square button without words; `says` is its accessible name and tooltip.
[[nodiscard]] QPushButton *makeIconButton(
    const QString &iconName, const QString &says, ButtonKind kind = ButtonKind::Ghost);

/// Copies a text, says so with a tick for a moment.
class CopyButton : public QPushButton
{
    Q_OBJECT

public:
    /// @param says  what it copies, as "Copy address".
    explicit CopyButton(const QString &says, QWidget *parent = nullptr);

    void setContent(const QString &content) { m_content = content; }

Q_SIGNALS:
    void copied();

private:
    void copy();

    QString m_content, m_says;
};

} // namespace slipswitch::ui
