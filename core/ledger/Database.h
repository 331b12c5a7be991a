#pragma once

#include "core/base/Result.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>

namespace slipswitch::ledger {

/// What SQLite said, as one of our codes and in words that tell the user what happened and what helps.
/// Corrupt, Locked, Overloaded (the disk is full), Forbidden (read-only), Cancelled, Io.
[[nodiscard]] Error explain(const SQLite::Exception &exception, const std::filesystem::path &file);

/// Opens or makes the file, ready to be written, and brings its schema up to date.
/// Errors: those of `explain`, NewerVersion.
[[nodiscard]] Result<std::unique_ptr<SQLite::Database>> openForWriting(const std::filesystem::path &file);

/// Errors: NotFound while there is no file, those of `explain`, NewerVersion.
[[nodiscard]] Result<std::unique_ptr<SQLite::Database>> openForReading(const std::filesystem::path &file);

/// Renames a file that SQLite can't read, with its write-ahead log, to "<file>.corrupt-<time>".
[[nodiscard]] Result<std::filesystem::path> setAsideCorrupt(const std::filesystem::path &file);

} // namespace slipswitch::ledger
