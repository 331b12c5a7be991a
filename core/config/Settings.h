#pragma once

#include "core/domain/AccessKey.h"
#include "core/domain/Provider.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace slipswitch::config {

/// Everything the user can set, as it stands in the settings file. No secrets: credentials are references.
struct Settings
{
    struct Listen
    {
        std::uint16_t port = 4141; ///< 0: any free one
        bool keyless = false; ///< attribute calls without a key to the key "local"; loopback only
        std::vector<std::string> allowedOrigins; ///< web pages that may call, as "http://localhost:3000"
        std::size_t maxBodyBytes = 64 * 1024 * 1024;
        std::size_t maxConnections = 1024;
        std::chrono::milliseconds keepAliveAfter {15'000}; ///< of silence in a stream; 0: never
        bool operator==(const Listen &) const = default;
    };
    struct Upstream
    {
        std::chrono::milliseconds connectTimeout {10'000};
        std::chrono::milliseconds firstByteTimeout {300'000};
        std::chrono::milliseconds silenceTimeout {300'000};
        domain::ProxyChoice proxy; ///< for providers that leave theirs at System
        std::string caFile; ///< PEM, trusted in addition for every provider
        bool operator==(const Upstream &) const = default;
    };
    struct Log
    {
        std::uint32_t keepDays = 0; ///< 0: no limit by age
        std::uint64_t maxBytes = 5ULL * 1024 * 1024 * 1024;
        bool keepBodies = false;
        std::uint32_t bodyKeepDays = 7;
        std::uint64_t bodyMaxBytes = 512ULL * 1024 * 1024;
        bool operator==(const Log &) const = default;
    };

    Listen listen;
    Upstream upstream;
    Log log;
    std::vector<domain::Provider> providers; ///< in the user's order, which routing follows
    std::map<std::string, std::string, std::less<>> aliases; ///< model name → model name or "provider/model"
    std::vector<domain::AccessKey> accessKeys;

    bool operator==(const Settings &) const = default;
};

using SettingsPtr = std::shared_ptr<const Settings>;

/// Settings with every secret resolved: immutable, in memory only, handed to the data plane by pointer.
/// A request keeps the one it began with.
struct Snapshot
{
    Settings settings; ///< credentials carry their secrets; empty where one could not be read
    std::uint64_t generation = 0;
};

using SnapshotPtr = std::shared_ptr<const Snapshot>;

} // namespace slipswitch::config
