#include "core/config/Upgrades.h"

#include <boost/json/array.hpp>

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace slipswitch::config {

namespace json = boost::json;

namespace {

/// Takes a field out. Erasing moves other fields about, so references into the object do not outlive this.
std::optional<json::value> take(json::object &from, std::string_view key)
{
    auto *value = from.if_contains(key);
    if (!value)
        return std::nullopt;
    std::optional<json::value> taken(std::move(*value));
    from.erase(key);
    return taken;
}

/// Puts a value into the object at `section`, made if it is missing. When something else stands there it is
/// left for validation to complain about.
void putInto(json::object &content, std::string_view section, std::string_view key, json::value value)
{
    if (!content.contains(section))
        content[section] = json::object();
    if (auto *object = content[section].if_object())
        object->insert_or_assign(key, std::move(value));
}

/// One URL and one key for each provider became one URL a dialect and a list of credentials.
void splitProvider(json::object &provider)
{
    if (auto url = take(provider, "baseUrl"))
        putInto(provider, "baseUrls", "openai-chat", std::move(*url));
    if (auto key = take(provider, "key"); key && !provider.contains("credentials")) {
        json::object credential {{"id", "main"}, {"reference", std::move(*key)}};
        provider["credentials"] = json::array {std::move(credential)};
    }
}

/// The draft before the first release had port and keyless at the top.
void toSchema1(json::object &content)
{
    for (const std::string_view key : {"port", "keyless"}) {
        if (auto value = take(content, key))
            putInto(content, "listen", key, std::move(*value));
    }
    auto *providers = content.if_contains("providers");
    if (!providers || !providers->is_array())
        return;
    for (auto &provider : providers->get_array()) {
        if (auto *object = provider.if_object())
            splitProvider(*object);
    }
}

/// The catalogue's tags were copied into the file, where they aged. It now has what the user says alone.
void toSchema2(json::object &content)
{
    auto *providers = content.if_contains("providers");
    if (!providers || !providers->is_array())
        return;
    for (auto &provider : providers->get_array()) {
        if (auto *object = provider.if_object())
            object->erase("quirks");
    }
}

using Step = void (*)(json::object &);
/// steps[n] leads from schema n to n + 1.
constexpr std::array<Step, 2> steps {toSchema1, toSchema2};

} // namespace

int currentSchema()
{
    return static_cast<int>(steps.size());
}

Result<int> upgrade(json::object &content)
{
    const auto *field = content.if_contains("schema");
    if (field && (!field->is_int64() || field->get_int64() < 0))
        return failure(ErrorCode::BadRequest, "schema: must be a whole number");
    const auto found = field ? field->get_int64() : 0;
    if (found > currentSchema())
        return failure(ErrorCode::NewerVersion,
            "schema: is " + std::to_string(found)
                + ", written by a newer version of Slipswitch; this one reads up to "
                + std::to_string(currentSchema()) + ". Update Slipswitch or put the older file back.");
    for (auto at = static_cast<std::size_t>(found); at < steps.size(); ++at)
        steps.at(at)(content);
    content["schema"] = currentSchema();
    return static_cast<int>(found);
}

} // namespace slipswitch::config
