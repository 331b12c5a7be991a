#include "core/http/Resolver.h"

#include "tests/support/RunTask.h"

#include <QtTest>

#include <atomic>
#include <thread>

using namespace slipswitch;
using namespace slipswitch::http;
using namespace slipswitch::tests;
using namespace std::chrono_literals;

namespace {

const auto someAddress = boost::asio::ip::make_address("192.0.2.7");

class TurnableClock final : public Clock
{
public:
    [[nodiscard]] UtcTime utcNow() const override { return {}; }
    [[nodiscard]] SteadyTime steadyNow() const override { return m_now; }
    void advance(std::chrono::seconds by) { m_now += by; }

private:
    SteadyTime m_now {std::chrono::hours {1}};
};

Task<Resolver::Answer> resolve(Resolver &resolver, std::string host)
{
    Interrupt interrupt;
    auto answer = co_await resolver.resolve(std::move(host), interrupt);
    co_return answer;
}

} // namespace

class TestResolver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressesNeedNoLookUp_data();
    void addressesNeedNoLookUp();
    void answersAreKeptForAWhile();
    void failuresAreKeptShortly();
    void concurrentRequestsJoin();
    void oneHangingNameDoesNotStopOthers();
    void tooManyNamesAreRefused();
    void interruptEndsTheWait();
    void resolverMayGoWhileALookUpHangs();
    void answerUnderWayOutlivesTheResolver();
    void systemKnowsLocalhost();

private:
    [[nodiscard]] Resolver::Lookup counting()
    {
        return [this](const std::string &host) -> Result<Addresses> {
            ++m_lookUps;
            if (host.starts_with("bad"))
                return failure(ErrorCode::ConnectFailed, "no such name", ErrorSource::Upstream, true);
            return Addresses {someAddress};
        };
    }

    std::atomic<int> m_lookUps = 0;
    TurnableClock m_clock;
    boost::asio::io_context m_context {1};
};

void TestResolver::addressesNeedNoLookUp_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("v4") << QStringLiteral("127.0.0.1");
    QTest::newRow("v6") << QStringLiteral("::1");
}

void TestResolver::addressesNeedNoLookUp()
{
    QFETCH(QString, host);
    m_lookUps = 0;
    Resolver resolver(m_context.get_executor(), m_clock, counting());
    const auto answer = runTask(m_context, resolve(resolver, host.toStdString()));
    QVERIFY(answer);
    QCOMPARE((*answer)->front().to_string(), host.toStdString());
    QCOMPARE(m_lookUps, 0);
}

void TestResolver::answersAreKeptForAWhile()
{
    m_lookUps = 0;
    Resolver resolver(m_context.get_executor(), m_clock, counting());
    for (int i = 0; i < 3; ++i)
        QVERIFY((*runTask(m_context, resolve(resolver, "a.test")))->front() == someAddress);
    QCOMPARE(m_lookUps, 1);
    m_clock.advance(59s);
    QVERIFY(runTask(m_context, resolve(resolver, "a.test")));
    QCOMPARE(m_lookUps, 1);
    m_clock.advance(2s);
    QVERIFY(runTask(m_context, resolve(resolver, "a.test")));
    QCOMPARE(m_lookUps, 2);
}

void TestResolver::failuresAreKeptShortly()
{
    m_lookUps = 0;
    Resolver resolver(m_context.get_executor(), m_clock, counting());
    for (int i = 0; i < 2; ++i)
        QVERIFY(runTask(m_context, resolve(resolver, "bad.test")).error().code == ErrorCode::ConnectFailed);
    QCOMPARE(m_lookUps, 1);
    m_clock.advance(6s);
    QVERIFY(!runTask(m_context, resolve(resolver, "bad.test")));
    QCOMPARE(m_lookUps, 2);
}

void TestResolver::concurrentRequestsJoin()
{
    std::atomic<bool> release = false;
    std::atomic<int> lookUps = 0;
    Resolver resolver(m_context.get_executor(), m_clock, [&](const std::string &) -> Result<Addresses> {
        ++lookUps;
        while (!release)
            std::this_thread::sleep_for(1ms);
        return Addresses {someAddress};
    });
    int answered = 0;
    for (int i = 0; i < 5; ++i)
        boost::asio::co_spawn(m_context, resolve(resolver, "a.test"),
            [&](std::exception_ptr, const Resolver::Answer &answer) { answered += answer ? 1 : 0; });
    m_context.restart();
    m_context.run_for(50ms);
    QCOMPARE(answered, 0);
    release = true;
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (answered < 5 && std::chrono::steady_clock::now() < until)
        m_context.run_one_for(100ms);
    QCOMPARE(answered, 5);
    QCOMPARE(lookUps, 1);
}

