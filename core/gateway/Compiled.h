#pragma once

#include "core/base/Result.h"
#include "core/catalog/Catalog.h"
#include "core/config/Settings.h"
#include "core/domain/Dialect.h"
#include "core/governance/AccessKeys.h"
#include "core/http/Upstream.h"
#include "core/routing/Planner.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace slipswitch::gateway {

/// Where requests of one dialect go at one provider.
struct Target
{
    http::Origin origin;
    std::string hostField; ///< value of Host: with the port where it is not the scheme's own
    std::string basePath; ///< "/v1"; the dialect's path is appended
};

/// Which dialect a provider is spoken to in, and where.
struct Outbound
{
    domain::Dialect dialect = domain::Dialect::None;
    const Target *target = nullptr; ///< nullptr: it can't be spoken to
};

/// Proxy per provider name, found out beforehand: look-ups can block.
using ProxyMap = std::map<std::string, http::Proxy, std::less<>>;

/// A snapshot in the form the data plane works with: everything that needs parsing or indexing is done once.
/// Immutable; thread: any.
class Compiled
{
public:
    /// A provider whose address can't be parsed is left out of routing; `problems` names it.
    Compiled(config::SnapshotPtr snapshot, const ProxyMap &proxies, const catalog::Catalog &catalog);
    Compiled(const Compiled &) = delete;
    Compiled &operator=(const Compiled &) = delete;

    [[nodiscard]] const config::Settings &settings() const { return m_snapshot->settings; }
    [[nodiscard]] const std::vector<domain::Provider> &providers() const { return settings().providers; }
    [[nodiscard]] const governance::AccessKeyTable &keys() const { return m_keys; }
    [[nodiscard]] const routing::Planner &planner() const { return m_planner; }
    [[nodiscard]] const http::Timeouts &timeouts() const { return m_timeouts; }
    /// Of a provider (by index): what the catalogue says of its kind, and what the user says besides.
    [[nodiscard]] domain::Quirks quirks(std::size_t provider) const { return m_ways[provider].quirks; }
    /// nullptr when the provider (by index) doesn't take the dialect.
    [[nodiscard]] const Target *target(std::size_t provider, domain::Dialect dialect) const;
    /// The client's own dialect where the provider is known to take it, else one that it can be translated
    /// to: what the provider speaks best.
    /// @param model  which may answer in one of them only; empty: whichever there is
    [[nodiscard]] Outbound outbound(
        std::size_t provider, domain::Dialect inbound, std::string_view model = {}) const;
    /// For each provider, whether it can be asked in the dialect, by translation or without.
    [[nodiscard]] std::vector<bool> ableTo(domain::Dialect dialect) const;
    [[nodiscard]] const std::vector<std::string> &problems() const { return m_problems; }

private:
    /// In which dialect of counting the provider is asked.
    [[nodiscard]] Outbound counting(
        std::size_t provider, domain::Dialect inbound, std::string_view model) const;
    /// The first of the dialects that the provider takes.
    [[nodiscard]] Outbound anyOf(
        std::size_t provider, std::span<const domain::Dialect> wanted, std::string_view model) const;
    void addTargets(std::size_t provider, const ProxyMap &proxies);
    /// The same as `target`, of dialects in which the model answers.
    [[nodiscard]] const Target *targetOf(
        std::size_t provider, domain::Dialect dialect, std::string_view model) const;

    /// What the catalogue knows of a provider's kind.
    struct Ways
    {
        domain::Quirks quirks;
        domain::Dialect native = domain::Dialect::None;
    };

    config::SnapshotPtr m_snapshot;
    governance::AccessKeyTable m_keys;
    routing::Planner m_planner;
    http::Timeouts m_timeouts;
    std::vector<Ways> m_ways; ///< by provider
    std::vector<std::map<domain::Dialect, Target>> m_targets; ///< by provider
    std::vector<std::string> m_problems;
};

} // namespace slipswitch::gateway
