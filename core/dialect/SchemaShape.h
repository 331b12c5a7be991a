#pragma once

#include "core/dialect/Losses.h"
#include "core/dialect/SchemaReferences.h"

#include <array>
#include <utility>

namespace slipswitch::dialect {

inline constexpr std::array<std::string_view, 3> schemaUnions {"anyOf", "oneOf", "allOf"};

/// The properties of a schema and of all that it is made of.
struct SchemaShape
{
    std::vector<std::pair<std::string_view, std::vector<JsonValue>>> properties;
    std::vector<std::string_view> required;

    void add(std::string_view name, JsonValue schema);
    void require(std::string_view name);
};

/// Finds the shapes of schemas, the unions in them merged, to eight within each other and a thousand in all.
/// What was merged is noted. Of alternatives only what all of them require is required.
class SchemaShaper
{
public:
    /// Both outlive it.
    SchemaShaper(const SchemaReferences &references, Losses &losses)
        : m_references(references)
        , m_losses(losses)
    { }

    [[nodiscard]] SchemaShape of(JsonValue schema) { return of(schema, 0); }

private:
    static constexpr std::size_t mostShapes = 1000;

    [[nodiscard]] SchemaShape of(JsonValue schema, std::size_t depth);
    void merge(SchemaShape &shape, JsonValue branches, std::string_view kind, std::size_t depth);

    const SchemaReferences &m_references;
    Losses &m_losses;
    std::size_t m_shapes = 0;
};

} // namespace slipswitch::dialect
