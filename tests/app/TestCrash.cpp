#include "core/ledger/Reader.h"
#include "tests/app/Program.h"
#include "tests/support/RawClient.h"
#include "tests/support/ScriptedPeer.h"

#include <QtTest>

#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <thread>

using namespace slipswitch;
using domain::Outcome;
using tests::PeerConnection;
using tests::RawClient;

namespace {

constexpr int rounds = 20;
constexpr int clients = 8;

std::string chunk(const std::string &bytes)
{
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
    return size + bytes + "\r\n";
}

/// Names of models, each used by one request only, so that rows can be told apart.
class Names
{
public:
    void add(std::string name)
    {
        const std::lock_guard lock(m_mutex);
        m_names.insert(std::move(name));
    }
    [[nodiscard]] std::set<std::string> all() const
    {
        const std::lock_guard lock(m_mutex);
        return m_names;
    }

private:
    mutable std::mutex m_mutex;
    std::set<std::string> m_names;
};

std::string modelIn(const std::string &request)
{
    const std::string mark = "\"model\":\"";
    const auto at = request.find(mark) + mark.size();
    return request.substr(at, request.find('"', at) - at);
}

/// A provider that streams a few words, slowly enough to be caught in the middle.
void streamWords(PeerConnection &peer, Names &seen)
{
    for (auto request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
        seen.add(modelIn(request));
        if (!peer.send(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"))
            return;
        for (int i = 0; i < 5; ++i) {
            std::this_thread::sleep_for(std::chrono::milliseconds {2});
            if (!peer.send(chunk("data: {\"choices\":[{\"delta\":{\"content\":\"word\"}}]}\n\n")))
                return;
        }
        if (!peer.send(
                chunk("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")
                + "0\r\n\r\n"))
            return;
    }
}

} // namespace

/// What must hold after kill -9: every response that a client got in full has its row, every request that was
/// in flight has one that says so, and none is there twice.
class TestCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLostOrDoubled();

private:
    void hammer(std::uint16_t port, const std::string &key, std::atomic<bool> &over, Names &complete);
    [[nodiscard]] std::map<std::string, std::vector<domain::Exchange>> rows(
        const std::filesystem::path &home);

    std::atomic<int> m_next {0};
};

void TestCrash::hammer(std::uint16_t port, const std::string &key, std::atomic<bool> &over, Names &complete)
{
    RawClient client(port);
    while (!over && client.connected()) {
        const auto model = "m-" + std::to_string(m_next++);
        const auto body = R"({"model":"up/)" + model + R"(","stream":true,"messages":[]})";
        if (!client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + key + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body))
            return;
        const auto response = client.readResponse();
        if (!response.complete)
            return;
        if (response.status == 200 && response.body.ends_with("data: [DONE]\n\n"))
            complete.add(model);
    }
}

std::map<std::string, std::vector<domain::Exchange>> TestCrash::rows(const std::filesystem::path &home)
{
    std::map<std::string, std::vector<domain::Exchange>> found;
    ledger::Reader reader(home);
    std::optional<std::int64_t> before;
    for (bool more = true; more;) {
        const auto page = reader.page({}, before, 500);
        if (!page) {
            qWarning("%s", page.error().detail.c_str());
            return {};
        }
        for (const auto &row : page->rows) {
            // Killed before the request was read: its row knows no model, and no provider saw it.
            const auto &model = row.exchange.requestedModel;
            found[model.empty() ? row.exchange.id.toString() : model.substr(3)].push_back(row.exchange);
            before = row.cursor;
        }
        more = page->more;
    }
    return found;
}

void TestCrash::nothingIsLostOrDoubled()
{
    Names seen;
    Names complete;
    const tests::ScriptedPeer upstream([&seen](PeerConnection &peer) { streamWords(peer, seen); });
    tests::Program program;
    program.setVariable(QStringLiteral("CRASH_TEST_KEY"), QStringLiteral("not-a-real-key"));
    program.addProvider("up", upstream.port(), "CRASH_TEST_KEY");
    std::mt19937 random(4141);
    for (int round = 0; round < rounds; ++round) {
        QVERIFY(program.start());
        std::atomic<bool> over {false};
        std::vector<std::thread> threads;
        for (int i = 0; i < clients; ++i)
            threads.emplace_back([&] { hammer(program.port(), program.key(), over, complete); });
        std::this_thread::sleep_for(std::chrono::milliseconds {50 + random() % 200});
        program.kill();
        over = true;
        for (auto &thread : threads)
            thread.join();
    }
    QVERIFY(program.start()); // takes in what the last crash left
    program.stop();

    const auto found = rows(program.home());
    QVERIFY(complete.all().size() > static_cast<std::size_t>(rounds));
    std::size_t interrupted = 0;
    for (const auto &[model, same] : found) {
        QVERIFY2(same.size() == 1, model.c_str());
        interrupted += same.front().outcome == Outcome::Interrupted ? 1 : 0;
        QVERIFY2(same.front().outcome != Outcome::InFlight, model.c_str());
        QVERIFY2(!same.front().requestedModel.empty() || same.front().outcome == Outcome::Interrupted,
            model.c_str());
    }
    for (const auto &model : complete.all()) {
        const auto row = found.find(model);
        QVERIFY2(row != found.end(), model.c_str());
        QVERIFY2(row->second.front().outcome == Outcome::Succeeded, model.c_str());
    }
    for (const auto &model : seen.all())
        QVERIFY2(found.contains(model), model.c_str());
    QVERIFY(interrupted > 0);
    qInfo("%zu seen by the provider, %zu complete at the clients, %zu rows, %zu interrupted",
        seen.all().size(), complete.all().size(), found.size(), interrupted);
}

QTEST_GUILESS_MAIN(TestCrash)
#include "TestCrash.moc"
