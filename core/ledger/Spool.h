#pragma once

#include "core/base/Result.h"
#include "core/domain/Exchange.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace slipswitch::ledger {

/// What grows while a response streams; cheap enough to store at every read.
struct Progress
{
    std::int64_t responseBytes = 0;
    std::int64_t estimatedInputTokens = 0, estimatedOutputTokens = 0; ///< for a row that is never settled
    std::int64_t estimatedPicodollars = -1; ///< -1: no price known
    std::int64_t elapsedMicros = 0;
    std::int64_t firstContentMicros = -1;
};

/// Requests on their way into the ledger: a memory-mapped pool of fixed slots that outlives the process.
/// Claiming and settling are copies into mapped memory: no system call, no lock, no wait.
/// Threads: claim, update, progress, settle, freeSlots on the data plane; prefault, take, release, gap and
/// clearGap on the writer; the rest on any.
class Spool
{
public:
    /// Index of a claimed slot; `none` when the pool was full.
    using Slot = std::int32_t;
    static constexpr Slot none = -1;

    struct Gap ///< what found no slot
    {
        std::uint64_t exchanges = 0;
        std::int64_t picodollars = 0;
    };

    /// Opens or makes the file, allocates it, locks it against a second process.
    /// Slots that an earlier process left are kept for `take`: settled ones as they are, in-flight ones as
    /// Interrupted with their estimate. A file of another layout is set aside.
    /// Errors: Conflict (held by another process), Io (no room).
    [[nodiscard]] static Result<std::unique_ptr<Spool>> open(const std::filesystem::path &file);
    ~Spool();
    Spool(const Spool &) = delete;
    Spool &operator=(const Spool &) = delete;

    /// Writes who asks (id, time, method, path, key, tool, user agent), which is not written again.
    [[nodiscard]] Slot claim(const domain::Exchange &exchange);
    /// Rewrites how it goes (route, tries); `none` is ignored.
    void update(Slot slot, const domain::Exchange &exchange);
    void progress(Slot slot, const Progress &progress);
    /// The exchange is over; the slot belongs to the writer from here on. With `none` it is counted as a gap.
    void settle(Slot slot, const domain::Exchange &exchange);

    /// Touches the pages that are used first, so that the data plane does not wait for one.
    void prefault();
    /// Lets go of the memory that a rush took. Thread: any.
    void forgetPages();
    /// Settled exchanges, oldest first, at most `limit`; each stays in the pool until released.
    struct Taken
    {
        Slot slot = none;
        domain::Exchange exchange;
    };
    [[nodiscard]] std::vector<Taken> take(std::size_t limit);
    /// After COMMIT.
    void release(const std::vector<Taken> &taken);
    /// What found no slot and is not cleared yet; outlives the process.
    [[nodiscard]] Gap gap() const;
    /// After the gap's row was committed.
    void clearGap(const Gap &recorded);

    [[nodiscard]] std::size_t freeSlots() const;
    /// Settled or left by an earlier process, and not released yet.
    [[nodiscard]] std::uint64_t waiting() const;
    /// Slots whose content was damaged beyond knowing which request it was.
    [[nodiscard]] std::uint64_t damaged() const;
    /// Where a file that we can't read went; empty as a rule.
    [[nodiscard]] std::filesystem::path setAsideFile() const;

private:
    struct Pool;
    explicit Spool(std::unique_ptr<Pool> pool);
    std::unique_ptr<Pool> m_pool;
};

} // namespace slipswitch::ledger
