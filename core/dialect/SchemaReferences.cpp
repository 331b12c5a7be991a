#include "core/dialect/SchemaReferences.h"

#include <algorithm>

namespace slipswitch::dialect {

namespace {

/// One step of a JSON pointer as the name it means.
std::string unescaped(std::string_view step)
{
    std::string name;
    for (std::size_t i = 0; i < step.size(); ++i) {
        const auto two = step.substr(i, 2);
        if (two == "~0" || two == "~1") {
            name += two == "~0" ? '~' : '/';
            ++i;
        } else {
            name += step[i];
        }
    }
    return name;
}

} // namespace

std::optional<JsonValue> SchemaReferences::pointed(std::string_view pointer) const
{
    if (!pointer.starts_with('#'))
        return std::nullopt;
    auto at = m_root;
    pointer.remove_prefix(1);
    while (!pointer.empty()) {
        if (pointer.front() != '/')
            return std::nullopt;
        pointer.remove_prefix(1);
        const auto end = std::min(pointer.find('/'), pointer.size());
        at = at[unescaped(pointer.substr(0, end))];
        pointer.remove_prefix(end);
    }
    return at ? std::optional(at) : std::nullopt;
}

JsonValue SchemaReferences::followed(JsonValue schema) const
{
    for (std::size_t i = 0; i < deepest && schema["$ref"].isString(); ++i) {
        const auto target = pointed(schema["$ref"].text());
        if (!target)
            break;
        schema = *target;
    }
    return schema;
}

bool SchemaReferences::enter(std::string_view pointer)
{
    if (m_open.size() >= deepest || std::ranges::find(m_open, pointer) != m_open.end())
        return false;
    m_open.emplace_back(pointer);
    return true;
}

} // namespace slipswitch::dialect
