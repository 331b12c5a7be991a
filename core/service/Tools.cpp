#include "core/service/Tools.h"

#include "core/base/Resources.h"
#include "core/dialect/Codec.h"
#include "core/dialect/Endpoint.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <array>
#include <string_view>

namespace slipswitch::service {

using namespace Qt::StringLiterals;

namespace {

std::string text(const QJsonObject &object, QLatin1StringView key)
{
    return object.value(key).toString().toStdString();
}

std::vector<std::string> texts(const QJsonObject &object, QLatin1StringView key)
{
    std::vector<std::string> all;
    for (const auto &value : object.value(key).toArray())
        all.push_back(value.toString().toStdString());
    return all;
}

ToolWay wayOf(const QJsonObject &object)
{
    ToolWay way {text(object, "name"_L1), text(object, "file"_L1), {}, text(object, "after"_L1),
        text(object, "written"_L1)};
    for (const auto &line : texts(object, "lines"_L1))
        way.lines += (way.lines.empty() ? "" : "\n") + line;
    return way;
}

Tool toolOf(const QJsonObject &object)
{
    Tool tool;
    tool.id = text(object, "id"_L1);
    tool.name = text(object, "name"_L1);
    tool.letters = text(object, "letters"_L1);
    tool.about = text(object, "about"_L1);
    tool.speaks = text(object, "speaks"_L1);
    tool.path = text(object, "path"_L1);
    tool.programs = texts(object, "programs"_L1);
    tool.folders = texts(object, "folders"_L1);
    tool.needsPublicAddress = object.value("publicAddress"_L1).toBool();
    for (const auto &way : object.value("ways"_L1).toArray())
        tool.ways.push_back(wayOf(way.toObject()));
    for (const auto &value : object.value("notes"_L1).toArray()) {
        const auto note = value.toObject();
        tool.notes.push_back(
            {note.value("warning"_L1).toBool(), text(note, "what"_L1), text(note, "means"_L1)});
    }
    return tool;
}

void replaceAll(std::string &text, std::string_view mark, const std::string &value)
{
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
        text.replace(at, mark.size(), value);
}

bool offers(const domain::Provider &provider, domain::Dialect dialect)
{
    return provider.enabled && provider.baseUrls.contains(dialect);
}

bool translatable(const domain::Provider &provider)
{
    return provider.enabled
        && std::any_of(provider.baseUrls.begin(), provider.baseUrls.end(),
            [](const auto &entry) { return dialect::codecFor(entry.first) != nullptr; });
}

constexpr std::size_t modelsOffered = 200;

void addModels(
    std::vector<std::string> &all, const domain::Provider &provider, const catalog::Catalog *catalog)
{
    auto names = provider.models;
    if (names.empty() && catalog) {
        for (const auto *model : catalog->models(provider.kind)) {
            if (model->kind == catalog::ModelKind::Chat)
                names.push_back(model->id);
        }
    }
    for (const auto &name : names) {
        if (all.size() < modelsOffered)
            all.push_back(provider.name + "/" + name);
    }
}

} // namespace

Result<std::vector<Tool>> loadTools()
{
    const auto file = readResource("tools/tools.json");
    if (!file)
        return failure(file.error());
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(*file));
    std::vector<Tool> tools;
    for (const auto &value : document.object().value("tools"_L1).toArray())
        tools.push_back(toolOf(value.toObject()));
    if (tools.empty())
        return failure(ErrorCode::Corrupt, "The list of tools can't be read.");
    return tools;
}

std::string fillLines(
    std::string lines, const std::string &address, const std::string &key, const std::string &model)
{
    constexpr std::string_view version = "/v1";
    auto root = address;
    if (root.ends_with(version))
        root.resize(root.size() - version.size());
    const std::array<std::pair<std::string_view, const std::string *>, 4> values {
        {{"{root}", &root}, {"{base}", &address}, {"{model}", &model}, {"{key}", &key}}};
    for (const auto &[mark, value] : values)
        replaceAll(lines, mark, *value);
    return lines;
}

Reach reachOf(const config::Settings &settings, const std::string &path)
{
    const auto dialect = dialect::endpointOf(path).dialect;
    if (dialect == domain::Dialect::None)
        return Reach::NotServed;
    const auto &providers = settings.providers;
    if (std::any_of(
            providers.begin(), providers.end(), [&](const auto &one) { return offers(one, dialect); }))
        return Reach::Direct;
    const bool translated = dialect::clientCodecFor(dialect) != nullptr
        && std::any_of(providers.begin(), providers.end(), translatable);
    return translated ? Reach::Translated : Reach::NoProvider;
}

std::vector<std::string> modelsFor(
    const config::Settings &settings, const catalog::Catalog *catalog, const std::string &path)
{
    const auto dialect = dialect::endpointOf(path).dialect;
    std::vector<std::string> models;
    for (const auto &provider : settings.providers) {
        if (offers(provider, dialect))
            addModels(models, provider, catalog);
    }
    for (const auto &provider : settings.providers) {
        if (!offers(provider, dialect) && dialect::clientCodecFor(dialect) && translatable(provider))
            addModels(models, provider, catalog);
    }
    if (models.empty())
        models.push_back("demo/story");
    return models;
}

} // namespace slipswitch::service
