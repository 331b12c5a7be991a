#pragma once

#include "ui/theme/Tokens.h"

#include <QProxyStyle>

#include <cstdint>

class QAbstractButton;

namespace slipswitch::ui {

/// How much room rows take.
enum class Density : std::uint8_t
{
    Compact,
    Normal,
    Roomy,
};

/// How much a button asks for. One primary button per area.
enum class ButtonKind : std::uint8_t
{
    Secondary,
    Primary,
    Danger,
    Ghost, ///< no edge until hovered
};
void setButtonKind(QAbstractButton &button, ButtonKind kind);
/// 26 instead of 32 pixels high; for fields too.
void setSmall(QWidget &control);
/// A field whose content can't be: red edge.
void setFaulty(QWidget &field, bool faulty);

/// Draws every standard control from the tokens, over Fusion. What it does not name is Fusion with our
/// palette. Lengths are logical pixels.
class Style : public QProxyStyle
{
    Q_OBJECT

public:
    explicit Style(Tokens tokens, Density density = Density::Normal);

    [[nodiscard]] const Tokens &tokens() const { return m_tokens; }
    [[nodiscard]] Density density() const { return m_density; }

    void polish(QWidget *widget) override;
    using QProxyStyle::polish;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
        const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
        const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
        const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
        const QWidget *widget) const override;
    QRect subElementRect(
        SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents,
        const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
        QStyleHintReturn *answer) const override;

private:
    Tokens m_tokens;
    Density m_density;
};

/// The colours in force: those of the application's style; light where it has another one.
[[nodiscard]] const Tokens &tokens();
/// The density in force. Lists take their rows' height from it, and again at QEvent::StyleChange.
[[nodiscard]] Density density();
/// One of three heights, by the density in force.
[[nodiscard]] int byDensity(int compact, int normal, int roomy);

} // namespace slipswitch::ui
