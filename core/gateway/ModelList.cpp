#include "core/gateway/ModelList.h"

#include "core/dialect/Json.h"
#include "core/gateway/OllamaList.h"

#include <boost/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <set>

namespace slipswitch::gateway {

namespace {

namespace json = boost::json;

/// Clients want a date; ours is the one the format was made.
constexpr std::int64_t createdUnknown = 1677610602;

/// In the shape of Mistral's list, whose client is strict; what is not known is not told.
json::object capabilitiesOf(const catalog::ModelFacts *facts)
{
    json::object capabilities {{"completion_chat", true}};
    if (!facts || !facts->capabilities)
        return capabilities;
    const auto can = [facts](std::string_view what) {
        return std::ranges::find(*facts->capabilities, what) != facts->capabilities->end();
    };
    capabilities["function_calling"] = can("tools");
    capabilities["vision"] = can("vision");
    capabilities["reasoning"] = can("reasoning");
    return capabilities;
}

json::object entry(std::string_view id, const domain::Provider &provider, const catalog::ModelFacts *facts)
{
    json::object model {{"id", id}, {"object", "model"}, {"created", createdUnknown},
        {"owned_by", provider.name}, {"type", "base"}, {"capabilities", capabilitiesOf(facts)}};
    if (!facts)
        return model;
    if (!facts->name.empty())
        model["name"] = facts->name;
    if (facts->contextTokens > 0)
        model["context_window"] = facts->contextTokens;
    if (facts->maxOutputTokens > 0)
        model["max_output_tokens"] = facts->maxOutputTokens;
    return model;
}

json::array listModels(const Compiled &compiled, const catalog::Catalog &catalog)
{
    json::array list;
    std::set<std::string, std::less<>> listed;
    for (const auto &provider : compiled.providers()) {
        if (!provider.enabled)
            continue;
        for (const auto &model : provider.models) {
            const bool first = provider.kind != "demo" && listed.insert(model).second;
            const auto id = first ? model : provider.name + '/' + model;
            list.push_back(entry(id, provider, catalog.model(provider.kind, model)));
        }
    }
    for (const auto &[alias, target] : compiled.settings().aliases)
        list.push_back(json::object {{"id", alias}, {"object", "model"}, {"created", createdUnknown},
            {"owned_by", "slipswitch"}, {"type", "base"}, {"capabilities", capabilitiesOf(nullptr)},
            {"alias_of", target}});
    return list;
}

Result<json::object> oneModel(std::string_view id, const Compiled &compiled, const catalog::Catalog &catalog)
{
    const auto plan = compiled.planner().plan(id, compiled.ableTo(domain::Dialect::OpenAiChat));
    if (!plan)
        return failure(plan.error());
    const auto &provider = compiled.providers()[plan->front().provider];
    return entry(id, provider, catalog.model(provider.kind, plan->front().model));
}

constexpr std::string_view usualTag = ":latest";

} // namespace

std::string shownModel(std::string_view body)
{
    const auto tree = dialect::JsonTree::parse(body);
    if (!tree)
        return {};
    const auto model = tree->root()["model"];
    return std::string(model ? model.text() : tree->root()["name"].text()); // its older name
}

std::optional<std::string> withoutUsualTag(domain::Dialect dialect, std::string_view model)
{
    using domain::Dialect;
    if ((dialect != Dialect::Ollama && dialect != Dialect::OllamaEmbed) || !model.ends_with(usualTag))
        return std::nullopt;
    return std::string(model.substr(0, model.size() - usualTag.size()));
}

std::string percentDecoded(std::string_view text)
{
    const auto digit = [](char c) {
        const auto at = std::string_view("0123456789abcdef")
                            .find(static_cast<char>(c | ('A' <= c && c <= 'F' ? 0x20 : 0)));
        return at == std::string_view::npos ? -1 : static_cast<int>(at);
    };
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool coded
            = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
        decoded += coded ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
        i += coded ? 2 : 0;
    }
    return decoded;
}

namespace {

/// A value of the query, decoded; empty when it is not there.
std::string parameter(std::string_view query, std::string_view name)
{
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto item = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (item.size() > name.size() && item.starts_with(name) && item[name.size()] == '=')
            return percentDecoded(item.substr(name.size() + 1));
    }
    return {};
}

