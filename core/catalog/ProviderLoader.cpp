#include "core/catalog/Loader.h"

#include <simdjson.h>

#include <stdexcept>

namespace slipswitch::catalog {

namespace {

using simdjson::ondemand::value;

std::string text(value content)
{
    return content.is_null() ? std::string() : std::string(std::string_view(content.get_string()));
}

std::vector<std::string> texts(value content)
{
    std::vector<std::string> result;
    for (auto item : content.get_array())
        result.push_back(text(item.value()));
    return result;
}

/// An entry of "auth" with the fields of all its types.
struct Way
{
    std::string type, header, prefix, parameter;
};

Way readWay(value object)
{
    Way way;
    for (auto field : object.get_object()) {
        const std::string_view name = field.unescaped_key();
        if (name == "type")
            way.type = text(field.value());
        else if (name == "header")
            way.header = text(field.value());
        else if (name == "prefix")
            way.prefix = text(field.value());
        else if (name == "param")
            way.parameter = text(field.value());
    }
    return way;
}

bool choose(domain::Authentication &auth, const Way &way)
{
    using domain::AuthScheme;
    if (way.type == "none")
        auth = {AuthScheme::None, {}, {}};
    else if (way.type == "bearer")
        auth = {AuthScheme::Bearer, way.header, way.prefix};
    else if (way.type == "header")
        auth = {AuthScheme::Header, way.header, way.prefix};
    else if (way.type == "query")
        auth = {AuthScheme::Query, way.parameter, {}};
    else
        return false;
    return true;
}

domain::Authentication firstUsable(value ways)
{
    domain::Authentication auth;
    bool chosen = false;
    for (auto way : ways.get_array()) {
        const auto read = readWay(way.value());
        chosen = chosen || choose(auth, read);
    }
    return auth;
}

domain::Dialect dialectCalled(std::string_view name)
{
    const auto dialect = domain::dialectNamed(name);
    if (!dialect)
        throw std::invalid_argument("no such dialect: " + std::string(name));
    return *dialect;
}

std::map<domain::Dialect, std::string> baseUrls(value object)
{
    std::map<domain::Dialect, std::string> urls;
    for (auto field : object.get_object()) {
        const std::string_view name = field.unescaped_key();
        urls[dialectCalled(name)] = text(field.value());
    }
    return urls;
}

std::map<std::string, std::string> headers(value object)
{
    std::map<std::string, std::string> result;
    for (auto field : object.get_object()) {
        std::string name(std::string_view(field.unescaped_key()));
        result[std::move(name)] = text(field.value());
    }
    return result;
}

/// Other tags are remarks for whoever reads the catalogue.
domain::Quirks quirks(value tags)
{
    domain::Quirks result;
    for (auto tag : tags.get_array()) {
        if (const auto known = domain::quirkNamed(text(tag.value()["tag"].value())))
            result.add(*known);
    }
    return result;
}

void readField(ProviderPreset &preset, std::string_view field, value content)
{
    if (field == "id")
        preset.id = text(content);
    else if (field == "name")
        preset.name = text(content);
    else if (field == "dialects")
        preset.baseUrls = baseUrls(content);
    else if (field == "auth")
        preset.auth = firstUsable(content);
    else if (field == "models_list")
        preset.modelsList = text(content);
    else if (field == "env")
        preset.environment = texts(content);
    else if (field == "key_patterns")
        preset.keyPatterns = texts(content);
    else if (field == "quirks")
        preset.quirks = quirks(content);
    else if (field == "speaks_best")
        preset.native = dialectCalled(text(content));
    else if (field == "key_url")
        preset.keyUrl = text(content);
    else if (field == "extra_headers")
        preset.extraHeaders = headers(content);
}

void readPresets(std::vector<ProviderPreset> &presets, std::string_view json)
{
    const simdjson::padded_string padded(json);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document = parser.iterate(padded);
    for (auto entry : document["providers"].get_array()) {
        presets.emplace_back();
        for (auto field : entry.get_object()) {
            const std::string_view name = field.unescaped_key();
            readField(presets.back(), name, field.value());
        }
        if (presets.back().id.empty())
            throw std::invalid_argument("a provider needs an id");
    }
}

} // namespace

Result<std::vector<ProviderPreset>> loadProviders(std::string_view json)
{
    std::vector<ProviderPreset> presets;
    try {
        readPresets(presets, json);
        return presets;
    } catch (const std::exception &reason) {
        const auto where = presets.empty() ? std::string("its head") : presets.back().id;
        return failure(ErrorCode::Corrupt, "providers.json, " + where + ": " + reason.what());
    }
}

} // namespace slipswitch::catalog
