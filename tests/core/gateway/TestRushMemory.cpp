#include "core/gateway/RushMemory.h"

#include <QtTest>

using namespace slipswitch::gateway;
using namespace std::chrono_literals;

/// Windows of a few milliseconds on a real loop: what matters is how often memory is given back, not when.
class TestRushMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesBackOnceWhenNothingIsUnderWay();
    void longStreamAloneIsLeftAlone();
    void rushIsOverAlthoughStreamsGoOn();
    void steadyTrafficIsLeftAlone();

private:
    void serve(std::size_t requests)
    {
        for (std::size_t i = 0; i < requests; ++i) {
            m_memory.requestBegan();
            m_memory.requestEnded();
        }
    }
    // Returns when the loop has nothing to wait for: no window is open.
    void runOut()
    {
        m_context.restart();
        m_context.run_for(10s);
        QVERIFY(m_context.stopped());
    }

    boost::asio::io_context m_context {1};
    slipswitch::http::DeadlineSweep m_sweep {m_context, 1ms};
    int m_given = 0;
    RushMemory m_memory {m_sweep, [this] { ++m_given; }, 5ms};
};

void TestRushMemory::givesBackOnceWhenNothingIsUnderWay()
{
    m_given = 0;
    serve(3);
    runOut();
    QCOMPARE(m_given, 1);
}

void TestRushMemory::longStreamAloneIsLeftAlone()
{
    m_given = 0;
    m_memory.requestBegan();
    serve(3);
    runOut();
    QCOMPARE(m_given, 0);
    m_memory.requestEnded();
    runOut();
    QCOMPARE(m_given, 1);
}

void TestRushMemory::rushIsOverAlthoughStreamsGoOn()
{
    m_given = 0;
    m_memory.requestBegan();
    serve(RushMemory::rush);
    runOut();
    QCOMPARE(m_given, 1);
    m_memory.requestEnded();
    runOut();
    QCOMPARE(m_given, 2);
}

void TestRushMemory::steadyTrafficIsLeftAlone()
{
    m_given = 0;
    m_memory.requestBegan();
    for (int window = 0; window < 5; ++window) {
        serve(RushMemory::calm);
        m_context.restart();
        m_context.run_for(3ms);
    }
    QCOMPARE(m_given, 0);
    m_memory.requestEnded();
    runOut();
    QVERIFY(m_given > 0);
}

QTEST_GUILESS_MAIN(TestRushMemory)
#include "TestRushMemory.moc"
