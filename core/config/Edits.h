#pragma once

#include "core/base/Result.h"
#include "core/config/Settings.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// What users do to their settings, as pure changes; the window and the command line share them.
namespace slipswitch::config {

/// The one of that name; nullptr when there is none.
[[nodiscard]] domain::Provider *findProvider(Settings &settings, std::string_view name);

/// Errors: Conflict when the name is taken.
[[nodiscard]] Result<void> addProvider(Settings &settings, domain::Provider provider);

/// What it takes to undo a removal.
struct RemovedProvider
{
    domain::Provider provider;
    std::size_t place = 0; ///< in the order that routing follows
};
/// Errors: NotFound.
[[nodiscard]] Result<RemovedProvider> removeProvider(Settings &settings, std::string_view name);
/// Errors: Conflict when the name was taken meanwhile.
[[nodiscard]] Result<void> restoreProvider(Settings &settings, RemovedProvider removed);
/// Errors: NotFound; Conflict when it is renamed to a name that is taken; those of `change`.
[[nodiscard]] Result<void> changeProvider(
    Settings &settings, std::string_view name, const std::function<Result<void>(domain::Provider &)> &change);
/// Puts it at that place of the order; behind the end is the end. Errors: NotFound.
[[nodiscard]] Result<void> moveProvider(Settings &settings, std::string_view name, std::size_t place);
/// Whether any credential still refers to a secret.
[[nodiscard]] bool refersTo(const Settings &settings, std::string_view reference);

/// By id, else by a name that only one key in use has. Errors: NotFound, Conflict.
[[nodiscard]] Result<domain::AccessKey *> findAccessKey(Settings &settings, std::string_view idOrName);
/// Ends its use; a revoked one keeps its time. Returns its id. Errors: as findAccessKey.
[[nodiscard]] Result<std::string> revokeAccessKey(Settings &settings, std::string_view idOrName, UtcTime now);
/// Takes a revocation back. Errors: NotFound.
[[nodiscard]] Result<void> restoreAccessKey(Settings &settings, std::string_view id);

} // namespace slipswitch::config
