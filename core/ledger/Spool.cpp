#include "core/ledger/Spool.h"

#include "core/ledger/SpoolFile.h"
#include "core/ledger/SpoolRecovery.h"

#include <boost/lockfree/spsc_queue.hpp>

#include <algorithm>

namespace slipswitch::ledger {

namespace {

using Queue = boost::lockfree::spsc_queue<Spool::Slot>;

void storeProgress(MappedSlot &slot, const Progress &progress)
{
    const auto put = [&](std::size_t i, std::int64_t value) {
        slot.progress[i].store(value, std::memory_order_relaxed);
    };
    put(0, progress.responseBytes);
    put(1, progress.estimatedInputTokens);
    put(2, progress.estimatedOutputTokens);
    put(3, progress.estimatedPicodollars);
    put(4, progress.elapsedMicros);
    put(5, progress.firstContentMicros);
}

void storeIdentity(MappedSlot &slot, const domain::Exchange &exchange)
{
    const auto used = encodeIdentity(exchange, slot.identity);
    slot.identityBytes = static_cast<std::uint16_t>(used);
    slot.identityChecksum = checksum(std::span(slot.identity).first(used), slot.sequence);
}

void storeCourse(MappedSlot &slot, const domain::Exchange &exchange)
{
    const auto used = encodeCourse(exchange, slot.course);
    slot.courseBytes = static_cast<std::uint16_t>(used);
    slot.courseChecksum = checksum(std::span(slot.course).first(used), slot.sequence);
}

} // namespace

struct Spool::Pool
{
    explicit Pool(SpoolFile opened)
        : file(std::move(opened))
        , slots(file.slots())
    { }
    /// Sorts the slots into free ones and ones to take in.
    void recoverAll();
    void addRecovered(Slot index);
    Slot nextFree();

    SpoolFile file;
    std::span<MappedSlot> slots;

    // data plane
    std::vector<Slot> free; ///< used as a stack: few slots are touched while load is low
    std::uint64_t nextSequence = 1;

    // between the two
    Queue settled {slotCount};
    Queue released {slotCount};
    std::atomic<std::uint64_t> waiting = 0;

