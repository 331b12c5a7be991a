#include "core/dialect/TargetSchema.h"

#include "core/dialect/Json.h"

#include <algorithm>
#include <array>
#include <optional>

namespace slipswitch::dialect {

namespace {

using Names = std::vector<std::string_view>;

/// What a target can't take.
struct Rules
{
    bool noReferences = false;
    bool noRootRules = false; ///< "enum" and "not" at the top
    bool itemsNeeded = false;
    bool subset = false; ///< Gemini's
};

Rules rulesOf(Dialect target)
{
    switch (target) {
    case Dialect::OpenAiChat:
    case Dialect::OpenAiResponses:
        return {false, true, true, false};
    case Dialect::Gemini:
        return {true, true, true, true};
    case Dialect::BedrockConverse:
    case Dialect::CohereChatV2:
    case Dialect::Ollama:
        return {true, false, false, false};
    default:
        return {};
    }
}

template <typename List>
bool has(const List &list, std::string_view name)
{
    return std::find(list.begin(), list.end(), name) != list.end();
}

constexpr std::array<std::string_view, 4> definitions {"$defs", "definitions", "$schema", "$id"};
constexpr std::array<std::string_view, 5> maps {
    "properties", "patternProperties", "dependentSchemas", "$defs", "definitions"};
constexpr std::array<std::string_view, 13> schemas {"items", "additionalProperties", "not", "anyOf", "oneOf",
    "allOf", "prefixItems", "contains", "if", "then", "else", "propertyNames", "additionalItems"};
constexpr std::array<std::string_view, 3> unions {"anyOf", "oneOf", "allOf"};
constexpr std::array<std::string_view, 25> geminis {"type", "format", "title", "description", "enum", "items",
    "prefixItems", "minItems", "maxItems", "minimum", "maximum", "anyOf", "oneOf", "properties",
    "additionalProperties", "required", "propertyOrdering", "default", "example", "pattern", "minLength",
    "maxLength", "minProperties", "maxProperties", "nullable"};

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

/// The properties of a schema and of all that it is made of.
struct Shape
{
    std::vector<std::pair<std::string_view, std::vector<JsonValue>>> properties;
    Names required;

    void add(std::string_view name, JsonValue schema)
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

    void require(std::string_view name)
    {
        if (!has(required, name))
            required.push_back(name);
    }
};

class Writer
{
public:
    Writer(std::string &text, JsonValue root, Rules rules, Losses &losses)
        : m_text(text)
        , m_out(text)
        , m_root(root)
        , m_rules(rules)
        , m_losses(losses)
    { }

    /// An object, whatever it was.
    void object(JsonValue schema)
    {
        const auto own = followed(schema);
        const auto shape = shapeOf(own, 0);
        m_out.beginObject().field("type", "object").key("properties").beginObject();
        for (const auto &[name, kinds] : shape.properties) {
            m_out.key(name);
            alternatives(kinds);
        }
        m_out.endObject();
        names("required", shape.required);
        for (const auto member : own) {
            if (!isOfShape(member.key()))
                this->member(member, own);
        }
        // Behind a reference at the top, what it and others point to stands apart.
        for (const auto member : schema) {
            if (!m_rules.noReferences && !own[member.key()] && has(definitions, member.key()))
                this->member(member, schema);
        }
        m_out.endObject();
    }

    void any(JsonValue schema)
    {
        ++m_depth;
        if (schema.isArray()) {
            m_out.beginArray();
            for (const auto item : schema)
                any(item);
            m_out.endArray();
        } else if (!schema.isObject()) {
            m_out.raw(schema.raw());
        } else if (m_depth > mostNested || (m_rules.noReferences && m_text.size() > largest)) {
            cut(schema, "schema: endless or too deep, cut off");
        } else if (m_rules.noReferences && schema["$ref"].isString()) {
            reference(schema);
        } else if (m_rules.subset && schema["allOf"].size() > 0) {
            allOf(schema);
        } else {
            m_out.beginObject();
            members(schema, {});
            m_out.endObject();
        }
        --m_depth;
    }

private:
    static constexpr std::size_t deepest = 8; ///< references and unions within each other
    static constexpr std::size_t mostNested = 64;
    static constexpr std::size_t mostShapes = 1000; ///< what unions are made of
    static constexpr std::size_t largest = std::size_t {512} * 1024; ///< bytes; what many references make

    /// Told from the shape, at the top.
    [[nodiscard]] bool isOfShape(std::string_view name) const
    {
        if (m_rules.noRootRules && (name == "enum" || name == "not")) {
            m_losses.note("schema: " + std::string(name) + " at the top dropped");
            return true;
        }
        return name == "type" || name == "properties" || name == "required" || name == "$ref"
            || has(unions, name);
    }

    [[nodiscard]] std::optional<JsonValue> pointed(std::string_view pointer) const
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

    /// What a schema that is only a reference stands for.
    [[nodiscard]] JsonValue followed(JsonValue schema) const
    {
        for (std::size_t i = 0; i < deepest && schema["$ref"].isString(); ++i) {
            const auto target = pointed(schema["$ref"].text());
            if (!target)
                break;
            schema = *target;
        }
        return schema;
    }

    [[nodiscard]] Shape shapeOf(JsonValue schema, std::size_t depth) const
    {
        Shape shape;
        if (++m_shapes > mostShapes)
            return shape;
        for (const auto property : schema["properties"])
            shape.add(property.key(), property);
        for (const auto name : schema["required"])
            shape.require(name.text());
        for (const auto kind : unions) {
            if (schema[kind].size() == 0 || depth >= deepest)
                continue;
            merge(shape, schema[kind], kind, depth);
        }
        return shape;
    }

