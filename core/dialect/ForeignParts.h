#pragma once

#include "core/dialect/Conversation.h"
#include "core/dialect/Losses.h"

#include <optional>

namespace slipswitch::dialect {

/// A request whose history holds what only another dialect has a form for (tools that a provider ran itself,
/// and their results), without it, and without messages that held nothing else, which would be refused. Each
/// is noted. nullopt: there is nothing of the kind. Pure.
/// @param to  the dialect it goes to
[[nodiscard]] std::optional<Request> withoutForeignParts(const Request &request, Dialect to, Losses &losses);

} // namespace slipswitch::dialect
