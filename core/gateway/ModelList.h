#pragma once

#include "core/base/Result.h"
#include "core/catalog/Catalog.h"
#include "core/dialect/Endpoint.h"
#include "core/gateway/Compiled.h"
#include "core/http/Server.h"

#include <string>

namespace slipswitch::gateway {

/// "demo%2Fecho" in a path means "demo/echo".
[[nodiscard]] std::string percentDecoded(std::string_view text);

/// What we answer without asking anyone: the list of models, one model, "I am here".
/// A model stands under its bare name at the first provider that offers it, under "provider/model" at others;
/// aliases are listed too. Facts come from the catalogue.
/// @param client  its headers and path tell whose shape the list must have: Anthropic's (with `limit` and
/// `after_id`), Gemini's or OpenAI's.
/// Errors: NotFound (source Client) for a model that no one offers.
[[nodiscard]] Result<std::string> ownAnswer(const dialect::Endpoint &endpoint,
    const http::RequestHead &client, const Compiled &compiled, const catalog::Catalog &catalog);

} // namespace slipswitch::gateway
