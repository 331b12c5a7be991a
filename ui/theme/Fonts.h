#pragma once

#include <QFont>

#include <cstdint>

namespace slipswitch::ui {

/// The sizes and weights of the window, by what they are for.
enum class Type : std::uint8_t
{
    Caption,     ///< 11, medium: column heads, section names
    Small,       ///< 12: notes, table cells
    SmallStrong, ///< 12, medium
    Body,        ///< 13
    BodyStrong,  ///< 13, medium: names, buttons
    CardTitle,   ///< 13, semi-bold
    Step,        ///< 15, semi-bold
    Title,       ///< 18, display
    Number,      ///< 25, display
    Welcome,     ///< 30, display
    MonoSmall,   ///< 11
    Mono,        ///< 12: times, keys, code
    MonoBody,    ///< 13: addresses
};

/// Our own copies of Inter and JetBrains Mono where the build had them, else the system's fonts.
[[nodiscard]] QFont font(Type type);

/// Makes the fonts that are compiled in known to Qt. Once, after the application was made.
void loadFonts();

} // namespace slipswitch::ui
