#pragma once

#include "core/base/Secret.h"
#include "core/domain/Dialect.h"
#include "core/domain/Quirks.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace slipswitch::domain {

/// How a key travels to the provider.
enum class AuthScheme : std::uint8_t
{
    None,
    Bearer,
    Header,
    Query
};

struct Authentication
{
    AuthScheme scheme = AuthScheme::Bearer;
    std::string name = "Authorization"; ///< header or query parameter
    std::string prefix = "Bearer ";
    bool operator==(const Authentication &) const = default;
};

/// One key of a provider.
struct Credential
{
    std::string id;        ///< unique within the provider: "main"
    std::string
        reference; ///< "keychain:openai/main", "vault:openai/main", "env:OPENAI_API_KEY"; never the key
    Secret secret;         ///< empty in settings; resolved in a Snapshot, in memory only
    bool operator==(const Credential &) const = default;
};

/// Where a provider's connections go through.
struct ProxyChoice
{
    enum class Mode : std::uint8_t
    {
        System,
        None,
        Fixed
    };
    Mode mode = Mode::System;
    std::string url; ///< for Fixed: http://[user@]host:port or socks5://…; a password stands in the keychain
    bool operator==(const ProxyChoice &) const = default;
};

/// A place that answers requests, with all that is needed to reach it.
struct Provider
{
    std::string name; ///< the user's, unique, [a-z0-9-]: "openai", "work-azure"
    std::string kind; ///< catalogue id, "custom-openai" or "demo"
    bool enabled = true;
    std::map<Dialect, std::string> baseUrls; ///< without a trailing slash; the dialect's path is appended
    Authentication auth;
    std::vector<Credential> credentials; ///< in order of preference
    std::map<std::string, std::string> extraHeaders; ///< sent with every request
    std::vector<std::string> models; ///< known to be offered; as the provider spells them
    bool modelsListed
        = false; ///< false: `models` may be incomplete, so bare names nobody else offers are taken
    Quirks quirks; ///< what the user says besides those that the catalogue has of its kind
    std::map<std::string, std::string>
        parameters; ///< what its kind needs to know besides: "api-version", "region"
    /// Models that go by another name there: a deployment at Azure, a profile's ARN at Bedrock.
    std::map<std::string, std::string> modelNames;
    ProxyChoice proxy;
    std::string caFile; ///< PEM file trusted in addition to the system's certificates; may be empty

    bool operator==(const Provider &) const = default;
};

} // namespace slipswitch::domain
