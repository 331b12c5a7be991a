#pragma once

#include <QObject>

class QDBusVariant;

namespace slipswitch::ui {

/// Whether the desktop is dark, as its portal tells; asked without waiting. Until it answers, and where no
/// portal is, the platform's own palette decides. Thread: Qt.
class SystemScheme : public QObject
{
    Q_OBJECT

public:
    explicit SystemScheme(QObject *parent = nullptr);

    [[nodiscard]] bool dark() const { return m_dark; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void settingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void ask();
    void take(const QVariant &value);

    bool m_dark;
};

} // namespace slipswitch::ui
