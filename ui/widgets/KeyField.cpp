#include "ui/widgets/KeyField.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QFontMetricsF>
#include <QStyleOptionFrame>

#include <algorithm>

namespace slipswitch::ui {

namespace {

constexpr qsizetype prefixWithin = 8, tailLength = 4, shortest = 20;
constexpr QChar dot(0x2022);

} // namespace

QString maskedKey(const QString &key, qsizetype mostDots)
{
    if (key.size() < shortest)
        return QString(std::min(key.size(), mostDots), dot);
    const auto start = key.left(prefixWithin);
    const auto prefix
        = std::max(start.lastIndexOf(QLatin1Char('-')), start.lastIndexOf(QLatin1Char('_'))) + 1;
    const auto dots = std::clamp<qsizetype>(key.size() - prefix - tailLength, 1, mostDots);
    return key.left(prefix) + QString(dots, dot) + key.right(tailLength);
}

KeyField::KeyField(const QString &says, QWidget *parent)
    : QLineEdit(parent)
{
    setAccessibleName(says);
    setEchoMode(Password);
    setFont(ui::font(Type::Body));
    // What stands in for a key are words; a key has fixed letters.
    connect(this, &QLineEdit::textChanged, this,
        [this](const QString &text) { setFont(ui::font(text.isEmpty() ? Type::Body : Type::Mono)); });
    setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    setMaxLength(4096);
}

void KeyField::setRevealed(bool revealed)
{
    setEchoMode(revealed ? Normal : Password);
}

Secret KeyField::key() const
{
    return Secret(text().trimmed().toStdString());
}

void KeyField::clearKey()
{
    setRevealed(false);
    setText({});
    setFont(ui::font(Type::Body)); // the signals may be blocked
}

void KeyField::paintEvent(QPaintEvent *event)
{
    if (revealed() || text().isEmpty())
        return QLineEdit::paintEvent(event);
    QPainter painter(this);
    QStyleOptionFrame option;
    initStyleOption(&option);
    style()->drawPrimitive(QStyle::PE_PanelLineEdit, &option, &painter, this);
    const auto &t = tokens();
    const QRectF inner
        = style()->subElementRect(QStyle::SE_LineEditContents, &option, this).adjusted(2, 0, -2, 0);
    const auto shown = maskedKey(text().trimmed());
    const auto width = std::min(QFontMetricsF(font()).horizontalAdvance(shown), inner.width());
    if (hasSelectedText())
        painter.fillRect(QRectF(inner.left(), inner.center().y() - 9, width, 18), t.selection);
    paintText(painter, inner, shown, font(), t.text);
    if (hasFocus() && !hasSelectedText())
        painter.fillRect(QRectF(inner.left() + width + 1, inner.center().y() - 8, 1, 16), t.text);
}

} // namespace slipswitch::ui
