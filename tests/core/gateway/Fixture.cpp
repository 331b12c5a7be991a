#include "tests/core/gateway/Fixture.h"

#include "core/gateway/demo/DemoScript.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace slipswitch::tests {

GatewayFixture::GatewayFixture()
    : m_catalog(catalog::Catalog::loadShipped().value())
{
    auto made = governance::createAccessKey("Test key", "tests", {}, m_clock.utcNow());
    m_key = made.secret.reveal();
    settings.accessKeys.push_back(made.key);
    settings.upstream.firstByteTimeout = std::chrono::seconds {2};
    settings.upstream.silenceTimeout = std::chrono::seconds {2};
    settings.providers.push_back(gateway::demo::demoProvider());
}

domain::Provider &GatewayFixture::addProvider(
    const std::string &name, std::uint16_t port, std::vector<std::string> models)
{
    domain::Provider provider;
    provider.name = name;
    provider.kind = "openai";
    using domain::Dialect;
    for (const auto dialect : {Dialect::OpenAiChat, Dialect::OpenAiCompletions, Dialect::OpenAiResponses,
             Dialect::OpenAiEmbeddings})
        provider.baseUrls[dialect] = "http://127.0.0.1:" + std::to_string(port) + "/v1";
    provider.credentials.push_back({"main", "env:NONE", Secret("upstream-secret-" + name)});
    provider.modelsListed = !models.empty();
    provider.models = std::move(models);
    settings.providers.push_back(std::move(provider));
    return settings.providers.back();
}

void GatewayFixture::start()
{
    auto opened = ledger::Ledger::open({folder(), settings.log, {}});
    if (!opened)
        throw std::runtime_error(opened.error().detail);
    m_ledger = std::move(*opened);
    auto snapshot = std::make_shared<config::Snapshot>();
    snapshot->settings = settings;
    m_plane = std::make_unique<gateway::DataPlane>(m_clock, *m_catalog, *m_ledger, live);
    auto bound = m_plane->start(
        0, std::make_shared<const gateway::Compiled>(snapshot, gateway::ProxyMap {}, *m_catalog));
    if (!bound)
        throw std::runtime_error(bound.error().detail);
    m_port = *bound;
}

void GatewayFixture::stop()
{
    if (m_plane)
        m_plane->stop(std::chrono::seconds {5});
    if (m_ledger)
        m_ledger->close(std::chrono::seconds {20});
    m_plane.reset();
    m_ledger.reset();
}

std::string GatewayFixture::request(
    std::string_view path, std::string_view body, std::string_view moreFields) const
{
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + m_key
        + "\r\nContent-Type: application/json\r\n" + std::string(moreFields)
        + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

RawClient::Response GatewayFixture::post(std::string_view path, std::string_view body)
{
    RawClient client(m_port);
    client.send(request(path, body));
    return client.readResponse(std::chrono::seconds {20});
}

RawClient::Response GatewayFixture::get(std::string_view path)
{
    RawClient client(m_port);
    client.send(
        "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + m_key + "\r\n\r\n");
    return client.readResponse();
}

std::vector<domain::Exchange> GatewayFixture::recorded()
{
    stop();
    ledger::Reader reader(folder());
    const auto page = reader.page({}, std::nullopt, 1000);
    if (!page)
        throw std::runtime_error(page.error().detail);
    std::vector<domain::Exchange> exchanges;
    for (const auto &row : page->rows)
        exchanges.push_back(reader.detail(row.exchange.id).value().exchange);
    // Ids of one millisecond stand in any order.
    std::ranges::sort(exchanges, {}, &domain::Exchange::startedAt);
    return exchanges;
}

ledger::LogDetail GatewayFixture::detail(RequestId id) const
{
    return ledger::Reader(folder()).detail(id).value();
}

std::string reply(
    std::string_view status, std::string_view type, std::string_view body, std::string_view moreFields)
{
    return "HTTP/1.1 " + std::string(status) + "\r\nContent-Type: " + std::string(type) + "\r\n"
        + std::string(moreFields) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n"
        + std::string(body);
}

std::string streamHead()
{
    return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
}

std::string chunk(std::string_view bytes)
{
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return size + std::string(bytes) + "\r\n";
}

} // namespace slipswitch::tests
