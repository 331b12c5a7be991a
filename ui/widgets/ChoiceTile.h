#pragma once

#include <QAbstractButton>

namespace slipswitch::ui {

/// One of several things to choose: a badge, a name and a few words.
class ChoiceTile : public QAbstractButton
{
    Q_OBJECT

public:
    /// @param kind  the provider's; @param about  paler, beneath the name; may be empty.
    ChoiceTile(const QString &kind, const QString &name, const QString &about, QWidget *parent = nullptr);
    /// A tool, with letters of its own. Checkable: the chosen one shows a tick.
    static ChoiceTile *forTool(const QString &tool, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {96, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_kind, m_letters, m_name, m_about;
};

} // namespace slipswitch::ui
