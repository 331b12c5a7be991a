#include "core/gateway/ResponseStore.h"
#include "core/gateway/ThoughtStore.h"

#include <QtTest>

using namespace slipswitch;
using namespace slipswitch::dialect;
using gateway::ResponseStore;
using gateway::ThoughtStore;

namespace {

Request turnWith(const std::string &callId)
{
    Request request;
    ToolCall call;
    call.id = callId;
    request.messages.push_back({Role::Assistant, {{call}}, {}});
    return request;
}

Thinking thought(const std::string &text)
{
    Thinking thinking;
    thinking.text = text;
    thinking.signature = "proof";
    return thinking;
}

Request following(const std::string &id)
{
    Request request;
    request.previousResponse = id;
    return request;
}

} // namespace

/// What is remembered between requests: found by its owner, forgotten in time.
class TestStores : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thoughtsBelongToTheirOwner();
    void thoughtsAreBounded();
    void signedThoughtsAreNotDoubled();
    void responsesBelongToTheirOwner();
    void responsesAreBounded();
};

void TestStores::thoughtsBelongToTheirOwner()
{
    ThoughtStore store;
    ToolCall call;
    call.id = "c1";
    call.signature = "s";
    store.remember("mine", call, {thought("hm")});
    auto other = turnWith("c1");
    store.restore("yours", other);
    QCOMPARE(other.messages[0].parts.size(), std::size_t {1});
    auto mine = turnWith("c1");
    store.restore("mine", mine);
    QCOMPARE(mine.messages[0].parts.size(), std::size_t {2});
    QCOMPARE(std::get<Thinking>(mine.messages[0].parts[0].body).text, std::string("hm"));
    QCOMPARE(std::get<ToolCall>(mine.messages[0].parts[1].body).signature, std::string("s"));
}

void TestStores::thoughtsAreBounded()
{
    ThoughtStore store;
    for (std::size_t i = 0; i < ThoughtStore::mostCalls + 10; ++i) {
        ToolCall call;
        call.id = "c" + std::to_string(i);
        store.remember("k", call, {thought("hm")});
    }
    QCOMPARE(store.size(), ThoughtStore::mostCalls);
    auto first = turnWith("c0");
    store.restore("k", first);
    QCOMPARE(first.messages[0].parts.size(), std::size_t {1});
    for (int i = 0; i < 20; ++i) {
        ToolCall call;
        call.id = "large" + std::to_string(i);
        store.remember("k", call, {thought(std::string(ThoughtStore::mostBytes / 8, 'x'))});
        QVERIFY(store.bytes() <= ThoughtStore::mostBytes);
    }
    ToolCall huge;
    huge.id = "huge";
    store.remember("k", huge, {thought(std::string(ThoughtStore::mostBytes, 'x'))});
    auto last = turnWith("huge");
    store.restore("k", last);
    QCOMPARE(last.messages[0].parts.size(), std::size_t {1});
}

void TestStores::signedThoughtsAreNotDoubled()
{
    ThoughtStore store;
    ToolCall call;
    call.id = "c1";
    store.remember("k", call, {thought("hm")});
    auto request = turnWith("c1");
    auto &parts = request.messages[0].parts;
    parts.insert(parts.begin(), {thought("hm")});
    store.restore("k", request);
    QCOMPARE(parts.size(), std::size_t {2});
    // An unsigned echo makes way for what was signed.
    std::get<Thinking>(parts[0].body).signature.clear();
    store.restore("k", request);
    QCOMPARE(request.messages[0].parts.size(), std::size_t {2});
    QCOMPARE(std::get<Thinking>(request.messages[0].parts[0].body).signature, std::string("proof"));
}

void TestStores::responsesBelongToTheirOwner()
{
    ResponseStore store;
    store.put("mine", "resp_1", {"{}", {{Role::User, {}, {}}}, {}});
    QVERIFY(store.find("mine", "resp_1"));
    QVERIFY(!store.find("yours", "resp_1"));
    auto request = following("resp_1");
    QCOMPARE(store.resolve("yours", request).error().code, ErrorCode::NotFound);
    QVERIFY(store.resolve("mine", request).has_value());
    QCOMPARE(request.messages.size(), std::size_t {1});
    QVERIFY(!store.erase("yours", "resp_1"));
    QVERIFY(store.erase("mine", "resp_1"));
    QVERIFY(!store.find("mine", "resp_1"));
}

void TestStores::responsesAreBounded()
{
    ResponseStore store;
    const auto last = ResponseStore::mostResponses + 5;
    for (std::size_t i = 0; i <= last; ++i)
        store.put("k", "resp_" + std::to_string(i), {"{}", {}, {}});
    QVERIFY(!store.find("k", "resp_0"));
    QVERIFY(store.find("k", "resp_" + std::to_string(last)));
    const std::string large(ResponseStore::mostBytes / 10, 'x');
    for (int i = 0; i < 10; ++i)
        store.put("k", "large_" + std::to_string(i), {large, {}, {}});
    QVERIFY(!store.find("k", "large_0"));
    QVERIFY(store.find("k", "large_9"));
    store.put("k", "huge", {std::string(ResponseStore::mostBytes, 'x'), {}, {}});
    QVERIFY(!store.find("k", "huge"));
}

QTEST_GUILESS_MAIN(TestStores)
#include "TestStores.moc"
