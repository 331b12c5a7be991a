#pragma once

#include <boost/json/object.hpp>

#include <string_view>

/// Models in the shapes of Ollama's API. Source: Ollama's documentation, "API".
namespace slipswitch::gateway {

/// The level of Ollama's API that is spoken here; some editors refuse older ones.
inline constexpr std::string_view ollamaVersion = "0.13.0";

/// An entry of /api/tags. @param model  as the list of models has it
[[nodiscard]] boost::json::object inOllamasList(const boost::json::object &model);
/// The answer of /api/show.
[[nodiscard]] boost::json::object shownByOllama(const boost::json::object &model);

} // namespace slipswitch::gateway
