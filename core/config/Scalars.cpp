#include "core/config/Scalars.h"

#include <array>
#include <type_traits>

namespace slipswitch::config {

namespace {

using Unit = NumberSetting::Unit;

constexpr std::int64_t kib = 1024;
constexpr std::int64_t gib = kib * kib * kib;
constexpr std::int64_t longestTimeoutMs = 24 * 60 * 60 * 1000;
constexpr std::int64_t tenYears = 3660;

/// A number that stands at `s.group.field`.
template <auto Group, auto Field>
constexpr NumberSetting number(Unit unit, std::int64_t lowest, std::int64_t highest)
{
    return {unit, lowest, highest,
        [](const Settings &s) {
            if constexpr (requires { ((s.*Group).*Field).count(); })
                return static_cast<std::int64_t>(((s.*Group).*Field).count());
            else
                return static_cast<std::int64_t>((s.*Group).*Field);
        },
        [](Settings &s, std::int64_t value) {
            auto &field = (s.*Group).*Field;
            field = static_cast<std::remove_reference_t<decltype(field)>>(value);
        }};
}

using S = Settings;
using L = Settings::Listen;
using U = Settings::Upstream;
using G = Settings::Log;

const std::array<Scalar, 16> table {{
    {"listen", "port", number<&S::listen, &L::port>(Unit::Port, 0, 65535)},
    {"listen", "keyless", SwitchSetting {[](S &s) -> bool & { return s.listen.keyless; }}},
    {"listen", "allowedOrigins",
        TextListSetting {TextListSetting::Meaning::Origins,
            [](S &s) -> std::vector<std::string> & { return s.listen.allowedOrigins; }}},
    {"listen", "maxBodyBytes", number<&S::listen, &L::maxBodyBytes>(Unit::Bytes, kib, gib)},
    {"listen", "maxConnections", number<&S::listen, &L::maxConnections>(Unit::Count, 1, 65535)},
    {"listen", "keepAliveAfterMs",
        number<&S::listen, &L::keepAliveAfter>(Unit::Milliseconds, 0, longestTimeoutMs)},
    {"upstream", "connectTimeoutMs",
        number<&S::upstream, &U::connectTimeout>(Unit::Milliseconds, 100, longestTimeoutMs)},
    {"upstream", "firstByteTimeoutMs",
        number<&S::upstream, &U::firstByteTimeout>(Unit::Milliseconds, 100, longestTimeoutMs)},
    {"upstream", "silenceTimeoutMs",
        number<&S::upstream, &U::silenceTimeout>(Unit::Milliseconds, 100, longestTimeoutMs)},
    {"upstream", "proxy", ProxySetting {[](S &s) -> domain::ProxyChoice & { return s.upstream.proxy; }}},
    {"upstream", "caFile",
        TextSetting {TextSetting::Meaning::Path, [](S &s) -> std::string & { return s.upstream.caFile; }}},
    {"log", "keepDays", number<&S::log, &G::keepDays>(Unit::Days, 0, tenYears)},
    {"log", "maxBytes", number<&S::log, &G::maxBytes>(Unit::Bytes, kib *kib, 1024 * gib)},
    {"log", "keepBodies", SwitchSetting {[](S &s) -> bool & { return s.log.keepBodies; }}},
    {"log", "bodyKeepDays", number<&S::log, &G::bodyKeepDays>(Unit::Days, 0, tenYears)},
    {"log", "bodyMaxBytes", number<&S::log, &G::bodyMaxBytes>(Unit::Bytes, kib *kib, 1024 * gib)},
}};

} // namespace

std::span<const Scalar> scalars()
{
    return table;
}

} // namespace slipswitch::config
