#pragma once

#include "core/base/Result.h"
#include "core/domain/Exchange.h"

#include <cstdint>
#include <filesystem>
#include <functional>
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
/// Threads: claim, progress, settle, lost on the data plane; take and release on the writer.
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

    /// Opens or makes the file, allocates and prefaults it, locks it against a second process.
    /// Slots that an earlier process left are kept for `take`: settled ones as they are, in-flight ones as
    /// Interrupted with their estimate.
    /// Errors: Conflict (held by another process), Io (no room).
    [[nodiscard]] static Result<std::unique_ptr<Spool>> open(const std::filesystem::path &file);
    virtual ~Spool() = default;

    [[nodiscard]] virtual Slot claim(const domain::Exchange &exchange) = 0;
    /// Rewrites the claimed part (route, tries); `none` is ignored.
    virtual void update(Slot slot, const domain::Exchange &exchange) = 0;
    virtual void progress(Slot slot, const Progress &progress) = 0;
    /// The exchange is over; the slot belongs to the writer from here on. With `none` it is counted as a gap.
    virtual void settle(Slot slot, const domain::Exchange &exchange) = 0;

    /// Settled exchanges, oldest first, at most `limit`; each stays in the pool until released.
    struct Taken
    {
        Slot slot = none;
        domain::Exchange exchange;
    };
    [[nodiscard]] virtual std::vector<Taken> take(std::size_t limit) = 0;
    /// After COMMIT.
    virtual void release(const std::vector<Taken> &taken) = 0;
    [[nodiscard]] virtual Gap takeGap() = 0;
    [[nodiscard]] virtual std::size_t freeSlots() const = 0;
};

} // namespace slipswitch::ledger
