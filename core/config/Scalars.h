#pragma once

#include "core/config/Settings.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace slipswitch::config {

/// A whole number with bounds, both included. Defaults are those of `Settings`.
struct NumberSetting
{
    enum class Unit : std::uint8_t
    {
        Count,
        Port,
        Bytes,
        Milliseconds,
        Days
    };
    Unit unit;
    std::int64_t lowest, highest;
    std::int64_t (*get)(const Settings &);
    void (*set)(Settings &, std::int64_t);
};

struct SwitchSetting
{
    bool &(*in)(Settings &);
};

struct TextSetting
{
    enum class Meaning : std::uint8_t
    {
        Path
    };
    Meaning meaning;
    std::string &(*in)(Settings &);
};

struct TextListSetting
{
    enum class Meaning : std::uint8_t
    {
        Origins
    };
    Meaning meaning;
    std::vector<std::string> &(*in)(Settings &);
};

struct ProxySetting
{
    domain::ProxyChoice &(*in)(Settings &);
};

/// One plain setting: where it stands in the file ("listen"."port"), its type and bounds.
struct Scalar
{
    std::string_view section, key;
    std::variant<NumberSetting, SwitchSetting, TextSetting, TextListSetting, ProxySetting> type;
};

/// All of them, in the file's order. Reading, writing and the settings page are built from this table.
[[nodiscard]] std::span<const Scalar> scalars();

} // namespace slipswitch::config