    // writer
    std::vector<Taken> recovered; ///< newest first
    std::atomic<std::uint64_t> damaged = 0;
};

void Spool::Pool::recoverAll()
{
    free.reserve(slotCount);
    for (auto i = static_cast<Slot>(slotCount); i-- > 0;) {
        if (slots[static_cast<std::size_t>(i)].state.load(std::memory_order_acquire) == SlotState::Free)
            free.push_back(i);
        else
            addRecovered(i);
    }
    const auto sequence = [&](const Taken &t) { return slots[static_cast<std::size_t>(t.slot)].sequence; };
    std::sort(recovered.begin(), recovered.end(),
        [&](const Taken &a, const Taken &b) { return sequence(a) > sequence(b); });
    if (!recovered.empty())
        nextSequence = sequence(recovered.front()) + 1;
    waiting = recovered.size();
}

void Spool::Pool::addRecovered(Slot index)
{
    auto &slot = slots[static_cast<std::size_t>(index)];
    if (auto exchange = recover(slot)) {
        recovered.push_back({index, std::move(*exchange)});
        return;
    }
    ++damaged;
    slot.state.store(SlotState::Free, std::memory_order_release);
    free.push_back(index);
}

Spool::Slot Spool::Pool::nextFree()
{
    // What came back is used again first, so that a small load stays within a few pages.
    released.consume_all([this](Slot slot) { free.push_back(slot); });
    if (free.empty())
        return none;
    const Slot slot = free.back();
    free.pop_back();
    return slot;
}

Spool::Spool(std::unique_ptr<Pool> pool)
    : m_pool(std::move(pool))
{ }

Spool::~Spool() = default;

Result<std::unique_ptr<Spool>> Spool::open(const std::filesystem::path &file)
{
    auto mapped = SpoolFile::open(file);
    if (!mapped)
        return failure(mapped.error());
    auto pool = std::make_unique<Pool>(std::move(*mapped));
    pool->recoverAll();
    pool->file.forgetPages();
    return std::unique_ptr<Spool>(new Spool(std::move(pool)));
}

Spool::Slot Spool::claim(const domain::Exchange &exchange)
{
    const Slot index = m_pool->nextFree();
    if (index == none)
        return none;
    auto &slot = m_pool->slots[static_cast<std::size_t>(index)];
    slot.sequence = m_pool->nextSequence++;
    storeIdentity(slot, exchange);
    storeCourse(slot, exchange);
    storeProgress(slot, {});
    slot.state.store(SlotState::Claimed, std::memory_order_release);
    return index;
}

void Spool::update(Slot index, const domain::Exchange &exchange)
{
    if (index == none)
        return;
    storeCourse(m_pool->slots[static_cast<std::size_t>(index)], exchange);
}

void Spool::progress(Slot index, const Progress &progress)
{
    if (index != none)
        storeProgress(m_pool->slots[static_cast<std::size_t>(index)], progress);
}

void Spool::settle(Slot index, const domain::Exchange &exchange)
{
    if (index == none) {
        auto &header = m_pool->file.header();
        header.gapExchanges.fetch_add(1, std::memory_order_relaxed);
        if (exchange.cost.known())
            header.gapPicodollars.fetch_add(exchange.cost.amount.picodollars(), std::memory_order_relaxed);
        return;
    }
    update(index, exchange);
    auto &slot = m_pool->slots[static_cast<std::size_t>(index)];
    slot.state.store(SlotState::Settled, std::memory_order_release);
    m_pool->waiting.fetch_add(1, std::memory_order_relaxed);
    m_pool->settled.push(index); // as many places as slots: always room
}

void Spool::prefault()
{
    m_pool->file.prefault();
}

void Spool::forgetPages()
{
    m_pool->file.forgetPages();
}

std::vector<Spool::Taken> Spool::take(std::size_t limit)
{
    std::vector<Taken> taken;
    auto &recovered = m_pool->recovered;
    while (taken.size() < limit && !recovered.empty()) {
        taken.push_back(std::move(recovered.back()));
        recovered.pop_back();
    }
    Slot index = none;
    while (taken.size() < limit && m_pool->settled.pop(index)) {
        if (auto exchange = recover(m_pool->slots[static_cast<std::size_t>(index)])) {
            taken.push_back({index, std::move(*exchange)});
        } else {
            ++m_pool->damaged;
            release({Taken {index, {}}});
        }
    }
    return taken;
}

void Spool::release(const std::vector<Taken> &taken)
{
    for (const auto &item : taken) {
        m_pool->slots[static_cast<std::size_t>(item.slot)].state.store(
            SlotState::Free, std::memory_order_release);
        m_pool->released.push(item.slot);
    }
    m_pool->waiting.fetch_sub(taken.size(), std::memory_order_relaxed);
}

Spool::Gap Spool::gap() const
{
    const auto &header = m_pool->file.header();
    return {header.gapExchanges.load(std::memory_order_relaxed),
        header.gapPicodollars.load(std::memory_order_relaxed)};
}

void Spool::clearGap(const Gap &recorded)
{
    auto &header = m_pool->file.header();
    header.gapExchanges.fetch_sub(recorded.exchanges, std::memory_order_relaxed);
    header.gapPicodollars.fetch_sub(recorded.picodollars, std::memory_order_relaxed);
}

std::size_t Spool::freeSlots() const
{
    return m_pool->free.size() + m_pool->released.read_available();
}

std::uint64_t Spool::waiting() const
{
    return m_pool->waiting.load(std::memory_order_relaxed);
}

std::uint64_t Spool::damaged() const
{
    return m_pool->damaged;
}

std::filesystem::path Spool::setAsideFile() const
{
    return m_pool->file.setAside();
}

} // namespace slipswitch::ledger
