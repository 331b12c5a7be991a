#pragma once

#include "core/base/Result.h"
#include "core/config/Settings.h"
#include "core/ledger/Spool.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace slipswitch::ledger {

/// A body on its way into the ledger; lossy by design, counted when dropped.
struct BodyRecord
{
    RequestId id;
    enum class Part : std::uint8_t { Request, Response } part = Part::Request;
    std::string text; ///< redacted already; compressed by the writer
};

enum class LedgerState : std::uint8_t
{
    Starting,
    Writing,
    Failing,
    Refused
};

struct LedgerStatus
{
    LedgerState state = LedgerState::Starting;
    std::string problem; ///< plain words: what happened, what it means, what to do; empty when all is well
    std::uint64_t rowsWritten = 0; ///< by this process
    std::uint64_t waiting = 0; ///< settled, not yet committed
    std::uint64_t notKept = 0; ///< exchanges lost to full slots
    std::uint64_t bodiesDropped = 0;
    std::uint64_t fileBytes = 0;
};

/// The store of exchanges: owns the spool and the writer thread.
class Ledger
{
public:
    struct Options
    {
        std::filesystem::path folder; ///< ledger.sqlite and spool.bin live here
        config::Settings::Log log;
        std::function<void()> statusChanged; ///< called on the writer thread; may be empty
    };
    /// Never waits for SQLite: the writer thread opens the file and goes on trying when it can't.
    /// Errors: Conflict when another process holds the folder.
    [[nodiscard]] static Result<std::unique_ptr<Ledger>> open(Options options);
    virtual ~Ledger() = default;

    [[nodiscard]] virtual Spool &spool() = 0;
    /// A slot was settled; wakes the writer without blocking. Thread: data plane.
    virtual void notify() = 0;
    /// False: dropped, and counted. Thread: data plane.
    virtual bool keepBody(BodyRecord record) = 0;
    /// Retention and body settings changed. Thread: any.
    virtual void apply(const config::Settings::Log &log) = 0;
    [[nodiscard]] virtual LedgerStatus status() const = 0;
    /// Commits what is settled and stops the writer. Thread: the owner's; waits at most `patience`.
    virtual void close(std::chrono::milliseconds patience) = 0;
};

} // namespace slipswitch::ledger
