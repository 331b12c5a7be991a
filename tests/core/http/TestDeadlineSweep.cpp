#include "core/http/DeadlineSweep.h"

#include <QtTest>

using namespace slipswitch::http;
using namespace std::chrono_literals;

class TestDeadlineSweep : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expiredDeadlineCallsOnceAndNotEarly();
    void disarmedAndDestroyedOnesAreSilent();
    void zeroMeansNever();
    void extendedOneFiresLater();
    void callbackMayArmAgain();
    void callbackMayDestroyOthers();
    void callbackMayDestroyItself();
    void timerSleepsWhenNothingIsArmed();
    void idleSweepLetsTheLoopEnd();

private:
    void runFor(std::chrono::milliseconds duration)
    {
        m_context.restart();
        m_context.run_for(duration);
    }
    // Runs until the loop has nothing to do: all deadlines fired and the timer sleeps.
    void runOut()
    {
        m_context.restart();
        m_context.run_for(10s);
    }

    boost::asio::io_context m_context {1};
};

void TestDeadlineSweep::expiredDeadlineCallsOnceAndNotEarly()
{
    DeadlineSweep sweep(m_context, 5ms);
    Deadline deadline(sweep);
    int calls = 0;
    const auto start = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point fired;
    deadline.arm(30ms, [&] {
        ++calls;
        fired = std::chrono::steady_clock::now();
    });
    QVERIFY(deadline.armed());
    runOut();
    QCOMPARE(calls, 1);
    QVERIFY(fired - start >= 30ms);
    QVERIFY(!deadline.armed());
}

void TestDeadlineSweep::disarmedAndDestroyedOnesAreSilent()
{
    DeadlineSweep sweep(m_context, 2ms);
    Deadline disarmed(sweep);
    int calls = 0;
    disarmed.arm(4ms, [&] { ++calls; });
    {
        Deadline destroyed(sweep);
        destroyed.arm(4ms, [&] { ++calls; });
    }
    disarmed.disarm();
    Deadline other(sweep);
    bool otherFired = false;
    other.arm(10ms, [&] { otherFired = true; });
    runOut();
    QVERIFY(otherFired);
    QCOMPARE(calls, 0);
}

void TestDeadlineSweep::zeroMeansNever()
{
    DeadlineSweep sweep(m_context, 2ms);
    Deadline deadline(sweep);
    deadline.arm(0ms, [] { });
    QVERIFY(!deadline.armed());
}

void TestDeadlineSweep::extendedOneFiresLater()
{
    DeadlineSweep sweep(m_context, 2ms);
    Deadline early(sweep);
    Deadline extended(sweep);
    std::vector<int> order;
    extended.arm(4ms, [&] { order.push_back(2); });
    early.arm(20ms, [&] { order.push_back(1); });
    extended.extend(60ms);
    runOut();
    QCOMPARE(order, (std::vector<int> {1, 2}));
    extended.extend(5ms); // no longer armed: nothing to extend
    QVERIFY(!extended.armed());
}

void TestDeadlineSweep::callbackMayArmAgain()
{
    DeadlineSweep sweep(m_context, 1ms);
    Deadline deadline(sweep);
    int calls = 0;
    std::function<void()> again = [&] {
        if (++calls < 3)
            deadline.arm(1ms, [&] { again(); });
    };
    deadline.arm(1ms, [&] { again(); });
    runOut();
    QCOMPARE(calls, 3);
}

void TestDeadlineSweep::callbackMayDestroyOthers()
{
    DeadlineSweep sweep(m_context, 2ms);
    std::vector<std::unique_ptr<Deadline>> deadlines;
    int calls = 0;
    for (int i = 0; i < 5; ++i)
        deadlines.push_back(std::make_unique<Deadline>(sweep));
    for (auto &deadline : deadlines)
        deadline->arm(4ms, [&] {
            ++calls;
            deadlines.clear(); // the one that runs among them
        });
    runOut();
    QCOMPARE(calls, 1);
}

void TestDeadlineSweep::callbackMayDestroyItself()
{
    DeadlineSweep sweep(m_context, 2ms);
    auto deadline = std::make_unique<Deadline>(sweep);
    bool fired = false;
    const std::string captured(100, 'x');
    deadline->arm(2ms, [&, captured] {
        deadline.reset();
        fired = captured.size() == 100; // what was captured is still there
    });
    runOut();
    QVERIFY(fired);
}

void TestDeadlineSweep::timerSleepsWhenNothingIsArmed()
{
    DeadlineSweep sweep(m_context, 2ms);
    auto guard = boost::asio::make_work_guard(m_context);
    Deadline deadline(sweep);
    deadline.arm(1h, [] { });
    m_context.restart();
    while (sweep.wakeUps() < 3)
        m_context.run_one();
    deadline.disarm();
    runFor(20ms);
    const auto before = sweep.wakeUps();
    runFor(50ms);
    QCOMPARE(sweep.wakeUps(), before);
    deadline.arm(4ms, [] { });
    runFor(200ms);
    QVERIFY(sweep.wakeUps() > before);
    QVERIFY(!deadline.armed());
}

void TestDeadlineSweep::idleSweepLetsTheLoopEnd()
{
    DeadlineSweep sweep(m_context, 2ms);
    Deadline deadline(sweep);
    deadline.arm(1h, [] { });
    deadline.disarm();
    runOut();
    QVERIFY(m_context.stopped());
}

QTEST_GUILESS_MAIN(TestDeadlineSweep)
#include "TestDeadlineSweep.moc"
