#pragma once

#include "core/base/Result.h"
#include "core/ledger/Ledger.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

namespace slipswitch::ledger {

[[nodiscard]] std::string compress(const std::string &text);
/// Errors: Corrupt.
[[nodiscard]] Result<std::string> decompress(std::string_view stored, std::size_t textBytes);

/// Writes bodies, compressed. Thread: the writer's; throws SQLite::Exception.
class Bodies
{
public:
    explicit Bodies(SQLite::Database &database);
    void add(const BodyRecord &record);

private:
    SQLite::Statement m_insert;
};

} // namespace slipswitch::ledger
