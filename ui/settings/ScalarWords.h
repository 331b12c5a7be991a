#pragma once

#include "core/service/SettingsEditor.h"

#include <QString>

#include <cstdint>
#include <optional>

/// The settings table in words: names, units, and what was typed back into numbers. Pure.
namespace slipswitch::ui {

/// Which card a setting stands in.
enum class SettingCard : std::uint8_t
{
    Gateway,
    Log,
    Network,
    Advanced,
};

struct ScalarWords
{
    SettingCard card = SettingCard::Advanced;
    QString title, help;
};
[[nodiscard]] ScalarWords wordsOf(const config::Scalar &scalar);
/// "listen.port"
[[nodiscard]] QString pathOf(const config::Scalar &scalar);

/// "4141", "5 GiB", "10 s", "7 days".
[[nodiscard]] QString numberText(config::NumberSetting::Unit unit, std::int64_t value);
/// What `numberText` writes, and what people write: "512 MB", "1.5g", "90", "2 min".
/// @return  nullopt when it is no such number
[[nodiscard]] std::optional<std::int64_t> numberFrom(config::NumberSetting::Unit unit, const QString &text);
/// "A whole number from 0 to 65535." for what `numberFrom` refuses or what is out of bounds.
[[nodiscard]] QString boundsText(const config::NumberSetting &number);

/// Takes over this one setting.
void copyScalar(const config::Scalar &scalar, config::Settings &to, const config::Settings &from);
[[nodiscard]] bool sameScalar(
    const config::Scalar &scalar, const config::Settings &a, const config::Settings &b);
/// The setting's value for a message: "4141", "on", "socks5://…".
[[nodiscard]] QString valueText(const config::Scalar &scalar, const config::Settings &settings);

} // namespace slipswitch::ui
