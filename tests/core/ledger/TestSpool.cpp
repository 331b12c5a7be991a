#include "core/ledger/Spool.h"
#include "core/ledger/SpoolFile.h"
#include "tests/core/ledger/Samples.h"

#include <QtTest>

#include <csignal>
#include <fcntl.h>
#include <set>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace slipswitch;
using namespace slipswitch::ledger;
using domain::Exchange;
using domain::Outcome;
using tests::sampleExchange;

namespace {

/// What the child of the crash test says about itself, in memory both share.
struct Shared
{
    std::atomic<std::uint64_t> claimed, settled;
};

constexpr std::size_t kept = 40; ///< in flight at any time

/// Claims and settles without end; the n-th request carries n in its request bytes.
[[noreturn]] void useHeavily(const std::filesystem::path &file, Shared &shared)
{
    auto spool = Spool::open(file).value();
    std::vector<std::pair<Spool::Slot, Exchange>> inFlight;
    for (std::int64_t n = 0;; ++n) {
        auto exchange = sampleExchange();
        exchange.requestBytes = n;
        exchange.outcome = Outcome::InFlight;
        exchange.usage = {}; // what is known of them comes from the progress alone
        exchange.cost = {};
        const auto slot = spool->claim(exchange);
        if (slot == Spool::none)
            break;
        shared.claimed.store(static_cast<std::uint64_t>(n) + 1);
        spool->progress(slot, {n, 10, n, 1000 + n, 5'000 + n, 40});
        inFlight.emplace_back(slot, exchange);
        if (inFlight.size() > kept) {
            auto &[oldest, ended] = inFlight.front();
            ended.outcome = Outcome::Succeeded;
            spool->settle(oldest, ended);
            shared.settled.store(static_cast<std::uint64_t>(ended.requestBytes) + 1);
            inFlight.erase(inFlight.begin());
        }
        spool->update(inFlight.back().first, inFlight.back().second);
    }
    ::pause();
    std::_Exit(0);
}

/// Flips one byte of the file.
void damage(const std::filesystem::path &file, std::size_t offset)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CLOEXEC);
    char byte = 0;
    QCOMPARE(::pread(descriptor, &byte, 1, static_cast<off_t>(offset)), ssize_t {1});
    byte = static_cast<char>(byte ^ 0x55);
    QCOMPARE(::pwrite(descriptor, &byte, 1, static_cast<off_t>(offset)), ssize_t {1});
    ::close(descriptor);
}

} // namespace

class TestSpool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }
    void settledIsTakenAsItWas();
    void takenInTheOrderOfSettling();
    void slotsReturnAfterRelease();
    void fullPoolIsCountedAsGap();
    void gapOutlivesTheProcess();
    void settledSurvivesReopening();
    void inFlightBecomesInterrupted();
    void finishedPartOfAnInterruptedOneIsKept();
    void tornCourseKeepsTheIdentity();
    void tornIdentityIsCountedNotInvented();
    void secondOwnerIsRefused();
    void otherLayoutIsSetAside();
    void killedInHeavyUseNothingIsMissingOrTwice();
    void twoThreadsShareThePool();
    void forgottenPagesKeepWhatLiesInThem();
    void everySlotInFlightIsTakenIn();

private:
    std::filesystem::path file() const { return m_dir->filePath(QStringLiteral("spool.bin")).toStdString(); }
    std::unique_ptr<Spool> open() const { return Spool::open(file()).value(); }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TestSpool::settledIsTakenAsItWas()
{
    auto spool = open();
    tests::RandomExchanges random(3);
    for (int i = 0; i < 100; ++i) {
        auto early = random.next();
        const auto slot = spool->claim(early);
        auto late = random.next(); // all but who asked
        late.id = early.id;
        late.startedAt = early.startedAt;
        for (const auto member : {&domain::Exchange::method, &domain::Exchange::path,
                 &domain::Exchange::keyId, &domain::Exchange::keyName, &domain::Exchange::tool,
                 &domain::Exchange::project, &domain::Exchange::userAgent})
            late.*member = early.*member;
        spool->update(slot, late);
        spool->progress(slot, {});
        spool->settle(slot, late);
        const auto taken = spool->take(10);
        QCOMPARE(taken.size(), std::size_t {1});
        QVERIFY(taken.front().exchange == late);
        spool->release(taken);
    }
    QCOMPARE(spool->waiting(), std::uint64_t {0});
}

