#pragma once

#include "core/base/Result.h"
#include "core/config/Settings.h"
#include "core/ledger/Spool.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace slipswitch::ledger {

/// A body, or the headers of one, on its way into the ledger; lossy by design, counted when dropped.
struct BodyRecord
{
    RequestId id;
    enum class Part : std::uint8_t { Request, Response, RequestHeaders, ResponseHeaders } part = Part::Request;
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

/// The store of exchanges: owns the spool and the writer thread. Pages and charts read with a `Reader`.
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
    /// Errors: Conflict when another process holds the folder, Io when the spool can't be made.
    [[nodiscard]] static Result<std::unique_ptr<Ledger>> open(Options options);
    /// As `close` without patience.
    ~Ledger();
    Ledger(const Ledger &) = delete;
    Ledger &operator=(const Ledger &) = delete;

    [[nodiscard]] Spool &spool();
    /// A slot was settled; wakes the writer without blocking. Thread: data plane.
    void notify();
    /// False: dropped, and counted; or bodies are not kept. Thread: data plane.
    bool keepBody(BodyRecord record);
    /// Retention and body settings changed. Thread: any.
    void apply(const config::Settings::Log &log);
    [[nodiscard]] LedgerStatus status() const;
    /// Commits what is settled and stops the writer. Thread: the owner's; waits at most `patience`.
    void close(std::chrono::milliseconds patience);

private:
    struct Parts;
    explicit Ledger(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

} // namespace slipswitch::ledger
