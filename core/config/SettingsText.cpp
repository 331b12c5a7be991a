#include "core/config/SettingsText.h"

#include "core/config/AccessKeyJson.h"
#include "core/config/JsonReader.h"
#include "core/config/JsonText.h"
#include "core/config/LineOf.h"
#include "core/config/ProviderJson.h"
#include "core/config/ScalarJson.h"
#include "core/config/UnknownFields.h"
#include "core/config/Upgrades.h"

#include <boost/json/value_from.hpp>

#include <map>
#include <set>
#include <utility>

namespace slipswitch::config {

namespace json = boost::json;

namespace {

void readProviders(ObjectReader &root, Settings &settings)
{
    std::set<std::string> names;
    root.forEachObject("providers", [&](ObjectReader &reader) {
        settings.providers.push_back(readProvider(reader));
        if (!names.insert(settings.providers.back().name).second)
            reader.note("name", "is there twice");
    });
}

void readAccessKeys(ObjectReader &root, Settings &settings)
{
    std::set<std::string> ids;
    root.forEachObject("accessKeys", [&](ObjectReader &reader) {
        settings.accessKeys.push_back(readAccessKey(reader));
        if (!ids.insert(settings.accessKeys.back().id).second)
            reader.note("id", "is there twice");
    });
}

void readAliases(ObjectReader &root, Settings &settings)
{
    std::map<std::string, std::string> aliases;
    root.read("aliases", aliases);
    settings.aliases = {aliases.begin(), aliases.end()};
    for (const auto &[alias, target] : settings.aliases) {
        if (alias.empty() || target.empty())
            root.note("aliases." + alias, "must name a model");
        else if (alias == target)
            root.note("aliases." + alias, "must not point at itself");
    }
}

Result<json::value> parseCurrent(std::string_view text)
{
    auto content = parseJson(text);
    if (!content)
        return content;
    if (!content->is_object())
        return failure(ErrorCode::BadRequest, "must be an object in braces", ErrorSource::Client);
    if (auto from = upgrade(content->get_object()); !from)
        return failure(std::move(from.error()));
    return content;
}

Error placed(const Problem &problem, std::string_view text)
{
    auto error = *problem.error();
    if (const auto line = lineOf(text, problem.path()))
        error.detail = "line " + std::to_string(*line) + ", " + error.detail;
    return error;
}

} // namespace

Result<Settings> parseSettings(std::string_view text, Lines lines)
{
    const auto content = parseCurrent(text);
    if (!content)
        return failure(content.error());
    Settings settings;
    Problem problem;
    ObjectReader root(*content, {}, problem);
    readScalars(root, settings);
    readProviders(root, settings);
    readAliases(root, settings);
    readAccessKeys(root, settings);
    if (problem.error())
        return failure(lines == Lines::Told ? placed(problem, text) : *problem.error());
    return settings;
}

std::string writeSettings(const Settings &settings, std::string_view previous)
{
    json::object content {{"schema", currentSchema()}};
    writeScalars(settings, content);
    json::array providers;
    for (const auto &provider : settings.providers)
        providers.push_back(writeProvider(provider));
    json::array keys;
    for (const auto &key : settings.accessKeys)
        keys.push_back(writeAccessKey(key));
    content["providers"] = std::move(providers);
    content["aliases"] = json::value_from(settings.aliases);
    content["accessKeys"] = std::move(keys);
    if (const auto old = parseCurrent(previous))
        keepUnknownFields(old->get_object(), content);
    return prettyJson(content);
}

} // namespace slipswitch::config
