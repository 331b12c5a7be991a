#include "ui/providers/ProviderFacts.h"

#include "ui/widgets/Format.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

// Models as rows, and fields as they go in and out of a provider.
namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostSuggested = 12;

/// Per million tokens, at the rates of small requests.
QString priceText(const catalog::Catalog &catalog, const std::string &kind, const std::string &model, bool in)
{
    constexpr std::int64_t sample = 1000;
    domain::Usage usage;
    (in ? usage.input : usage.output) = sample;
    usage.known = true;
    const auto cost
        = catalog.cost(kind, model, model, usage, catalog::ServiceClass::Standard, SystemClock().utcNow());
    if (!cost.known())
        return {};
    const auto dollars = cost.amount.dollars() * 1e6 / sample;
    const bool cents = std::abs(dollars * 100 - std::round(dollars * 100)) < 1e-6;
    return u"$"_s + QLocale().toString(dollars, 'f', cents ? 2 : dollars < 0.01 ? 4 : 3);
}

bool can(const catalog::ModelFacts &facts, std::string_view what)
{
    return facts.capabilities
        && std::find(facts.capabilities->begin(), facts.capabilities->end(), what)
        != facts.capabilities->end();
}

bool dated(const std::string &id)
{
    const auto digits = std::count_if(id.rbegin(), id.rbegin() + std::min<std::ptrdiff_t>(4, std::ssize(id)),
        [](unsigned char c) { return std::isdigit(c) != 0; });
    return id.size() > 8 && digits == 4;
}

struct Known
{
    std::string id;
    const catalog::ModelFacts *facts = nullptr;
};

bool later(const Known &a, const Known &b)
{
    const auto released
        = [](const Known &known) { return known.facts ? known.facts->released : std::string(); };
    return released(a) != released(b) ? released(a) > released(b) : a.id < b.id;
}

std::vector<Known> gather(
    const catalog::Catalog &catalog, const domain::Provider &provider, const std::vector<std::string> &found)
{
    std::set<std::string> ids(found.begin(), found.end());
    ids.insert(provider.models.begin(), provider.models.end());
    if (found.empty()) {
        for (const auto *facts : catalog.models(provider.kind)) {
            const bool old = facts->status == "deprecated" || facts->status == "retired";
            if (facts->kind == catalog::ModelKind::Chat && facts->id.find('*') == std::string::npos && !old)
                ids.insert(facts->id);
        }
    }
    std::vector<Known> all;
    for (const auto &id : ids)
        all.push_back({id, catalog.model(provider.kind, id)});
    std::sort(all.begin(), all.end(), later);
    return all;
}

QString headersText(const std::map<std::string, std::string> &headers)
{
    QStringList lines;
    for (const auto &[name, value] : headers)
        lines << QString::fromStdString(name) + u": "_s + QString::fromStdString(value);
    return lines.join(u'\n');
}

Result<std::map<std::string, std::string>> headersOf(const QString &text)
{
    std::map<std::string, std::string> headers;
    for (const auto &line : text.split(u'\n', Qt::SkipEmptyParts)) {
        const auto colon = line.indexOf(u':');
        const auto name = line.left(colon).trimmed();
        if (line.trimmed().isEmpty())
            continue;
        if (colon < 1 || name.contains(u' '))
            return failure(
                ErrorCode::BadRequest, "A header is written as \"Name: value\".", ErrorSource::Client);
        headers[name.toStdString()] = line.mid(colon + 1).trimmed().toStdString();
    }
    return headers;
}

} // namespace