void TestSpool::takenInTheOrderOfSettling()
{
    auto spool = open();
    const auto first = sampleExchange();
    const auto second = sampleExchange();
    const auto a = spool->claim(first);
    const auto b = spool->claim(second);
    spool->settle(b, second);
    spool->settle(a, first);
    QCOMPARE(spool->waiting(), std::uint64_t {2});
    const auto one = spool->take(1);
    QVERIFY(one.front().exchange.id == second.id);
    QVERIFY(spool->take(5).front().exchange.id == first.id);
    QVERIFY(spool->take(5).empty());
}

void TestSpool::slotsReturnAfterRelease()
{
    auto spool = open();
    const auto exchange = sampleExchange();
    for (std::size_t i = 0; i < slotCount * 2; ++i) {
        const auto slot = spool->claim(exchange);
        QVERIFY(slot != Spool::none);
        spool->settle(slot, exchange);
        spool->release(spool->take(1));
    }
    QCOMPARE(spool->freeSlots(), slotCount);
}

void TestSpool::fullPoolIsCountedAsGap()
{
    auto spool = open();
    const auto exchange = sampleExchange();
    for (std::size_t i = 0; i < slotCount; ++i)
        QVERIFY(spool->claim(exchange) != Spool::none);
    const auto slot = spool->claim(exchange);
    QCOMPARE(slot, Spool::none);
    spool->update(slot, exchange);
    spool->progress(slot, {});
    spool->settle(slot, exchange);
    spool->settle(slot, Exchange {});
    QCOMPARE(spool->gap().exchanges, std::uint64_t {2});
    QCOMPARE(spool->gap().picodollars, exchange.cost.amount.picodollars());
    QVERIFY(spool->take(1).empty());
}

void TestSpool::gapOutlivesTheProcess()
{
    open()->settle(Spool::none, sampleExchange());
    auto spool = open();
    const auto gap = spool->gap();
    QCOMPARE(gap.exchanges, std::uint64_t {1});
    spool->settle(Spool::none, sampleExchange());
    spool->clearGap(gap);
    QCOMPARE(spool->gap().exchanges, std::uint64_t {1});
}

void TestSpool::settledSurvivesReopening()
{
    const auto exchange = sampleExchange();
    {
        auto spool = open();
        spool->settle(spool->claim(exchange), exchange);
        (void)spool->take(1); // taken, but the process ends before the release
    }
    {
        auto spool = open();
        QCOMPARE(spool->freeSlots(), slotCount - 1);
        const auto taken = spool->take(5);
        QCOMPARE(taken.size(), std::size_t {1});
        QVERIFY(taken.front().exchange == exchange);
        spool->release(taken);
    }
    QVERIFY(open()->take(5).empty());
}

