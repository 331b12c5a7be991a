#include "ui/providers/ProviderFacts.h"

#include "ui/widgets/Format.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>
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

QString modelNamesText(const std::map<std::string, std::string> &names)
{
    QStringList lines;
    for (const auto &[model, name] : names)
        lines << QString::fromStdString(model) + u" = "_s + QString::fromStdString(name);
    return lines.join(u'\n');
}

Result<std::map<std::string, std::string>> modelNamesOf(const QString &text)
{
    std::map<std::string, std::string> names;
    for (const auto &line : text.split(u'\n', Qt::SkipEmptyParts)) {
        const auto model = line.section(u'=', 0, 0).trimmed(), name = line.section(u'=', 1).trimmed();
        if (line.trimmed().isEmpty())
            continue;
        if (model.isEmpty() || name.isEmpty())
            return failure(ErrorCode::BadRequest, "A model's name there is written as \"model = name\".",
                ErrorSource::Client);
        names[model.toStdString()] = name.toStdString();
    }
    return names;
}

struct ParameterWords
{
    const char *name, *caption, *hint;
};
constexpr std::array<ParameterWords, 6> parameterWords {{
    {"resource", QT_TRANSLATE_NOOP("ProviderForm", "Resource"), "my-resource"},
    {"api-version", QT_TRANSLATE_NOOP("ProviderForm", "API version, if dated"), "2024-10-21"},
    {"region", QT_TRANSLATE_NOOP("ProviderForm", "Region"), "us-east-1"},
    {"location", QT_TRANSLATE_NOOP("ProviderForm", "Location"), "us-central1, eu, global"},
    {"project", QT_TRANSLATE_NOOP("ProviderForm", "Project"), "my-project-123"},
    {"account_id", QT_TRANSLATE_NOOP("ProviderForm", "Account ID"), "0123456789abcdef"},
}};

/// The catalogue may know parameters that have no words here yet.
std::vector<ParameterField> parameterFields(
    const catalog::ProviderPreset &preset, const std::map<std::string, std::string> &values)
{
    std::vector<ParameterField> fields;
    for (const auto &parameter : provider::parametersOf(preset)) {
        if (parameter.name == "base_url") // the address field has it
            continue;
        ParameterField field {QString::fromStdString(parameter.name), {}, {}, parameter.needed, {}};
        field.caption = field.name;
        for (const auto &words : parameterWords) {
            if (words.name == parameter.name) {
                field.caption = QCoreApplication::translate("ProviderForm", words.caption);
                field.hint = QString::fromLatin1(words.hint);
            }
        }
        if (const auto value = values.find(parameter.name); value != values.end())
            field.value = QString::fromStdString(value->second);
        fields.push_back(std::move(field));
    }
    return fields;
}

provider::Parameters parametersOf(const std::vector<ParameterField> &fields)
{
    provider::Parameters parameters;
    for (const auto &field : fields) {
        if (!field.value.isEmpty())
            parameters[field.name.toStdString()] = field.value.toStdString();
    }
    return parameters;
}

const ParameterField *missingParameter(const std::vector<ParameterField> &fields)
{
    const auto found = std::find_if(fields.begin(), fields.end(),
        [](const ParameterField &field) { return field.needed && field.value.isEmpty(); });
    return found == fields.end() ? nullptr : &*found;
}

/// Whether the address shown is the kind's own with these parameters in it, and not one that the user gave.
bool fillsAddress(const catalog::Catalog &catalog, const domain::Provider &provider, const QString &address,
    const std::vector<ParameterField> &parameters)
{
    const auto *preset = catalog.provider(provider.kind);
    if (!preset || address == QString::fromStdString(service::mainAddress(preset->baseUrls)))
        return preset != nullptr;
    const auto made = provider::makeProvider(
        catalog, {.name = {}, .kind = provider.kind, .baseUrl = {}, .parameters = parametersOf(parameters)});
    return made && address == QString::fromStdString(service::mainAddress(made->baseUrls));
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

ProviderFields fieldsOf(const catalog::Catalog &catalog, const domain::Provider &provider)
{
    ProviderFields fields;
    fields.name = QString::fromStdString(provider.name);
    fields.address = QString::fromStdString(service::mainAddress(provider.baseUrls));
    fields.proxy = static_cast<ProviderFields::Proxy>(provider.proxy.mode);
    fields.proxyAddress = QString::fromStdString(provider.proxy.url);
    fields.headers = headersText(provider.extraHeaders);
    fields.caFile = QString::fromStdString(provider.caFile);
    fields.modelNames = modelNamesText(provider.modelNames);
    if (const auto *preset = catalog.provider(provider.kind))
        fields.parameters = parameterFields(*preset, provider.parameters);
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
    fields.parameters = parameterFields(*preset, {});
    return fields;
}

EditedProvider withFields(const catalog::Catalog &catalog, const domain::Provider &before,
    const ProviderFields &given, const ProviderFields &now)
{
    auto edited = before;
    if (now.name.isEmpty())
        return {failure(ErrorCode::BadRequest, "It needs a name.", ErrorSource::Client), u"name"_s};
    const auto parameters = parametersOf(now.parameters);
    const bool filled = now.address == given.address && !now.parameters.empty()
        && fillsAddress(catalog, before, now.address, given.parameters);
    if (const auto *missing = filled ? missingParameter(now.parameters) : nullptr)
        return {failure(ErrorCode::BadRequest,
                    QCoreApplication::translate("ProviderForm", "\"%1\" is missing.")
                        .arg(missing->caption)
                        .toStdString(),
                    ErrorSource::Client),
            missing->name};
    const bool moved = now.address != given.address || parameters != before.parameters
        || now.address.contains(u'{') || before.baseUrls.empty();
    const auto made = provider::makeProvider(catalog,
        {.name = now.name.toStdString(),
            .kind = before.kind,
            .baseUrl = moved && !filled ? now.address.toStdString() : std::string(),
            .parameters = parameters});
    if (moved && !filled && now.address.isEmpty())
        return {failure(ErrorCode::BadRequest, "Its address is missing.", ErrorSource::Client), u"address"_s};
    if (!made && moved)
        return {failure(made.error()), filled ? now.parameters.front().name : u"address"_s};
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
    edited.parameters = parameters;
    auto names = modelNamesOf(now.modelNames);
    if (!names)
        return {failure(names.error()), u"models"_s};
    edited.modelNames = std::move(*names);
    for (const auto &[model, name] : edited.modelNames) {
        if (std::find(edited.models.begin(), edited.models.end(), model) == edited.models.end())
            edited.models.push_back(model);
    }
    return {edited, {}};
}

} // namespace slipswitch::ui