json::object inAnthropicsShape(const json::object &model)
{
    const auto *name = model.if_contains("name");
    return {{"type", "model"}, {"id", model.at("id")}, {"display_name", name ? *name : model.at("id")},
        {"created_at", "2023-03-01T00:00:00Z"}};
}

/// A page of the list. Source: Anthropic's API reference, "List Models".
json::object anthropicPage(const json::array &models, std::string_view query)
{
    constexpr std::size_t usualLimit = 20, mostAtOnce = 1000;
    const auto asked = std::strtoul(parameter(query, "limit").c_str(), nullptr, 10);
    const auto limit = asked == 0 ? usualLimit : std::min<std::size_t>(asked, mostAtOnce);
    const auto after = parameter(query, "after_id");
    auto at = models.begin();
    if (!after.empty()) {
        const auto last = std::find_if(
            at, models.end(), [&](const json::value &model) { return model.at("id").as_string() == after; });
        at = last == models.end() ? last : std::next(last);
    }
    json::array page;
    for (; at != models.end() && page.size() < limit; ++at)
        page.push_back(inAnthropicsShape(at->as_object()));
    const auto idOf = [](const json::value &model) { return model.at("id"); };
    return {{"first_id", page.empty() ? json::value() : idOf(page.front())},
        {"last_id", page.empty() ? json::value() : idOf(page.back())}, {"has_more", at != models.end()},
        {"data", std::move(page)}};
}

/// Source: Google's API reference, "models.list".
json::object inGeminisShape(const json::object &model)
{
    const auto *name = model.if_contains("name");
    json::object shaped {{"name", "models/" + std::string(model.at("id").as_string())},
        {"displayName", name ? *name : model.at("id")},
        {"supportedGenerationMethods", json::array {"generateContent", "countTokens"}}};
    if (const auto *context = model.if_contains("context_window"))
        shaped["inputTokenLimit"] = *context;
    if (const auto *most = model.if_contains("max_output_tokens"))
        shaped["outputTokenLimit"] = *most;
    return shaped;
}

bool speaksGemini(const http::RequestHead &client)
{
    return client.path.starts_with("/v1beta/") || client.fields.find("x-goog-api-key")
        || client.fields.find("x-goog-api-client");
}

bool speaksAnthropic(const http::RequestHead &client)
{
    return client.fields.find("anthropic-version").has_value();
}

} // namespace

Result<std::string> ownAnswer(const dialect::Endpoint &endpoint, const http::RequestHead &client,
    const Compiled &compiled, const catalog::Catalog &catalog)
{
    switch (endpoint.operation) {
    case dialect::Operation::ListModels:
        if (speaksAnthropic(client))
            return json::serialize(anthropicPage(listModels(compiled, catalog), client.query));
        if (speaksGemini(client)) {
            json::array models;
            for (const auto &model : listModels(compiled, catalog))
                models.push_back(inGeminisShape(model.as_object()));
            return json::serialize(json::object {{"models", std::move(models)}});
        }
        return json::serialize(json::object {{"object", "list"}, {"data", listModels(compiled, catalog)}});
    case dialect::Operation::GetModel:
        return oneModel(percentDecoded(endpoint.argument), compiled, catalog).map([&](json::object model) {
            return json::serialize(speaksAnthropic(client) ? inAnthropicsShape(model)
                    : speaksGemini(client)                 ? inGeminisShape(model)
                                                           : model);
        });
    case dialect::Operation::OllamaTags: {
        json::array models;
        for (const auto &model : listModels(compiled, catalog))
            models.push_back(inOllamasList(model.as_object()));
        return json::serialize(json::object {{"models", std::move(models)}});
    }
    case dialect::Operation::OllamaShow: {
        auto model = oneModel(endpoint.argument, compiled, catalog);
        if (const auto untagged = withoutUsualTag(endpoint.dialect, endpoint.argument); !model && untagged)
            model = oneModel(*untagged, compiled, catalog);
        return model.map([](const json::object &found) { return json::serialize(shownByOllama(found)); });
    }
    case dialect::Operation::OllamaRunning: // nothing runs here
        return std::string(R"({"models":[]})");
    case dialect::Operation::OllamaVersion:
        return json::serialize(json::object {{"version", ollamaVersion}});
    default:
        return std::string(R"({"status":"ok","service":"slipswitch"})");
    }
}

} // namespace slipswitch::gateway