void TestSpool::inFlightBecomesInterrupted()
{
    auto exchange = sampleExchange();
    exchange.outcome = Outcome::InFlight;
    exchange.usage = {};
    exchange.cost = {};
    exchange.endedAfter.reset();
    exchange.attempts[0].outcome = Outcome::InFlight;
    exchange.attempts[0].endedAfter.reset();
    {
        auto spool = open();
        const auto slot = spool->claim(exchange);
        spool->progress(slot, {7'000, 50, 60, 70, 80'000, 900});
        (void)spool->claim(exchange); // another, that never got anywhere
    }
    auto spool = open();
    const auto taken = spool->take(5);
    QCOMPARE(taken.size(), std::size_t {2});
    const auto &found = taken.front().exchange;
    QVERIFY(found.id == exchange.id);
    QCOMPARE(found.outcome, Outcome::Interrupted);
    QVERIFY(found.usage.estimated && found.usage.known);
    QCOMPARE(found.usage.input, std::int64_t {50});
    QCOMPARE(found.usage.output, std::int64_t {60});
    QCOMPARE(found.cost.source, domain::CostSource::Estimated);
    QCOMPARE(found.cost.amount, Money::picodollars(70));
    QCOMPARE(found.responseBytes, std::int64_t {7'000});
    QVERIFY(found.endedAfter == domain::Micros(80'000));
    QVERIFY(found.firstContentAfter == domain::Micros(900));
    QCOMPARE(found.attempts[0].outcome, Outcome::Interrupted);
    QVERIFY(found.attempts[0].endedAfter == domain::Micros(79'910));
    const auto &silent = taken.back().exchange;
    QVERIFY(!silent.usage.known && !silent.cost.known());
}

void TestSpool::finishedPartOfAnInterruptedOneIsKept()
{
    auto exchange = sampleExchange();
    exchange.outcome = Outcome::InFlight;
    exchange.attempts.push_back(exchange.attempts.front());
    exchange.attempts[0].outcome = Outcome::Failed;
    exchange.attempts[1].outcome = Outcome::InFlight;
    {
        auto spool = open();
        (void)spool->claim(exchange);
    }
    const auto found = open()->take(1).front().exchange;
    QCOMPARE(found.attempts[0].outcome, Outcome::Failed);
    QCOMPARE(found.attempts[1].outcome, Outcome::Interrupted);
    // The provider had told its numbers before the end came.
    QCOMPARE(found.usage.cacheRead, exchange.usage.cacheRead);
    QCOMPARE(found.cost.source, domain::CostSource::Estimated);
}

void TestSpool::tornCourseKeepsTheIdentity()
{
    const auto exchange = sampleExchange();
    Spool::Slot slot = Spool::none;
    {
        auto spool = open();
        slot = spool->claim(exchange);
        spool->progress(slot, {1, 2, 3, 4, 5, 6});
        spool->settle(slot, exchange);
    }
    damage(file(), 4096 + static_cast<std::size_t>(slot) * 2048 + offsetof(MappedSlot, course) + 9);
    const auto found = open()->take(1).front().exchange;
    QVERIFY(found.id == exchange.id);
    QVERIFY(found.keyId == exchange.keyId && found.path == exchange.path);
    QCOMPARE(found.outcome, Outcome::Interrupted);
    QCOMPARE(found.usage.output, std::int64_t {3});
    QVERIFY(found.provider.empty());
}

void TestSpool::tornIdentityIsCountedNotInvented()
{
    Spool::Slot slot = Spool::none;
    {
        auto spool = open();
        slot = spool->claim(sampleExchange());
    }
    damage(file(), 4096 + static_cast<std::size_t>(slot) * 2048 + offsetof(MappedSlot, identity) + 3);
    auto spool = open();
    QCOMPARE(spool->damaged(), std::uint64_t {1});
    QVERIFY(spool->take(5).empty());
    QCOMPARE(spool->freeSlots(), slotCount);
}

void TestSpool::secondOwnerIsRefused()
{
    auto spool = open();
    const auto second = Spool::open(file());
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Conflict);
    spool.reset();
    QVERIFY(Spool::open(file()).has_value());
}

void TestSpool::otherLayoutIsSetAside()
{
    {
        auto spool = open();
        (void)spool->claim(sampleExchange());
    }
    damage(file(), offsetof(SpoolHeader, layout));
    auto spool = open();
    QVERIFY(spool->take(1).empty());
    QVERIFY(std::filesystem::exists(spool->setAsideFile()));
    QCOMPARE(std::filesystem::file_size(spool->setAsideFile()), std::filesystem::file_size(file()));
    QCOMPARE(spool->freeSlots(), slotCount);
}

void TestSpool::killedInHeavyUseNothingIsMissingOrTwice()
{
    void *memory = ::mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    QVERIFY(memory != MAP_FAILED);
    for (int round = 0; round < 12; ++round) {
        std::filesystem::remove(file());
        auto *shared = new (memory) Shared {};
        const auto child = ::fork();
        if (child == 0)
            useHeavily(file(), *shared);
        const auto enough = static_cast<std::uint64_t>(400 + 700 * round);
        QTRY_VERIFY_WITH_TIMEOUT(shared->claimed.load() > enough, 20'000);
        QCOMPARE(::kill(child, SIGKILL), 0);
        QCOMPARE(::waitpid(child, nullptr, 0), child);

        auto spool = open();
        std::set<std::int64_t> seen;
        std::uint64_t settled = 0;
        for (const auto &taken : spool->take(slotCount)) {
            const auto &e = taken.exchange;
            if (e.outcome == Outcome::Interrupted && e.attempts.empty())
                continue; // cut off inside a rewrite: counted below
            QVERIFY(seen.insert(e.requestBytes).second);
            settled += e.outcome == Outcome::Succeeded ? 1 : 0;
            if (e.outcome == Outcome::Interrupted && e.cost.known()) // its progress was stored
                QCOMPARE(e.cost.amount.picodollars(), 1000 + e.requestBytes);
        }
        QCOMPARE(spool->damaged(), std::uint64_t {0});
        QVERIFY(settled >= shared->settled.load() && settled <= shared->settled.load() + 1);
        const auto rows = slotCount - spool->freeSlots();
        QVERIFY(rows >= shared->claimed.load() && rows <= shared->claimed.load() + 1);
    }
    ::munmap(memory, sizeof(Shared));
}

void TestSpool::twoThreadsShareThePool()
{
    auto spool = open();
    constexpr std::int64_t total = 60'000;
    std::int64_t sum = 0;
    std::atomic<bool> done = false;
    std::thread writer([&] {
        spool->prefault();
        for (bool last = false;;) {
            last = done.load();
            const auto taken = spool->take(100);
            for (const auto &item : taken)
                sum += item.exchange.requestBytes;
            spool->release(taken);
            if (taken.empty() && last)
                break;
        }
    });
    auto exchange = sampleExchange();
    std::int64_t expected = 0;
    for (std::int64_t n = 0; n < total; ++n) {
        exchange.requestBytes = n;
        const auto slot = spool->claim(exchange);
        spool->progress(slot, {});
        spool->settle(slot, exchange);
        expected += slot == Spool::none ? 0 : n;
    }
    done = true;
    writer.join();
    QCOMPARE(sum, expected);
    QCOMPARE(spool->waiting(), std::uint64_t {0});
}

void TestSpool::forgottenPagesKeepWhatLiesInThem()
{
    auto spool = open();
    auto exchange = sampleExchange();
    std::vector<Spool::Slot> claimed;
    for (exchange.requestBytes = 0; spool->freeSlots() > 0; ++exchange.requestBytes)
        claimed.push_back(spool->claim(exchange));
    spool->forgetPages();
    QCOMPARE(claimed.size(), std::size_t {slotCount});
    for (exchange.requestBytes = 0; const auto slot : claimed) {
        spool->settle(slot, exchange);
        ++exchange.requestBytes;
        if (exchange.requestBytes % 1000 == 0)
            spool->forgetPages();
    }
    const auto taken = spool->take(slotCount);
    QCOMPARE(taken.size(), std::size_t {slotCount});
    for (std::int64_t n = 0; const auto &item : taken)
        QCOMPARE(item.exchange.requestBytes, n++);
}

void TestSpool::everySlotInFlightIsTakenIn()
{
    auto spool = open();
    const auto exchange = sampleExchange();
    for (std::size_t i = 0; i < slotCount; ++i)
        QVERIFY(spool->claim(exchange) != Spool::none);
    QCOMPARE(spool->claim(exchange), Spool::none);
    spool.reset();
    spool = open();
    const auto taken = spool->take(slotCount + 1);
    QCOMPARE(taken.size(), slotCount);
    QVERIFY(
        std::ranges::all_of(taken, [](const auto &t) { return t.exchange.outcome == Outcome::Interrupted; }));
    spool->release(taken);
    QCOMPARE(spool->freeSlots(), slotCount);
}

QTEST_GUILESS_MAIN(TestSpool)
#include "TestSpool.moc"
