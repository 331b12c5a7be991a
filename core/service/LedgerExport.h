#pragma once

#include "core/ledger/Reader.h"

#include <filesystem>
#include <functional>

namespace slipswitch::service {

enum class ExportFormat : std::uint8_t
{
    JsonLines, ///< one object a request
    Csv ///< with a head; RFC 4180
};

struct ExportProgress
{
    std::uint64_t rows = 0;
    double part = 0; ///< of the log looked at, 0 to 1
};

/// Writes all matching rows, newest first, without holding them. The file stands under its name only once it
/// is whole. Blocks: for the reader threads.
/// @param goOn  asked after every page with the progress; false ends with Cancelled and leaves nothing.
/// Errors: those of Reader; Cancelled; Io.
[[nodiscard]] Result<ExportProgress> exportRows(ledger::Reader &reader, const ledger::Filter &filter,
    ExportFormat format, const std::filesystem::path &file,
    const std::function<bool(const ExportProgress &)> &goOn);

} // namespace slipswitch::service
