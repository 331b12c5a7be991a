#include "core/dialect/Schema.h"

#include "core/dialect/Rules.h"

#include <algorithm>
#include <array>

namespace slipswitch::dialect {

namespace {

constexpr std::array<std::string_view, 3> maps {"properties", "$defs", "definitions"};
constexpr std::array<std::string_view, 8> schemas {
    "items", "additionalProperties", "not", "anyOf", "oneOf", "allOf", "prefixItems", "contains"};
constexpr std::array<std::string_view, 6> counts {
    "minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"};

template <typename List>
bool has(const List &list, std::string_view name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

std::string lower(std::string_view word)
{
    std::string result(word);
    for (char &c : result)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    return result;
}

void write(JsonWriter &out, JsonValue schema);

void writeMap(JsonWriter &out, JsonValue map)
{
    out.beginObject();
    for (const auto member : map) {
        out.key(member.key());
        write(out, member);
    }
    out.endObject();
}

void writeType(JsonWriter &out, JsonValue type, bool nullable)
{
    out.key("type");
    if (nullable)
        out.beginArray().string(lower(type.text())).string("null").endArray();
    else
        out.string(lower(type.text()));
}

void writeMember(JsonWriter &out, JsonValue member, bool nullable)
{
    const auto name = member.key();
    if (name == "type" && member.isString())
        return writeType(out, member, nullable);
    if (name == "nullable" && member.isBool())
        return;
    out.key(name);
    if (has(maps, name) && member.isObject())
        writeMap(out, member);
    else if (has(schemas, name))
        write(out, member);
    else if (has(counts, name) && isInteger(member.text()))
        out.raw(member.text());
    else
        out.raw(member.raw());
}

void write(JsonWriter &out, JsonValue schema)
{
    if (schema.isArray()) {
        out.beginArray();
        for (const auto item : schema)
            write(out, item);
        out.endArray();
    } else if (schema.isObject()) {
        const bool nullable = schema["nullable"].isTrue();
        out.beginObject();
        for (const auto member : schema)
            writeMember(out, member, nullable);
        out.endObject();
    } else {
        out.raw(schema.raw());
    }
}

} // namespace

RawJson jsonSchemaOf(JsonValue schema)
{
    RawJson text;
    JsonWriter out(text);
    write(out, schema);
    return text;
}

} // namespace slipswitch::dialect
