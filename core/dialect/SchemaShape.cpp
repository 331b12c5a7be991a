#include "core/dialect/SchemaShape.h"

#include <algorithm>
#include <iterator>

namespace slipswitch::dialect {

namespace {

using Names = std::vector<std::string_view>;

Names intersection(const Names &some, const Names &others)
{
    Names common;
    std::ranges::copy_if(some, std::back_inserter(common),
        [&](std::string_view name) { return std::ranges::find(others, name) != others.end(); });
    return common;
}

} // namespace

void SchemaShape::add(std::string_view name, JsonValue schema)
{
    const auto found = std::ranges::find(properties, name, [](const auto &known) { return known.first; });
    if (found == properties.end()) {
        properties.push_back({name, {schema}});
        return;
    }
    const auto same = [raw = schema.raw()](JsonValue known) { return known.raw() == raw; };
    if (!std::ranges::any_of(found->second, same))
        found->second.push_back(schema);
}

void SchemaShape::require(std::string_view name)
{
    if (std::ranges::find(required, name) == required.end())
        required.push_back(name);
}

SchemaShape SchemaShaper::of(JsonValue schema, std::size_t depth)
{
    SchemaShape shape;
    if (++m_shapes > mostShapes)
        return shape;
    for (const auto property : schema["properties"])
        shape.add(property.key(), property);
    for (const auto name : schema["required"])
        shape.require(name.text());
    for (const auto kind : schemaUnions) {
        if (schema[kind].size() == 0 || depth >= SchemaReferences::deepest)
            continue;
        merge(shape, schema[kind], kind, depth);
    }
    return shape;
}

void SchemaShaper::merge(SchemaShape &shape, JsonValue branches, std::string_view kind, std::size_t depth)
{
    std::optional<Names> common;
    for (const auto branch : branches) {
        const auto other = of(m_references.followed(branch), depth + 1);
        if (!other.properties.empty() || !other.required.empty())
            m_losses.note("schema: " + std::string(kind) + " merged");
        for (const auto &[name, values] : other.properties) {
            for (const auto value : values)
                shape.add(name, value);
        }
        if (!common)
            common = other.required;
        else if (kind == "allOf")
            common->insert(common->end(), other.required.begin(), other.required.end());
        else
            common = intersection(*common, other.required);
    }
    for (const auto name : common.value_or(Names {}))
        shape.require(name);
}

} // namespace slipswitch::dialect
