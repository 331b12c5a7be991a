#pragma once

#include "core/dialect/Json.h"
#include "core/dialect/WebSearch.h"

/// What of a request to the responses API is about tools.
namespace slipswitch::dialect::responses {

/// `tools`, those of one namespace together; nothing when there are none.
/// @param search  that the provider is to run; nullopt: none
void writeTools(
    JsonWriter &out, const Request &request, const std::optional<WebSearch> &search, Losses &losses);
/// `tool_choice` and `parallel_tool_calls`.
void writeToolChoice(JsonWriter &out, const Request &request);

} // namespace slipswitch::dialect::responses
