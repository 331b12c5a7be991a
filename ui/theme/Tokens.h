#pragma once

#include <QColor>

#include <array>
#include <cstdint>

namespace slipswitch::ui {

/// What a text or an icon means; each has at least 4.5:1 on every ground it may stand on.
enum class Ink : std::uint8_t
{
    Text,
    Secondary,
    Tertiary,
    Accent,
    Ok,
    Warn,
    Bad,
    Info,
    Cache,
    OnAccent, ///< white, on the accent's fill
    Disabled,
};

/// A pale ground with an ink that belongs to it: pills, banners, diff lines.
enum class Tone : std::uint8_t
{
    Neutral,
    Accent,
    Ok,
    Warn,
    Bad,
    Info,
    Cache,
};

/// Every colour of the window in one of its two schemes. A plain value; nothing else in ui names a colour.
struct Tokens
{
    bool dark = false;
    QColor app, canvas, surface, raised, inset, hover;
    QColor border, borderStrong, edge; ///< edge: of controls, and a switch that is off
    QColor text, text2, text3;
    QColor accent, accentHover, accentText, selection, onAccent;
    QColor ok, okSoft, warn, warnSoft, bad, badSoft, info, infoSoft, cache, cacheSoft;
    QColor neutral, track;
    std::array<QColor, 8> lines; ///< of providers, in the order of `Line`

    [[nodiscard]] QColor ink(Ink ink) const;
    [[nodiscard]] QColor soft(Tone tone) const;
    [[nodiscard]] QColor strong(Tone tone) const;

    bool operator==(const Tokens &) const = default;
};

[[nodiscard]] const Tokens &lightTokens();
[[nodiscard]] const Tokens &darkTokens();

/// Between two colours; 0 gives the first.
[[nodiscard]] QColor mix(const QColor &from, const QColor &to, double share);
[[nodiscard]] QColor withAlpha(QColor color, double alpha);

} // namespace slipswitch::ui
