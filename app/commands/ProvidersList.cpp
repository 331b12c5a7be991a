#include "app/commands/ProviderParts.h"

#include "core/catalog/Catalog.h"
#include "core/service/Discovery.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <ostream>

namespace slipswitch::app {

namespace json = boost::json;
using domain::Provider;

namespace {

std::string firstUrl(const Provider &provider)
{
    return provider.baseUrls.empty() ? std::string() : provider.baseUrls.begin()->second;
}

std::string keysOf(const Provider &provider)
{
    std::string text;
    for (const auto &credential : provider.credentials)
        text += (text.empty() ? "" : ", ") + credential.reference;
    return text.empty() ? "none" : text;
}

json::object describe(const Provider &provider)
{
    json::object urls;
    for (const auto &[dialect, url] : provider.baseUrls)
        urls[domain::name(dialect)] = url;
    json::array credentials;
    for (const auto &credential : provider.credentials)
        credentials.push_back(json::object {{"id", credential.id}, {"reference", credential.reference}});
    return {{"name", provider.name}, {"kind", provider.kind}, {"enabled", provider.enabled},
        {"baseUrls", std::move(urls)}, {"credentials", std::move(credentials)},
        {"models", json::value_from(provider.models)}};
}

/// Keys that lie in the environment are offered by name; taking one is the user's decision.
void offerEnvironment(const config::Settings &settings, Console &console)
{
    const auto catalog = catalog::Catalog::loadShipped();
    if (!catalog)
        return;
    for (const auto &key : service::keysInEnvironment(settings, **catalog))
        console.err << key.variable << " is set: 'slipswitch providers add " << key.kind << " --kind "
                    << key.kind << " --key-env " << key.variable << "' would use it.\n";
}

} // namespace

ExitCode listProviders(ProviderTools &tools, const CommandLine &line, Console &console)
{
    const auto settings = tools.settings.load();
    if (!settings)
        return report(console, "The providers can't be listed.", settings.error());
    json::array array;
    std::vector<std::vector<std::string>> rows;
    for (const auto &provider : settings->providers) {
        array.push_back(describe(provider));
        rows.push_back({provider.name, provider.kind, provider.enabled ? "on" : "off", firstUrl(provider),
            keysOf(provider)});
    }
    if (line.json) {
        console.out << json::serialize(array) << "\n";
        return ExitCode::Ok;
    }
    printTable(console, {"NAME", "KIND", "STATE", "ADDRESS", "KEY"}, rows);
    offerEnvironment(*settings, console);
    return ExitCode::Ok;
}

} // namespace slipswitch::app
