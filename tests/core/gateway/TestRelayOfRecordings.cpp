#include "core/base/Clock.h"
#include "core/gateway/Relay.h"
#include "tests/core/gateway/FakePeers.h"
#include "tests/support/Quirks.h"
#include "tests/support/RunTask.h"
#include "tests/support/Wire.h"

#include <QtTest>

#include <cstdio>

using namespace slipswitch;
using domain::Dialect;

namespace {

struct Passed
{
    std::string bytes;
    bool finished = false;
    bool ended = false;
    domain::Usage usage;
};

std::string contentTypeOf(const tests::WireCase &item)
{
    if (item.responseFile.ends_with(".ndjson"))
        return "application/x-ndjson";
    return item.responseFile.ends_with(".sse") ? "text/event-stream" : "application/json";
}

Passed pass(const tests::WireCase &item, std::vector<std::string> pieces, bool hold)
{
    boost::asio::io_context io;
    tests::FakeUpstreamResponse response(contentTypeOf(item), std::move(pieces));
    tests::FakeServerExchange client;
    gateway::Relay relay(response,
        {*domain::dialectNamed(item.dialect), tests::quirksOf(item.provider), item.streaming, false});
    SystemClock clock;
    bool ended = false;
    const auto run = [&]() -> http::Task<Result<void>> {
        if (hold) {
            auto held = co_await relay.hold(clock);
            if (!held)
                co_return held;
        }
        auto passed = co_await relay.pass(client, {}, [&](bool end) { ended = end; });
        co_return passed;
    };
    (void)tests::runTask(io, run());
    return {client.sent, client.finished, ended, relay.scanner().reading().usage};
}

std::vector<std::string> cutAt(const std::string &text, std::size_t at)
{
    return {text.substr(0, at), text.substr(at)};
}

std::vector<std::string> byteByByte(const std::string &text)
{
    std::vector<std::string> pieces;
    for (const char c : text)
        pieces.emplace_back(1, c);
    return pieces;
}

} // namespace

/// Same dialect in and out: the client gets the provider's bytes, wherever the network cuts them.
class TestRelayOfRecordings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesAreTheProviders_data();
    void bytesAreTheProviders();
};

void TestRelayOfRecordings::bytesAreTheProviders_data()
{
    QTest::addColumn<int>("index");
    const auto cases = tests::wireCases();
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto &dialect = cases[i].dialect;
        if ((dialect.starts_with("openai-") || dialect == "ollama") && cases[i].status == 200)
            QTest::newRow(cases[i].name.c_str()) << static_cast<int>(i);
    }
}

void TestRelayOfRecordings::bytesAreTheProviders()
{
    QFETCH(int, index);
    static const auto cases = tests::wireCases();
    const auto &item = cases[static_cast<std::size_t>(index)];
    const auto whole = pass(item, {item.response}, true);
    QVERIFY(whole.bytes == item.response);
    QVERIFY(whole.finished);
    for (const bool hold : {false, true}) {
        const auto bytes = pass(item, byteByByte(item.response), hold);
        QVERIFY(bytes.bytes == item.response);
        QVERIFY(bytes.finished);
        QVERIFY(bytes.usage == whole.usage);
    }
    // Two pieces at every position; longer recordings at positions that are no multiple of anything.
    constexpr std::size_t short_ = 3000;
    const std::size_t step = item.response.size() <= short_ ? 1 : item.response.size() / 1000 + 7;
    for (std::size_t at = 1; at < item.response.size(); at += step) {
        const auto cut = pass(item, cutAt(item.response, at), at % 2 == 0);
        QVERIFY2(cut.bytes == item.response, std::to_string(at).c_str());
        QVERIFY2(cut.usage == whole.usage, std::to_string(at).c_str());
    }
}

int main(int argc, char **argv)
{
    if (tests::skipSuiteWithoutWire())
        return 0;
    QCoreApplication application(argc, argv);
    TestRelayOfRecordings test;
    return QTest::qExec(&test, argc, argv);
}

#include "TestRelayOfRecordings.moc"
