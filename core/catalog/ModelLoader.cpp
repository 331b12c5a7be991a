#include "core/catalog/Loader.h"
#include "core/catalog/PriceReader.h"

#include <simdjson.h>

#include <algorithm>
#include <stdexcept>

namespace slipswitch::catalog {

namespace {

using simdjson::ondemand::value;

constexpr std::string_view kinds[] = {"chat", "completion", "embedding", "rerank", "image", "realtime",
    "transcription", "speech", "ocr", "moderation"};

ModelKind kindNamed(std::string_view name)
{
    const auto found = std::find(std::begin(kinds), std::end(kinds), name);
    if (found == std::end(kinds))
        throw std::invalid_argument("no such kind: " + std::string(name));
    return static_cast<ModelKind>(found - std::begin(kinds));
}

std::string text(value content)
{
    return std::string(std::string_view(content.get_string()));
}

std::vector<std::string> texts(value content)
{
    std::vector<std::string> result;
    for (auto item : content.get_array())
        result.push_back(text(item.value()));
    return result;
}

void readFact(ModelRow &row, std::string_view field, value content)
{
    if (field == "provider")
        row.provider = text(content);
    else if (field == "id")
        row.facts.id = text(content);
    else if (field == "aliases")
        row.aliases = texts(content);
    else if (field == "name")
        row.facts.name = text(content);
    else if (field == "kind")
        row.facts.kind = kindNamed(content.get_string());
    else if (field == "context")
        row.facts.contextTokens = content.get_int64();
    else if (field == "max_output")
        row.facts.maxOutputTokens = content.get_int64();
    else if (field == "caps")
        row.facts.capabilities = texts(content);
    else if (field == "released")
        row.facts.released = text(content);
    else if (field == "status")
        row.facts.status = text(content);
}

void readRow(ModelRow &row, value object)
{
    PriceReader prices;
    for (auto field : object.get_object()) {
        const std::string_view name = field.unescaped_key();
        if (!prices.read(name, field.value()))
            readFact(row, name, field.value());
    }
    if (row.provider.empty() || row.facts.id.empty())
        throw std::invalid_argument("a row needs provider and id");
    row.prices = prices.finish();
}

void readRows(std::vector<ModelRow> &rows, std::string_view json)
{
    const simdjson::padded_string padded(json);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document = parser.iterate(padded);
    for (auto row : document["models"].get_array()) {
        rows.emplace_back();
        readRow(rows.back(), row.value());
    }
}

} // namespace

Result<std::vector<ModelRow>> loadModels(std::string_view json)
{
    std::vector<ModelRow> rows;
    rows.reserve(4096);
    try {
        readRows(rows, json);
        return rows;
    } catch (const std::exception &reason) {
        std::string where = "models.json, before the first row";
        if (!rows.empty())
            where = "models.json, row " + std::to_string(rows.size()) + " (" + rows.back().provider + ' '
                + rows.back().facts.id + ')';
        return failure(ErrorCode::Corrupt, where + ": " + reason.what());
    }
}

} // namespace slipswitch::catalog
