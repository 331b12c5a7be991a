#include "core/dialect/TargetSchema.h"

#include "core/dialect/SchemaShape.h"
#include "core/dialect/UsageJson.h"

#include <algorithm>
#include <array>

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
constexpr std::array<std::string_view, 25> geminis {"type", "format", "title", "description", "enum", "items",
    "prefixItems", "minItems", "maxItems", "minimum", "maximum", "anyOf", "oneOf", "properties",
    "additionalProperties", "required", "propertyOrdering", "default", "example", "pattern", "minLength",
    "maxLength", "minProperties", "maxProperties", "nullable"};

class Writer
{
public:
    Writer(std::string &text, JsonValue root, Rules rules, Losses &losses)
        : m_text(text)
        , m_out(text)
        , m_references(root)
        , m_shaper(m_references, losses)
        , m_rules(rules)
        , m_losses(losses)
    { }

    /// An object, whatever it was.
    void object(JsonValue schema)
    {
        const auto own = m_references.followed(schema);
        const auto shape = m_shaper.of(own);
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
    static constexpr std::size_t mostNested = 64;
    static constexpr std::size_t largest = std::size_t {512} * 1024; ///< bytes; what many references make

    /// Told from the shape, at the top.
    [[nodiscard]] bool isOfShape(std::string_view name) const
    {
        if (m_rules.noRootRules && (name == "enum" || name == "not")) {
            m_losses.note("schema: " + std::string(name) + " at the top dropped");
            return true;
        }
        return name == "type" || name == "properties" || name == "required" || name == "$ref"
            || has(schemaUnions, name);
    }

    /// Of objects one with the properties of all; else what stands here, and what the first says beyond it.
    void allOf(JsonValue schema)
    {
        const auto open = m_references.open();
        for (const auto branch : schema["allOf"]) {
            const auto pointer = branch["$ref"].text();
            if (!pointer.empty() && !m_references.enter(pointer)) {
                m_references.leaveTo(open);
                return cut(schema, "schema: endless or too deep, cut off");
            }
        }
        if (!m_shaper.of(schema).properties.empty())
            object(schema);
        else
            first(schema);
        m_references.leaveTo(open);
    }

    void first(JsonValue schema)
    {
        Names beside {"allOf"};
        for (const auto member : schema)
            beside.push_back(member.key());
        m_out.beginObject();
        members(schema, {"allOf"});
        members(m_references.followed(*schema["allOf"].begin()), beside);
        m_out.endObject();
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
        const auto target = m_references.pointed(pointer);
        if (!target)
            return cut(schema, "schema: unknown reference dropped");
        const auto open = m_references.open();
        if (!m_references.enter(pointer))
            return cut(schema, "schema: endless or too deep, cut off");
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
        m_references.leaveTo(open);
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
    SchemaReferences m_references;
    SchemaShaper m_shaper;
    Rules m_rules;
    Losses &m_losses;
    std::size_t m_depth = 0;
};

/// Most schemas need no change, and looking for it costs a tenth of making them anew. What can't be told from
/// the text is made anew.
bool goesAsItIs(std::string_view schema, Rules rules)
{
    const auto mentions = [schema](std::string_view word) { return schema.find(word) != schema.npos; };
    if (rules.subset || (rules.itemsNeeded && mentions("\"array\""))
        || (rules.noReferences && (mentions("\"$") || mentions("\"definitions\""))))
        return false;
    constexpr std::array<std::string_view, 8> names {
        "type", "properties", "anyOf", "oneOf", "allOf", "$ref", "enum", "not"};
    std::array<usage::Raw, names.size()> values;
    usage::members(usage::padded(schema), names, values);
    return values[0] == "\"object\"" && values[1].starts_with('{')
        && std::all_of(values.begin() + 2, values.end(), [](usage::Raw value) { return value.empty(); });
}

} // namespace

RawJson toolSchemaFor(Dialect target, const RawJson &schema, Losses &losses)
{
    if (goesAsItIs(schema, rulesOf(target)))
        return schema;
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