void TestResolver::oneHangingNameDoesNotStopOthers()
{
    std::atomic<bool> release = false;
    Resolver resolver(m_context.get_executor(), m_clock, [&](const std::string &host) -> Result<Addresses> {
        while (host == "hangs.test" && !release)
            std::this_thread::sleep_for(1ms);
        return Addresses {someAddress};
    });
    bool hanging = true;
    boost::asio::co_spawn(m_context, resolve(resolver, "hangs.test"),
        [&](std::exception_ptr, const Resolver::Answer &) { hanging = false; });
    QVERIFY(runTask(m_context, resolve(resolver, "a.test")));
    QVERIFY(hanging);
    release = true;
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (hanging && std::chrono::steady_clock::now() < until)
        m_context.run_one_for(100ms);
    QVERIFY(!hanging);
}

void TestResolver::tooManyNamesAreRefused()
{
    std::atomic<bool> release = false;
    std::atomic<int> begun = 0;
    Resolver::Limits limits;
    limits.threads = 1;
    limits.waitingNames = 1;
    Resolver resolver(
        m_context.get_executor(), m_clock,
        [&](const std::string &) -> Result<Addresses> {
            ++begun;
            while (!release)
                std::this_thread::sleep_for(1ms);
            return Addresses {someAddress};
        },
        limits);
    int left = 2;
    const auto done = [&](std::exception_ptr, const Resolver::Answer &) { --left; };
    boost::asio::co_spawn(m_context, resolve(resolver, "a.test"), done);
    m_context.restart();
    m_context.poll();
    QTRY_COMPARE(begun, 1);
    boost::asio::co_spawn(m_context, resolve(resolver, "b.test"), done);
    const auto refused = runTask(m_context, resolve(resolver, "c.test"));
    QVERIFY(refused.error().code == ErrorCode::ConnectFailed);
    release = true;
    const auto until = std::chrono::steady_clock::now() + 20s;
    while (left > 0 && std::chrono::steady_clock::now() < until)
        m_context.run_one_for(100ms);
    QCOMPARE(left, 0);
}

void TestResolver::interruptEndsTheWait()
{
    std::atomic<bool> release = false;
    std::atomic<bool> over = false;
    Resolver resolver(m_context.get_executor(), m_clock, [&](const std::string &) -> Result<Addresses> {
        while (!release)
            std::this_thread::sleep_for(1ms);
        over = true;
        return Addresses {someAddress};
    });
    Interrupt interrupt;
    SteadyTimer timer(m_context.get_executor(), 20ms);
    timer.async_wait([&](const auto &) { interrupt.fire(Interrupt::Reason::Cancelled); });
    const auto answer = runTask(m_context, resolver.resolve("a.test", interrupt));
    QVERIFY(answer.error().code == ErrorCode::Cancelled);
    release = true;
    QTRY_VERIFY(over);
}

void TestResolver::resolverMayGoWhileALookUpHangs()
{
    const auto release = std::make_shared<std::atomic<bool>>(false);
    const auto over = std::make_shared<std::atomic<bool>>(false);
    Interrupt interrupt;
    {
        Resolver resolver(
            m_context.get_executor(), m_clock, [release, over](const std::string &) -> Result<Addresses> {
                while (!*release)
                    std::this_thread::sleep_for(1ms);
                *over = true;
                return Addresses {someAddress};
            });
        SteadyTimer timer(m_context.get_executor(), 20ms);
        timer.async_wait([&](const auto &) { interrupt.fire(Interrupt::Reason::TimedOut); });
        QVERIFY(!runTask(m_context, resolver.resolve("a.test", interrupt)));
    }
    *release = true;
    QTRY_VERIFY(*over);
    m_context.restart();
    m_context.poll();
}

void TestResolver::answerUnderWayOutlivesTheResolver()
{
    // The answer is queued while the loop does not run; the helper thread, idle again, is still there.
    for (int i = 0; i < 20; ++i) {
        std::atomic<bool> over = false;
        auto resolver = std::make_unique<Resolver>(
            m_context.get_executor(), m_clock, [&over](const std::string &) -> Result<Addresses> {
                over = true;
                return Addresses {someAddress};
            });
        Interrupt interrupt;
        bool done = false;
        boost::asio::co_spawn(m_context, resolver->resolve("a.test", interrupt),
            [&done](std::exception_ptr, const Resolver::Answer &) { done = true; });
        m_context.restart();
        m_context.poll(); // begins the look-up, then leaves the answer in the queue
        QTRY_VERIFY(over);
        std::this_thread::sleep_for(1ms); // most often enough for the answer to be queued
        interrupt.fire(Interrupt::Reason::Cancelled);
        resolver.reset();
        const auto until = std::chrono::steady_clock::now() + 20s;
        while (!done && std::chrono::steady_clock::now() < until) {
            m_context.restart();
            m_context.run_one_for(100ms);
        }
        QVERIFY(done);
        m_context.restart();
        m_context.poll();
    }
}

void TestResolver::systemKnowsLocalhost()
{
    const auto found = systemLookup("localhost");
    QVERIFY(found);
    QVERIFY(
        std::all_of(found->begin(), found->end(), [](const auto &address) { return address.is_loopback(); }));
    // Too long for a name, so that nothing is asked of the network.
    QVERIFY(systemLookup(std::string(300, 'a')).error().code == ErrorCode::ConnectFailed);
}

QTEST_GUILESS_MAIN(TestResolver)
#include "TestResolver.moc"
