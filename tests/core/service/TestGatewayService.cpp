#include "core/base/Files.h"
#include "core/config/SettingsStore.h"
#include "core/service/GatewayService.h"
#include "tests/support/RawClient.h"
#include "tests/support/ScriptedPeer.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <future>

using namespace slipswitch;
using service::GatewayService;
using service::GatewayState;
using service::LiveBatch;
using service::ProviderHealth;
using service::PulseSample;
using tests::RawClient;
using Phase = GatewayState::Phase;

/// The whole gateway behind the one object that a window sees.
class TestGatewayService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void stateTellsStartAndStop();
    void startSoonReturnsBeforeItListens();
    void aRestartKeepsWhatItWasStartedWith();
    void bodiesAskedForAWhileAreNotKeptForEver();
    void failedStartSaysWhy();
    void stopOvertakesAStart();
    void requestsAreToldInBatches();
    void nothingIsCountedInFlightAfterwards();
    void feedIsSilentOnceNobodyIsConnected();
    void pauseAnswersWith503AndResumes();
    void numbersBeatWhileHeard();
    void failuresShowInHealthWithWhoStandsIn();
    void editedSettingsAreTold();
    void aChangedPortIsListenedOnOnceNothingIsUnderWay();
    void raiseOverTheSocketIsSignalled();

private:
    [[nodiscard]] config::Home home() const
    {
        return config::Home::open(m_dir->path().toStdString()).value();
    }
    void start();
    /// Asks from another thread, so that this one can turn.
    [[nodiscard]] RawClient::Response ask(const std::string &model, bool stream = false);

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<GatewayService> m_gateway;
};

void TestGatewayService::initTestCase()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    qputenv("NO_PROXY", "*");
    qputenv("SLIPSWITCH_TEST_KEY", "sk-test-upstream-0001");
}

void TestGatewayService::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_gateway = std::make_unique<GatewayService>(home());
}

void TestGatewayService::cleanup()
{
    m_gateway.reset();
    m_dir.reset();
}

void TestGatewayService::start()
{
    GatewayService::StartOptions options;
    options.port = 0;
    options.mintKey = true;
    const auto started = m_gateway->start(options);
    QVERIFY2(started.has_value(), started ? "" : started.error().detail.c_str());
}

RawClient::Response TestGatewayService::ask(const std::string &model, bool stream)
{
    const auto body = R"({"model":")" + model + R"(","stream":)" + (stream ? "true" : "false")
        + R"(,"messages":[{"role":"user","content":"Hello"}]})";
    auto answer = std::async(std::launch::async,
        [port = m_gateway->port(), key = std::string(m_gateway->sessionKey().reveal()), body] {
            RawClient client(port);
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + key + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size())
                + "\r\n\r\n" + body);
            return client.readResponse(std::chrono::seconds {20});
        });
    while (answer.wait_for(std::chrono::milliseconds {5}) != std::future_status::ready)
        QCoreApplication::processEvents();
    return answer.get();
}

void TestGatewayService::stateTellsStartAndStop()
{
    std::vector<Phase> phases;
    connect(m_gateway.get(), &GatewayService::stateChanged, this,
        [&](const GatewayState &state) { phases.push_back(state.phase); });
    QVERIFY(m_gateway->state().phase == Phase::Stopped);
    start();
    QVERIFY(m_gateway->state().listens() && m_gateway->state().port != 0);
    QVERIFY(m_gateway->state().address.endsWith(QStringLiteral("/v1")));
    m_gateway->stop();
    const std::vector expected {Phase::Starting, Phase::Listening, Phase::Stopped};
    QVERIFY(phases == expected);
    start(); // once more in the same process
    QVERIFY(m_gateway->state().listens());
}

void TestGatewayService::startSoonReturnsBeforeItListens()
{
    GatewayService::StartOptions options;
    options.port = 0;
    m_gateway->startSoon(options);
    QVERIFY(m_gateway->state().phase == Phase::Starting);
    QTRY_VERIFY(m_gateway->state().phase == Phase::Listening);
}

void TestGatewayService::aRestartKeepsWhatItWasStartedWith()
{
    quint16 free = 0;
    {
        boost::asio::io_context io;
        using boost::asio::ip::tcp;
        free = tcp::acceptor(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0))
                   .local_endpoint()
                   .port();
    }
    GatewayService::StartOptions options;
    options.port = free;
    options.mintKey = true;
    QVERIFY(m_gateway->start(options).has_value());
    m_gateway->restart();
    QVERIFY(m_gateway->state().phase == Phase::Starting);
    m_gateway->restart(); // it is starting already
    QTRY_VERIFY_WITH_TIMEOUT(m_gateway->state().phase != Phase::Starting, 20'000);
    QVERIFY2(m_gateway->state().listens(), qPrintable(m_gateway->state().problem));
    QCOMPARE(m_gateway->port(), free);
    QCOMPARE(ask("demo/echo").status, 200);
}

