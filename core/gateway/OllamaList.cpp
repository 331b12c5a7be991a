#include "core/gateway/OllamaList.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <functional>

namespace slipswitch::gateway {

namespace {

namespace json = boost::json;

constexpr std::string_view modifiedAt = "2023-03-01T00:00:00Z"; // clients want a date
constexpr std::string_view family = "slipswitch";

/// Files have one there; models elsewhere have only their names.
std::string digestOf(std::string_view name)
{
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::size_t length = 64;
    auto hash = std::hash<std::string_view>()(name);
    std::string digest;
    for (std::size_t i = 0; i < length; ++i) {
        if (i % 16 == 0)
            hash = std::hash<std::size_t>()(hash) * 0x9E3779B97F4A7C15U + 1;
        digest += digits[(hash >> (i % 16 * 4)) & 0xFU];
    }
    return digest;
}

json::object details()
{
    return {{"parent_model", ""}, {"format", ""}, {"family", family}, {"families", json::array {family}},
        {"parameter_size", ""}, {"quantization_level", ""}};
}

/// The list's and Ollama's names of what a model can do.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> abilities {{
    {"function_calling", "tools"},
    {"vision", "vision"},
    {"reasoning", "thinking"},
}};

json::array abilitiesOf(const json::object &model)
{
    const auto &known = model.at("capabilities").as_object();
    if (!known.contains("function_calling")) // clients hide what is not named
        return {"completion", "tools"};
    json::array list {"completion"};
    for (const auto &[listed, theirs] : abilities) {
        if (known.at(listed).as_bool())
            list.emplace_back(theirs);
    }
    return list;
}

} // namespace

json::object inOllamasList(const json::object &model)
{
    const std::string_view id = model.at("id").as_string();
    return {{"name", id}, {"model", id}, {"modified_at", modifiedAt}, {"size", 0}, {"digest", digestOf(id)},
        {"details", details()}};
}

json::object shownByOllama(const json::object &model)
{
    json::object facts {{"general.architecture", family}, {"general.basename", model.at("id")}};
    if (const auto *context = model.if_contains("context_window"))
        facts[std::string(family) + ".context_length"] = *context;
    return {{"license", ""}, {"modelfile", ""}, {"parameters", ""}, {"template", ""}, {"details", details()},
        {"model_info", std::move(facts)}, {"capabilities", abilitiesOf(model)}, {"modified_at", modifiedAt}};
}

} // namespace slipswitch::gateway
