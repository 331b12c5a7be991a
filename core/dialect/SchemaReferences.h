#pragma once

#include "core/dialect/Json.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::dialect {

/// What the references within a JSON Schema point to, and which of them are being followed.
/// Source: RFC 6901, as a URI's fragment.
class SchemaReferences
{
public:
    static constexpr std::size_t deepest = 8; ///< references within each other

    /// @param root  that pointers begin at; its tree outlives this
    explicit SchemaReferences(JsonValue root)
        : m_root(root)
    { }

    /// @param pointer  "#/$defs/point"
    /// @return  nullopt: nothing, or something in another document
    [[nodiscard]] std::optional<JsonValue> pointed(std::string_view pointer) const;
    /// What a schema that is only a reference stands for.
    [[nodiscard]] JsonValue followed(JsonValue schema) const;

    /// How many are being followed.
    [[nodiscard]] std::size_t open() const { return m_open.size(); }
    /// @return  false: it is being followed already, or too many are
    [[nodiscard]] bool enter(std::string_view pointer);
    /// Back to so many.
    void leaveTo(std::size_t open) { m_open.resize(open); }

private:
    JsonValue m_root;
    std::vector<std::string> m_open;
};

} // namespace slipswitch::dialect