void TestGatewayService::bodiesAskedForAWhileAreNotKeptForEver()
{
    const auto file = home().dataFolder() / "bodies-until";
    start();
    m_gateway->bodies().keepFor(this, std::chrono::seconds {600}, [](const Result<void> &) { });
    const auto until = m_gateway->bodies().until();
    QVERIFY(until.has_value());
    QTRY_VERIFY_WITH_TIMEOUT(m_gateway->settings()->log.keepBodies, 20'000);

    m_gateway = std::make_unique<GatewayService>(home()); // the end is remembered
    start();
    QVERIFY(m_gateway->settings()->log.keepBodies);
    QVERIFY(m_gateway->bodies().until() == std::chrono::floor<std::chrono::seconds>(*until));

    m_gateway.reset();
    QVERIFY(writeFileAtomically(file, "1000000000").has_value()); // it came while nothing ran
    m_gateway = std::make_unique<GatewayService>(home());
    start();
    QVERIFY(!m_gateway->settings()->log.keepBodies);
    QVERIFY(!m_gateway->bodies().until());
    QVERIFY(!std::filesystem::exists(file));

    m_gateway->bodies().keepFor(this, std::chrono::seconds {0}, [](const Result<void> &) { });
    QTRY_VERIFY_WITH_TIMEOUT(!m_gateway->bodies().until() && !std::filesystem::exists(file), 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(!m_gateway->settings()->log.keepBodies, 20'000);
}

void TestGatewayService::failedStartSaysWhy()
{
    start();
    GatewayService second(home());
    GatewayService::StartOptions options;
    options.port = 0;
    second.startSoon(options);
    QTRY_VERIFY(second.state().phase == Phase::Failed);
    QVERIFY(!second.state().problem.isEmpty());
}

void TestGatewayService::stopOvertakesAStart()
{
    GatewayService::StartOptions options;
    options.port = 0;
    m_gateway->startSoon(options);
    m_gateway->stop();
    QVERIFY(m_gateway->state().phase == Phase::Stopped);
    // The overtaken start has let go of the ledger once another one can have it.
    QTRY_VERIFY(m_gateway->start(options).has_value());
    QVERIFY(m_gateway->state().phase == Phase::Listening);
}

void TestGatewayService::requestsAreToldInBatches()
{
    std::vector<domain::LiveExchange> told;
    connect(&m_gateway->live(), &service::LiveUpdates::batch, this, [&](const LiveBatch &batch) {
        QCOMPARE(batch.dropped, quint64 {0});
        std::set<RequestId> once;
        for (const auto &exchange : batch.exchanges) {
            QVERIFY(once.insert(exchange.id).second);
            told.push_back(exchange);
        }
    });
    start();
    QCOMPARE(ask("demo/echo", true).status, 200);
    const auto settled
        = [&] { return !told.empty() && told.back().phase == domain::LiveExchange::Phase::Settled; };
    QTRY_VERIFY(settled());
    QVERIFY(told.back().provider == "demo" && told.back().outcome == domain::Outcome::Succeeded);
    QVERIFY(told.back().keyName == "This start only");
    // The row comes under the same id.
    std::optional<ledger::LogDetail> row;
    const auto look = [&] {
        m_gateway->queries().detail(this, told.back().id, [&](const Result<ledger::LogDetail> &detail) {
            if (detail)
                row = *detail;
        });
        return row.has_value();
    };
    QTRY_VERIFY(look());
    QCOMPARE(row->exchange.usage.totalOutput(), told.back().outputTokens);
}

void TestGatewayService::nothingIsCountedInFlightAfterwards()
{
    bool ended = false;
    connect(&m_gateway->live(), &service::LiveUpdates::batch, this, [&](const LiveBatch &batch) {
        for (const auto &exchange : batch.exchanges)
            ended |= exchange.phase == domain::LiveExchange::Phase::Settled;
    });
    start();
    QCOMPARE(ask("demo/echo", true).status, 200);
    QTRY_VERIFY(ended);
    QVERIFY(m_gateway->live().inFlight().empty());
}

void TestGatewayService::feedIsSilentOnceNobodyIsConnected()
{
    auto &live = m_gateway->live();
    QVERIFY(!live.feed().listening());
    auto page = std::make_unique<QObject>();
    connect(&live, &service::LiveUpdates::batch, page.get(), [](const LiveBatch &) { });
    QVERIFY(live.feed().listening());
    const auto second = connect(&live, &service::LiveUpdates::healthChanged, this, [] { });
    page.reset();
    QCoreApplication::processEvents();
    QVERIFY(live.feed().listening());
    disconnect(second);
    QTRY_VERIFY(!live.feed().listening());
}

void TestGatewayService::pauseAnswersWith503AndResumes()
{
    start();
    m_gateway->pause();
    QVERIFY(m_gateway->state().phase == Phase::Paused && m_gateway->state().listens());
    const auto paused = ask("demo/echo");
    QCOMPARE(paused.status, 503);
    QVERIFY(paused.body.find("paused") != std::string::npos);
    m_gateway->resume();
    QVERIFY(m_gateway->state().phase == Phase::Listening);
    QCOMPARE(ask("demo/echo").status, 200);
}

void TestGatewayService::numbersBeatWhileHeard()
{
    PulseSample last;
    bool hurried = false;
    connect(&m_gateway->pulse(), &service::Pulse::changed, this, [&](const PulseSample &sample) {
        hurried |= sample.requestsPerSecond > 0;
        last = sample;
    });
    start();
    QTRY_VERIFY(last.logBytes > 0);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(ask("demo/echo").status, 200);
    QTRY_COMPARE(last.requestsToday, qint64 {3});
    QCOMPARE(last.exchanges, quint64 {3});
    QCOMPARE(last.inFlight, quint64 {0});
    QVERIFY(hurried);
    QVERIFY(last.logProblem.isEmpty());
}

void TestGatewayService::failuresShowInHealthWithWhoStandsIn()
{
    tests::ScriptedPeer broken([](tests::PeerConnection &peer) {
        (void)peer.readRequest();
        const std::string body = R"({"error":{"message":"busy"}})";
        peer.send("HTTP/1.1 503 Busy\r\nContent-Type: application/json\r\nContent-Length: "
            + std::to_string(body.size()) + "\r\n\r\n" + body);
    });
    const auto changed = config::SettingsStore(home().settingsFile()).change([&](config::Settings &settings) {
        domain::Provider provider;
        provider.name = "shaky";
        provider.kind = "custom-openai";
        provider.baseUrls[domain::Dialect::OpenAiChat]
            = "http://127.0.0.1:" + std::to_string(broken.port()) + "/v1";
        provider.credentials.push_back({"main", "env:SLIPSWITCH_TEST_KEY", {}});
        provider.models = {"story"};
        provider.modelsListed = true;
        settings.providers.push_back(provider);
        return Result<void> {};
    });
    QVERIFY(changed.has_value());
    std::vector<ProviderHealth> health;
    connect(&m_gateway->live(), &service::LiveUpdates::healthChanged, this,
        [&](const std::vector<ProviderHealth> &standing) { health = standing; });
    start();
    QCOMPARE(ask("story").status, 200);
    QTRY_COMPARE(health.size(), std::size_t {2});
    QCOMPARE(health[0].provider, QStringLiteral("demo"));
    QCOMPARE(health[0].failures, 0);
    QCOMPARE(health[1].provider, QStringLiteral("shaky"));
    QVERIFY(health[1].tries == 1 && health[1].failures == 1 && health[1].lastFailed);
    QCOMPARE(health[1].standsIn, QStringLiteral("demo"));
}

void TestGatewayService::editedSettingsAreTold()
{
    start();
    config::SettingsPtr told;
    connect(m_gateway.get(), &GatewayService::settingsChanged, this,
        [&](const config::SettingsPtr &settings) { told = settings; });
    const auto changed
        = config::SettingsStore(home().settingsFile()).change([](config::Settings &settings) -> Result<void> {
              settings.aliases["fast"] = "demo/story";
              return {};
          });
    QVERIFY(changed.has_value());
    QTRY_VERIFY(told != nullptr);
    QVERIFY(told->aliases.contains("fast") && told == m_gateway->settings());
    QTRY_COMPARE(ask("fast").status, 200);
}

void TestGatewayService::aChangedPortIsListenedOnOnceNothingIsUnderWay()
{
    boost::asio::io_context io;
    std::array<quint16, 2> free {};
    {
        using boost::asio::ip::tcp;
        const tcp::endpoint any(boost::asio::ip::address_v4::loopback(), 0);
        const tcp::acceptor first(io, any), second(io, any);
        free = {first.local_endpoint().port(), second.local_endpoint().port()};
    }
    const auto choose = [this](quint16 port) {
        return config::SettingsStore(home().settingsFile())
            .change([port](config::Settings &settings) -> Result<void> {
                settings.listen.port = port;
                return {};
            })
            .has_value();
    };
    QVERIFY(choose(free[0]));
    QVERIFY(m_gateway->start({}).has_value());
    QCOMPARE(m_gateway->port(), free[0]);
    QStringList told;
    connect(m_gateway.get(), &GatewayService::notice, this, [&](const QString &text) { told << text; });
    QVERIFY(choose(free[1]));
    QTRY_COMPARE_WITH_TIMEOUT(m_gateway->port(), free[1], 20'000);
    QVERIFY(m_gateway->state().listens());
    QCOMPARE(told.size(), 1);
    QVERIFY(told.front().contains(QString::number(free[0])));
}

void TestGatewayService::raiseOverTheSocketIsSignalled()
{
    start();
    int raised = 0;
    connect(m_gateway.get(), &GatewayService::raiseRequested, this, [&] { ++raised; });
    auto answer = std::async(std::launch::async, [socket = home().socketFile()]() -> Result<QByteArray> {
        auto client = platform::ControlClient::connect(socket);
        if (!client)
            return failure(client.error());
        return client->send(R"({"command":"raise"})").and_then([&] { return client->receive(); });
    });
    QTRY_COMPARE(raised, 1);
    QVERIFY(answer.get().value().contains("\"ok\":true"));
}

QTEST_GUILESS_MAIN(TestGatewayService)
#include "TestGatewayService.moc"
