#pragma once

#include "core/dialect/Conversation.h"
#include "core/dialect/Losses.h"

namespace slipswitch::dialect {

/// A request in which thoughts stand that other models made, as their wrapped signatures tell, without those,
/// and with those of this model as it made them; all else as the client sent it. Messages that held nothing
/// else go too. nullopt: the dialect keeps no signatures, or the body is not JSON. Pure.
/// @param own  of the client and of the provider
[[nodiscard]] std::optional<std::string> withoutForeignThoughts(
    std::string_view body, Dialect own, std::string_view model, Losses &losses);

} // namespace slipswitch::dialect
