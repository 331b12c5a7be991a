#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace slipswitch {

/// The whole file. Errors: NotFound, TooLarge (more than `maxBytes`), Io.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path &path, std::size_t maxBytes);

/// Replaces the file in one step: whoever reads sees the old bytes or the new ones, also after a crash.
/// Only the owner may read it (mode 0600). Errors: Io; the old file then stands untouched.
[[nodiscard]] Result<void> writeFileAtomically(const std::filesystem::path &path, std::string_view bytes);

/// Makes a folder that only its owner may enter (mode 0700), with those above it. An existing one is kept as
/// it is. Errors: Io.
[[nodiscard]] Result<void> makePrivateFolder(const std::filesystem::path &path);

/// Does `work` while no other thread or process holds `lockFile`; a lock left by a crash is taken over.
/// Blocks for up to five seconds. Errors: Conflict when it stays held, Io, and those of `work`.
[[nodiscard]] Result<void> withFileLock(
    const std::filesystem::path &lockFile, const std::function<Result<void>()> &work);

} // namespace slipswitch
