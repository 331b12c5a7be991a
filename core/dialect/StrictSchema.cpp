#include "core/dialect/StrictSchema.h"

#include "core/dialect/Json.h"

#include <algorithm>
#include <array>

namespace slipswitch::dialect {

namespace {

constexpr int deepest = 64;
constexpr std::array<std::string_view, 7> refused {
    "oneOf", "allOf", "not", "if", "then", "else", "patternProperties"};

bool isRequired(JsonValue schema, std::string_view name)
{
    for (const auto required : schema["required"]) {
        if (required.text() == name)
            return true;
    }
    return false;
}

bool isClosed(JsonValue schema)
{
    if (schema["type"].text() != "object" && !schema["properties"])
        return true;
    const auto others = schema["additionalProperties"];
    if (!others.isBool() || others.isTrue())
        return false;
    for (const auto property : schema["properties"]) {
        if (!isRequired(schema, property.key()))
            return false;
    }
    return true;
}

bool fits(JsonValue schema, int depth)
{
    if (!schema.isObject())
        return true;
    const auto isRefused = [&](std::string_view name) { return static_cast<bool>(schema[name]); };
    if (depth > deepest || std::ranges::any_of(refused, isRefused) || !isClosed(schema))
        return false;
    for (const auto *name : {"properties", "$defs", "definitions", "anyOf"}) {
        for (const auto inner : schema[name]) {
            if (!fits(inner, depth + 1))
                return false;
        }
    }
    return fits(schema["items"], depth + 1);
}

bool fitsStrict(const RawJson &schema)
{
    const auto tree = JsonTree::parse(schema);
    return tree && tree->root()["type"].text() == "object" && fits(tree->root(), 0);
}

} // namespace

std::optional<bool> strictAtOpenAi(const Tool &tool, Losses &losses)
{
    if (!tool.strict.value_or(false) || fitsStrict(tool.schema))
        return tool.strict;
    losses.note("strict of tools dropped: their schemas leave something open");
    return std::nullopt;
}

} // namespace slipswitch::dialect