std::vector<ModelRow> modelRows(const catalog::Catalog &catalog, const domain::Provider &provider,
    const std::vector<std::string> &found, const std::set<std::string> &off)
{
    std::vector<ModelRow> rows;
    std::size_t suggested = 0;
    for (const auto &[id, facts] : gather(catalog, provider, found)) {
        ModelRow row;
        row.id = QString::fromStdString(id);
        row.on = !off.contains(id)
            && (!provider.modelsListed
                || std::find(provider.models.begin(), provider.models.end(), id) != provider.models.end());
        if (facts) {
            row.context = facts->contextTokens > 0 ? compactText(facts->contextTokens) : QString();
            row.tools = can(*facts, "tools");
            row.thinks = can(*facts, "reasoning");
            row.sees = can(*facts, "vision");
            const bool current = facts->kind == catalog::ModelKind::Chat && facts->status.empty();
            row.suggested = current && !dated(id) && suggested < mostSuggested;
            suggested += row.suggested ? 1 : 0;
            row.priceIn = priceText(catalog, provider.kind, id, true);
            row.priceOut = priceText(catalog, provider.kind, id, false);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

ProviderFields fieldsOf(const domain::Provider &provider)
{
    ProviderFields fields;
    fields.name = QString::fromStdString(provider.name);
    fields.address = QString::fromStdString(service::mainAddress(provider.baseUrls));
    fields.proxy = static_cast<ProviderFields::Proxy>(provider.proxy.mode);
    fields.proxyAddress = QString::fromStdString(provider.proxy.url);
    fields.headers = headersText(provider.extraHeaders);
    fields.caFile = QString::fromStdString(provider.caFile);
    return fields;
}

ProviderFields presetFields(
    const catalog::Catalog &catalog, const std::string &kind, const config::Settings &settings)
{
    ProviderFields fields;
    const auto *preset = catalog.provider(kind);
    if (!preset)
        return fields;
    auto name = kind.starts_with("custom-") ? std::string("custom") : kind;
    const auto taken = [&](const std::string &wanted) {
        return std::any_of(settings.providers.begin(), settings.providers.end(),
            [&](const domain::Provider &provider) { return provider.name == wanted; });
    };
    const auto base = name;
    for (int number = 2; taken(name); ++number)
        name = base + "-" + std::to_string(number);
    fields.name = QString::fromStdString(name);
    const auto address = QString::fromStdString(service::mainAddress(preset->baseUrls));
    fields.address = address.startsWith(u'{') ? QString() : address;
    fields.headers = headersText(preset->extraHeaders);
    return fields;
}

EditedProvider withFields(const catalog::Catalog &catalog, const domain::Provider &before,
    const ProviderFields &given, const ProviderFields &now)
{
    auto edited = before;
    const bool moved = now.address != given.address || now.address.contains(u'{') || before.baseUrls.empty();
    const auto made = provider::makeProvider(catalog,
        {.name = now.name.toStdString(),
            .kind = before.kind,
            .baseUrl = moved ? now.address.toStdString() : std::string(),
            .parameters = {}});
    if (now.name.isEmpty())
        return {failure(ErrorCode::BadRequest, "It needs a name.", ErrorSource::Client), u"name"_s};
    if (moved && now.address.isEmpty())
        return {failure(ErrorCode::BadRequest, "Its address is missing.", ErrorSource::Client), u"address"_s};
    if (!made && moved)
        return {failure(made.error()), u"address"_s};
    edited.name = now.name.toStdString();
    if (moved)
        edited.baseUrls = made->baseUrls;
    if (edited.baseUrls.empty())
        return {failure(ErrorCode::BadRequest,
                    "With this address it can't be reached: end it as it ended before.", ErrorSource::Client),
            u"address"_s};
    edited.proxy.mode = static_cast<domain::ProxyChoice::Mode>(now.proxy);
    edited.proxy.url
        = now.proxy == ProviderFields::Proxy::Fixed ? now.proxyAddress.toStdString() : std::string();
    if (now.proxy == ProviderFields::Proxy::Fixed && now.proxyAddress.isEmpty())
        return {failure(ErrorCode::BadRequest, "The proxy's address is missing.", ErrorSource::Client),
            u"proxy"_s};
    auto headers = headersOf(now.headers);
    if (!headers)
        return {failure(headers.error()), u"headers"_s};
    edited.extraHeaders = std::move(*headers);
    edited.caFile = now.caFile.toStdString();
    return {edited, {}};
}

} // namespace slipswitch::ui
