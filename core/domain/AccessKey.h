#pragma once

#include "core/base/Clock.h"

#include <array>
#include <optional>
#include <string>

namespace slipswitch::domain {

/// What a tool shows us to be let in. The key itself is shown once and never stored.
struct AccessKey
{
    std::string id;                       ///< "key_" and 8 characters; stable, safe to show
    std::string name;                     ///< the user's: "Claude Code on laptop"
    std::array<std::uint8_t, 32> hash {}; ///< SHA-256 of the whole key; 160 random bits need no stretching
    std::string ending;                   ///< last four characters, to recognise it by
    std::string tool;                     ///< which tool uses it; may be empty
    std::string project;
    UtcTime createdAt {};
    std::optional<UtcTime> revokedAt;

    bool operator==(const AccessKey &) const = default;
};

} // namespace slipswitch::domain
