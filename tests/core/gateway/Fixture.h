#pragma once

#include "core/catalog/Catalog.h"
#include "core/gateway/DataPlane.h"
#include "core/governance/AccessKeys.h"
#include "core/ledger/Reader.h"
#include "tests/support/RawClient.h"

#include <QTemporaryDir>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::tests {

/// A whole data plane over a ledger of its own, as a client meets it.
class GatewayFixture
{
public:
    GatewayFixture();

    config::Settings settings; ///< change before start
    gateway::LiveFeed *live = nullptr; ///< who is told, if anybody; set before start
    /// A provider at a loopback port whose key is "upstream-secret-<name>".
    domain::Provider &addProvider(
        const std::string &name, std::uint16_t port, std::vector<std::string> models = {});
    /// @param timeouts  short ones for upstreams that never answer
    void start();
    void stop();

    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] const std::string &key() const { return m_key; }
    [[nodiscard]] const catalog::Catalog &catalog() const { return *m_catalog; }
    [[nodiscard]] gateway::DataPlane &plane() { return *m_plane; }

    /// A request's bytes with key, host and length.
    [[nodiscard]] std::string request(
        std::string_view path, std::string_view body, std::string_view moreFields = {}) const;
    [[nodiscard]] RawClient::Response post(std::string_view path, std::string_view body);
    [[nodiscard]] RawClient::Response get(std::string_view path);
    /// Stops the gateway and reads what it recorded, oldest first, with tries.
    [[nodiscard]] std::vector<domain::Exchange> recorded();
    /// The same, of one exchange with the bodies that were kept.
    [[nodiscard]] ledger::LogDetail detail(RequestId id) const;

private:
    [[nodiscard]] std::filesystem::path folder() const { return m_folder.path().toStdString(); }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    std::shared_ptr<const catalog::Catalog> m_catalog;
    std::unique_ptr<ledger::Ledger> m_ledger;
    std::unique_ptr<gateway::DataPlane> m_plane;
    std::string m_key;
    std::uint16_t m_port = 0;
};

/// A reply of an upstream with a length.
[[nodiscard]] std::string reply(
    std::string_view status, std::string_view type, std::string_view body, std::string_view moreFields = {});
/// The head of a chunked stream of events.
[[nodiscard]] std::string streamHead();
[[nodiscard]] std::string chunk(std::string_view bytes);

} // namespace slipswitch::tests
