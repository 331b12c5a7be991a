#pragma once

#include "core/base/Secret.h"

#include <QLineEdit>

namespace slipswitch::ui {

/// Where a key is pasted. Shows its beginning and its last four characters only, unless revealed; nothing of
/// it is told to assistive tools or the clipboard while it is hidden.
class KeyField : public QLineEdit
{
    Q_OBJECT

public:
    /// @param says  its accessible name.
    explicit KeyField(const QString &says, QWidget *parent = nullptr);

    [[nodiscard]] bool revealed() const { return echoMode() == Normal; }
    void setRevealed(bool revealed);
    /// A copy, without space around it.
    [[nodiscard]] Secret key() const;
    /// Forgets what was typed, the undo steps with it.
    void clearKey();

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// "gsk_••••7Hq2": the parts by which a key is recognised; short ones are dots alone.
[[nodiscard]] QString maskedKey(const QString &key, qsizetype mostDots = 44);

} // namespace slipswitch::ui
