#pragma once

#include "core/ledger/Bodies.h"
#include "core/ledger/Retention.h"
#include "core/ledger/Rollups.h"
#include "core/ledger/Rows.h"
#include "core/ledger/Spool.h"
#include "core/ledger/Words.h"

namespace slipswitch::ledger {

/// What one transaction takes in.
struct Batch
{
    std::vector<Spool::Taken> exchanges;
    std::vector<std::unique_ptr<BodyRecord>> bodies;
    Spool::Gap gap;
    std::uint64_t damaged = 0;

    [[nodiscard]] bool empty() const
    {
        return exchanges.empty() && bodies.empty() && gap.exchanges == 0 && damaged == 0;
    }
};

/// The open ledger file. Thread: the writer's.
class Store
{
public:
    /// Errors: as `openForWriting`.
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const std::filesystem::path &file);

    /// All or nothing. Returns how many exchanges were new. Errors: those of `explain`.
    [[nodiscard]] Result<std::size_t> commit(const Batch &batch, UtcTime now);
    /// One small step of retention; false when nothing is left to do.
    [[nodiscard]] Result<bool> retain(const config::Settings::Log &limits, UtcTime now);
    /// False when the file was moved or deleted under us: what is written would be lost.
    [[nodiscard]] bool inPlace() const;
    /// The file and its write-ahead log.
    [[nodiscard]] std::uint64_t bytes() const;
    [[nodiscard]] SQLite::Database &database() { return *m_database; }

private:
    Store(std::filesystem::path file, std::unique_ptr<SQLite::Database> database);
    enum class Pace
    {
        InGroups,
        OneByOne
    };
    std::size_t write(const Batch &batch, UtcTime now);
    [[nodiscard]] std::optional<std::size_t> tryWrite(const Batch &batch, UtcTime now, Pace pace);
    [[nodiscard]] std::optional<std::size_t> addExchanges(std::span<const Spool::Taken> taken, Pace pace);
    [[nodiscard]] std::size_t addOne(const domain::Exchange &exchange);
    void forget();
    void addGap(UtcTime now, std::uint64_t exchanges, std::int64_t picodollars, const std::string &reason);

    std::filesystem::path m_file;
    std::unique_ptr<SQLite::Database> m_database;
    std::uint64_t m_inode = 0;
    Words m_words;
    Rows m_rows;
    Rollups m_rollups;
    Bodies m_bodies;
    Retention m_retention;
    SQLite::Statement m_insertGap;
};

} // namespace slipswitch::ledger
