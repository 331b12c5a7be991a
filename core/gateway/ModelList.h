#pragma once

#include "core/base/Result.h"
#include "core/catalog/Catalog.h"
#include "core/dialect/Endpoint.h"
#include "core/gateway/Compiled.h"
#include "core/http/Server.h"

#include <optional>
#include <string>

namespace slipswitch::gateway {

/// "demo%2Fecho" in a path means "demo/echo".
[[nodiscard]] std::string percentDecoded(std::string_view text);

/// The model that a request for /api/show names; empty when it names none.
[[nodiscard]] std::string shownModel(std::string_view body);
/// Ollama's clients add ":latest" to names without a tag; nullopt when there is nothing to take off.
[[nodiscard]] std::optional<std::string> withoutUsualTag(domain::Dialect dialect, std::string_view model);

/// What we answer without asking anyone: the list of models, one model, "I am here".
/// A model stands under its bare name at the first provider that offers it, under "provider/model" at others;
/// aliases are listed too. Facts come from the catalogue.
/// @param client  its headers and path tell whose shape the list must have: Anthropic's (with `limit` and
/// `after_id`), Gemini's or OpenAI's.
/// Errors: NotFound (source Client) for a model that no one offers.
[[nodiscard]] Result<std::string> ownAnswer(const dialect::Endpoint &endpoint,
    const http::RequestHead &client, const Compiled &compiled, const catalog::Catalog &catalog);

} // namespace slipswitch::gateway
