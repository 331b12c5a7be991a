#pragma once

#include "core/service/GatewayService.h"

#include <QWidget>

#include <functional>

class QPushButton;

namespace slipswitch::ui {

class CodeView;

/// A command to try the gateway with. It must work when it is pasted, so it gets an access key of its own,
/// and that only when it is asked for.
class TryLine : public QWidget
{
    Q_OBJECT

public:
    explicit TryLine(QWidget *parent = nullptr);

    /// Whether there is an address to send something to.
    void setReady(bool ready);
    /// Shows the command, and puts it into the clipboard.
    /// @param copied  with the key that `shown` masks.
    void setLine(const QString &shown, const QString &copied);
    [[nodiscard]] CodeView *code() const { return m_code; }
    [[nodiscard]] QPushButton *button() const { return m_button; }

Q_SIGNALS:
    void wanted();

private:
    QPushButton *m_button;
    CodeView *m_code;
};

/// Makes the key and fills the line whenever it is wanted.
/// @param gateway  outlives the line; @param failed  told why there is no key.
void serveTryLine(
    service::GatewayService &gateway, TryLine &line, const std::function<void(const Error &)> &failed);

} // namespace slipswitch::ui
