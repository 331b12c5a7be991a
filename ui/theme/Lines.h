#pragma once

#include "ui/theme/Tokens.h"

#include <QString>

namespace slipswitch::ui {

/// A provider's line: the colour and the letter that stand for it everywhere.
struct Line
{
    QColor color;
    QString letter;
};

/// @param kind  the provider's catalogue id ("openai") or, where it isn't known, its name.
/// Kinds without a colour of their own share the last one and differ by letter.
[[nodiscard]] Line lineOf(const QString &kind, const Tokens &tokens);

/// The chart's colour of what was answered only after a retry or by another provider.
[[nodiscard]] QColor reroutedColor(const Tokens &tokens);

/// A badge in the colour of a line: ground, edge and letter.
struct BadgeColors
{
    QColor fill, edge, text;
};
[[nodiscard]] BadgeColors badgeColors(const QColor &line, const Tokens &tokens);

} // namespace slipswitch::ui
