#include "tests/ui/support/UiTest.h"

#include <QWidget>

#include <thread>

using namespace slipswitch::uitest;
using namespace std::chrono_literals;

/// What a test's end is judged by must notice what it is for.
class TestSlotProbe : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { probe().forget(); }
    void cleanup() { probe().forget(); }
    void workIsNoticedAndJudged();
    void waitingIsNoWork();
    void firstShowHasAnAllowance();

private:
    static SlotProbe &probe() { return *static_cast<SlotProbe *>(qApp); }
    static void work(std::chrono::milliseconds time)
    {
        const auto end = std::clock() + time.count() * CLOCKS_PER_SEC / 1000;
        while (std::clock() < end) { }
    }
    void turn(const std::function<void()> &slot)
    {
        bool done = false;
        QMetaObject::invokeMethod(
            this,
            [&] {
                slot();
                done = true;
            },
            Qt::QueuedConnection);
        QTRY_VERIFY(done);
    }
};

void TestSlotProbe::workIsNoticedAndJudged()
{
    turn([] { work(30ms); });
    QVERIFY(probe().hardest(false).work > 20);
    QCOMPARE(probe().hardest(false).what, QByteArray("MetaCall of TestSlotProbe"));
    QCOMPARE(tellSlots(probe()), 1);
}

void TestSlotProbe::waitingIsNoWork()
{
    turn([] { std::this_thread::sleep_for(40ms); });
    QVERIFY(probe().longest(false).clock >= 40);
    QCOMPARE(tellSlots(probe()), 0);
}

void TestSlotProbe::firstShowHasAnAllowance()
{
    QWidget widget;
    turn([&] {
        widget.show();
        work(16ms);
    });
    QVERIFY2(probe().hardest(true).work > 12,
        qPrintable(
            QStringLiteral("%1 and %2").arg(probe().hardest(true).work).arg(probe().hardest(false).work)));
    QCOMPARE(tellSlots(probe()), 0);
    turn([&] { work(60ms); }); // it is known now
    QCOMPARE(tellSlots(probe()), 1);
}

SLIPSWITCH_UI_MAIN(TestSlotProbe)
#include "TestSlotProbe.moc"
