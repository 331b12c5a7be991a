#include "core/config/ProviderJson.h"

#include "core/base/SecretReference.h"
#include "core/config/Rules.h"

#include <boost/json/value_from.hpp>

#include <array>
#include <set>
#include <utility>

namespace slipswitch::config {

namespace json = boost::json;
using domain::AuthScheme;
using domain::Credential;
using domain::Provider;

namespace {

constexpr std::array<std::pair<AuthScheme, std::string_view>, 4> schemes {{{AuthScheme::None, "none"},
    {AuthScheme::Bearer, "bearer"}, {AuthScheme::Header, "header"}, {AuthScheme::Query, "query"}}};

void check(ObjectReader &reader, std::string_view key, const Complaint &complaint)
{
    if (complaint)
        reader.note(key, *complaint);
}

void readAuthentication(ObjectReader &reader, domain::Authentication &auth)
{
    std::string scheme = "bearer";
    reader.read("scheme", scheme);
    reader.read("name", auth.name);
    reader.read("prefix", auth.prefix);
    check(reader, "prefix", checkHeaderValue(auth.prefix));
    check(reader, "name", checkHeaderValue(auth.name));
    for (const auto &[known, text] : schemes) {
        if (scheme == text) {
            auth.scheme = known;
            return;
        }
    }
    reader.note("scheme", "must be none, bearer, header or query");
}

Credential readCredential(ObjectReader &reader, std::set<std::string> &ids)
{
    Credential credential;
    reader.read("id", credential.id);
    reader.read("reference", credential.reference);
    check(reader, "id", checkId(credential.id));
    if (const auto reference = SecretReference::parse(credential.reference); !reference)
        reader.note("reference", reference.error().detail);
    if (!ids.insert(credential.id).second)
        reader.note("id", "is there twice");
    return credential;
}

void readBaseUrls(ObjectReader &reader, Provider &provider)
{
    std::map<std::string, std::string> urls;
    reader.read("baseUrls", urls);
    for (auto &[name, url] : urls) {
        const auto key = "baseUrls." + name;
        const auto dialect = domain::dialectNamed(name);
        if (!dialect || *dialect == domain::Dialect::None)
            reader.note(key, "is not a dialect that Slipswitch knows");
        check(reader, key, checkBaseUrl(url));
        while (url.ends_with('/'))
            url.pop_back();
        if (dialect)
            provider.baseUrls.emplace(*dialect, std::move(url));
    }
}

void readExtraHeaders(ObjectReader &reader, Provider &provider)
{
    reader.read("extraHeaders", provider.extraHeaders);
    for (const auto &[name, value] : provider.extraHeaders) {
        check(reader, "extraHeaders." + name, checkExtraHeaderName(name));
        check(reader, "extraHeaders." + name, checkHeaderValue(value));
    }
}

void readNames(ObjectReader &reader, Provider &provider)
{
    reader.read("parameters", provider.parameters);
    for (const auto &[name, value] : provider.parameters) {
        check(reader, "parameters." + name, checkId(name));
        check(reader, "parameters." + name, checkParameter(value));
    }
    reader.read("modelNames", provider.modelNames);
    for (const auto &[model, name] : provider.modelNames) {
        check(reader, "modelNames", checkModelName(model));
        check(reader, "modelNames." + model, checkModelName(name));
    }
}

/// What the catalogue says of the kind holds besides.
void readQuirks(ObjectReader &reader, domain::Quirks &quirks)
{
    std::vector<std::string> words;
    reader.read("quirks", words);
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (const auto known = domain::quirkNamed(words[i]))
            quirks.add(*known);
        else
            reader.note("quirks[" + std::to_string(i) + "]", "must be one of " + domain::quirkWords());
    }
}

void readProxy(ObjectReader &reader, domain::ProxyChoice &proxy)
{
    std::string text = proxyText(proxy);
    reader.read("proxy", text);
    proxy = proxyFromText(text);
    if (proxy.mode == domain::ProxyChoice::Mode::Fixed)
        check(reader, "proxy", checkProxyUrl(text));
}

json::array writeCredentials(const Provider &provider)
{
    json::array array;
    for (const auto &credential : provider.credentials)
        array.push_back(json::object {{"id", credential.id}, {"reference", credential.reference}});
    return array;
}

json::object writeAuthentication(const domain::Authentication &auth)
{
    return {{"scheme", json::string(schemes.at(static_cast<std::size_t>(auth.scheme)).second)},
        {"name", auth.name}, {"prefix", auth.prefix}};
}

} // namespace

Provider readProvider(ObjectReader &reader)
{
    Provider provider;
    reader.read("name", provider.name);
    reader.read("kind", provider.kind);
    reader.read("enabled", provider.enabled);
    check(reader, "name", checkProviderName(provider.name));
    check(reader, "kind", checkId(provider.kind));
    readBaseUrls(reader, provider);
    reader.ifObject("auth", [&](ObjectReader &auth) { readAuthentication(auth, provider.auth); });
    std::set<std::string> ids;
    reader.forEachObject("credentials",
        [&](ObjectReader &credential) { provider.credentials.push_back(readCredential(credential, ids)); });
    readExtraHeaders(reader, provider);
    reader.read("models", provider.models);
    reader.read("modelsListed", provider.modelsListed);
    readQuirks(reader, provider.quirks);
    readNames(reader, provider);
    readProxy(reader, provider.proxy);
    reader.read("caFile", provider.caFile);
    return provider;
}

json::object writeProvider(const Provider &provider)
{
    json::object urls;
    for (const auto &[dialect, url] : provider.baseUrls)
        urls[domain::name(dialect)] = url;
    return {{"name", provider.name}, {"kind", provider.kind}, {"enabled", provider.enabled},
        {"baseUrls", std::move(urls)}, {"auth", writeAuthentication(provider.auth)},
        {"credentials", writeCredentials(provider)},
        {"extraHeaders", json::value_from(provider.extraHeaders)},
        {"models", json::value_from(provider.models)}, {"modelsListed", provider.modelsListed},
        {"quirks", json::value_from(provider.quirks.words())},
        {"parameters", json::value_from(provider.parameters)},
        {"modelNames", json::value_from(provider.modelNames)}, {"proxy", proxyText(provider.proxy)},
        {"caFile", provider.caFile}};
}

} // namespace slipswitch::config