    /// Of alternatives only what all of them require is required.
    void merge(Shape &shape, JsonValue branches, std::string_view kind, std::size_t depth) const
    {
        std::optional<Names> common;
        for (const auto branch : branches) {
            const auto other = shapeOf(followed(branch), depth + 1);
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

    /// Of objects one with the properties of all; else what stands here, and what the first says beyond it.
    void allOf(JsonValue schema)
    {
        const auto open = m_open.size();
        for (const auto branch : schema["allOf"]) {
            const auto pointer = branch["$ref"].text();
            if (!pointer.empty() && (has(m_open, pointer) || m_open.size() >= deepest)) {
                m_open.resize(open);
                return cut(schema, "schema: endless or too deep, cut off");
            }
            if (!pointer.empty())
                m_open.emplace_back(pointer);
        }
        if (!shapeOf(schema, 0).properties.empty())
            object(schema);
        else
            first(schema);
        m_open.resize(open);
    }

    void first(JsonValue schema)
    {
        Names beside {"allOf"};
        for (const auto member : schema)
            beside.push_back(member.key());
        m_out.beginObject();
        members(schema, {"allOf"});
        members(followed(*schema["allOf"].begin()), beside);
        m_out.endObject();
    }

    static Names intersection(const Names &some, const Names &others)
    {
        Names common;
        std::ranges::copy_if(
            some, std::back_inserter(common), [&](std::string_view name) { return has(others, name); });
        return common;
    }

    void alternatives(const std::vector<JsonValue> &kinds)
    {
        if (kinds.size() == 1)
            return any(kinds.front());
        m_out.beginObject().key("anyOf").beginArray();
        for (const auto kind : kinds)
            any(kind);
        m_out.endArray().endObject();
    }

    void names(std::string_view name, const Names &list)
    {
        if (list.empty())
            return;
        m_out.key(name).beginArray();
        for (const auto text : list)
            m_out.string(text);
        m_out.endArray();
    }

    /// Something, of which is told what is known.
    void cut(JsonValue schema, std::string_view note)
    {
        m_losses.note(std::string(note));
        m_out.beginObject().field("type", "object");
        if (const auto text = schema["description"].text(); !text.empty())
            m_out.field("description", text);
        m_out.endObject();
    }

    /// In its place what it points to, with what stands beside it.
    void reference(JsonValue schema)
    {
        const auto pointer = schema["$ref"].text();
        const auto target = pointed(pointer);
        if (!target)
            return cut(schema, "schema: unknown reference dropped");
        if (has(m_open, pointer) || m_open.size() >= deepest)
            return cut(schema, "schema: endless or too deep, cut off");
        m_open.emplace_back(pointer);
        const bool plain = target->isObject() && !(*target)["$ref"] && !(*target)["allOf"];
        if (plain && schema.size() > 1) {
            Names beside;
            for (const auto member : schema)
                beside.push_back(member.key());
            m_out.beginObject();
            members(schema, {});
            members(*target, beside);
            m_out.endObject();
        } else {
            any(*target);
        }
        m_open.pop_back();
    }

    void members(JsonValue schema, const Names &skipped)
    {
        for (const auto member : schema) {
            if (!has(skipped, member.key()))
                this->member(member, schema);
        }
        if (m_rules.itemsNeeded && schema["type"].text() == "array" && !schema["items"]
            && !schema["prefixItems"])
            m_out.key("items").beginObject().endObject();
    }

    void member(JsonValue member, JsonValue schema)
    {
        const auto name = member.key();
        if (m_rules.noReferences && (name == "$ref" || has(definitions, name)))
            return;
        if (m_rules.subset && !has(geminis, name))
            return foreign(member, schema);
        m_out.key(name);
        if (has(maps, name) && member.isObject())
            map(member);
        else if (has(schemas, name))
            any(member);
        else
            m_out.raw(member.raw());
    }

    void foreign(JsonValue member, JsonValue schema)
    {
        const auto name = member.key();
        if (name == "const" && !schema["enum"])
            m_out.key("enum").beginArray().raw(member.raw()).endArray();
        else if (name != "$comment")
            m_losses.note("schema: " + std::string(name) + " dropped");
    }

    void map(JsonValue map)
    {
        m_out.beginObject();
        for (const auto member : map) {
            m_out.key(member.key());
            any(member);
        }
        m_out.endObject();
    }

    std::string &m_text;
    JsonWriter m_out;
    JsonValue m_root;
    Rules m_rules;
    Losses &m_losses;
    std::vector<std::string> m_open; ///< references that are being followed
    std::size_t m_depth = 0;
    mutable std::size_t m_shapes = 0;
};

} // namespace

RawJson toolSchemaFor(Dialect target, const RawJson &schema, Losses &losses)
{
    const auto tree = JsonTree::parse(schema);
    if (!tree || !tree->root().isObject())
        return R"({"type":"object","properties":{}})";
    RawJson text;
    Writer(text, tree->root(), rulesOf(target), losses).object(tree->root());
    return text;
}

RawJson answerSchemaFor(Dialect target, const RawJson &schema, Losses &losses)
{
    const auto rules = rulesOf(target);
    const auto tree = JsonTree::parse(schema);
    if (!tree || !(rules.noReferences || rules.subset))
        return schema;
    RawJson text;
    Writer(text, tree->root(), rules, losses).any(tree->root());
    return text;
}

} // namespace slipswitch::dialect
