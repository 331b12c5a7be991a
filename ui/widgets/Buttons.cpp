#include "ui/widgets/Buttons.h"

#include "ui/theme/Icons.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QTimer>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

QPushButton *makeButton(const QString &text, const QString &iconName, ButtonKind kind)
{
    auto *button = new QPushButton(text);
    if (!iconName.isEmpty())
        button->setIcon(ui::icon(iconName));
    setButtonKind(*button, kind);
    button->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    return button;
}

QPushButton *makeIconButton(const QString &iconName, const QString &says, ButtonKind kind)
{
    auto *button = makeButton({}, iconName, kind);
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    button->setAccessibleName(says);
    button->setToolTip(says);
    return button;
}

CopyButton::CopyButton(const QString &says, QWidget *parent)
    : QPushButton(parent)
    , m_says(says)
{
    setIcon(ui::icon(u"copy"_s));
    setButtonKind(*this, ButtonKind::Ghost);
    setSmall(*this);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(says);
    setToolTip(says);
    connect(this, &QPushButton::clicked, this, &CopyButton::copy);
}

void CopyButton::copy()
{
    QGuiApplication::clipboard()->setText(m_content);
    setIcon(ui::icon(u"check"_s));
    setAccessibleName(tr("Copied"));
    QTimer::singleShot(1500, this, [this] {
        setIcon(ui::icon(u"copy"_s));
        setAccessibleName(m_says);
    });
    Q_EMIT copied();
}

} // namespace slipswitch::ui
