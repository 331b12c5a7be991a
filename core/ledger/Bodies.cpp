#include "core/ledger/Bodies.h"

#include "core/ledger/Binder.h"

#include <zstd.h>

namespace slipswitch::ledger {

std::string compress(const std::string &text)
{
    std::string stored(ZSTD_compressBound(text.size()), '\0');
    const auto used = ZSTD_compress(stored.data(), stored.size(), text.data(), text.size(), 3);
    stored.resize(ZSTD_isError(used) != 0 ? 0 : used);
    return stored;
}

Result<std::string> decompress(std::string_view stored, std::size_t textBytes)
{
    constexpr std::size_t most = 1ULL << 30U; // a damaged size must not take all memory
    std::string text(std::min(textBytes, most), '\0');
    const auto used = ZSTD_decompress(text.data(), text.size(), stored.data(), stored.size());
    if (ZSTD_isError(used) != 0 || used != textBytes)
        return failure(ErrorCode::Corrupt, "A stored body can't be read back.");
    return text;
}

Bodies::Bodies(SQLite::Database &database)
    : m_insert(database,
          "INSERT INTO body (high, low, part, stored_bytes, text_bytes, content) VALUES (?, ?, ?, ?, ?, ?)")
{ }

void Bodies::add(const BodyRecord &record)
{
    const auto stored = compress(record.text);
    m_insert.reset();
    Binder(m_insert) << record.id.high << record.id.low << record.part << stored.size() << record.text.size();
    m_insert.bindNoCopy(6, stored.data(), static_cast<int>(stored.size()));
    m_insert.exec();
}

} // namespace slipswitch::ledger
