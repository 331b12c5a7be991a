#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::dialect {

class JsonTree;

/// A value in a JsonTree, or the absence of one: looking into what is absent, null or of another type gives
/// absence again, so that a path can be walked without asking at every step. A view: the tree must outlive
/// it.
class JsonValue
{
public:
    JsonValue() = default;

    /// There, and not null.
    explicit operator bool() const;
    [[nodiscard]] bool isObject() const;
    [[nodiscard]] bool isArray() const;
    [[nodiscard]] bool isString() const;
    [[nodiscard]] bool isNumber() const;
    [[nodiscard]] bool isBool() const;
    [[nodiscard]] bool isTrue() const;
    /// A string without its escapes; empty for everything else.
    [[nodiscard]] std::string_view text() const;
    /// A number as it was sent ("0.70", "1e400"); empty for everything else.
    [[nodiscard]] std::string_view number() const;
    /// A whole number; 0 for everything else.
    [[nodiscard]] std::int64_t integer() const;
    /// JSON text of the value: numbers, order and duplicates as sent, white space and escapes our own.
    [[nodiscard]] std::string raw() const;
    /// The member of that name; of duplicates the last, as most parsers have it.
    [[nodiscard]] JsonValue operator[](std::string_view key) const;
    /// The name under which this stands in its object.
    [[nodiscard]] std::string_view key() const;

    /// Elements of an array, or members of an object.
    class Iterator;
    [[nodiscard]] Iterator begin() const;
    [[nodiscard]] Iterator end() const;
    [[nodiscard]] std::size_t size() const;

private:
    friend class JsonTree;
    friend class Iterator;
    JsonValue(const JsonTree *tree, std::size_t node)
        : m_tree(tree)
        , m_node(node)
    { }
    const JsonTree *m_tree = nullptr;
    std::size_t m_node = 0;
};

/// A JSON text as a tree that keeps every number as it was sent. Strict (UTF-8, no comments, at most 512
/// deep). Nodes and texts stand in two buffers; reading allocates nothing else.
class JsonTree
{
public:
    /// Errors: BadRequest for what is not JSON; the text says where.
    [[nodiscard]] static Result<JsonTree> parse(std::string_view text);
    [[nodiscard]] JsonValue root() const { return {this, 0}; }

private:
    friend class JsonValue;
    friend class JsonValue::Iterator;
    friend struct JsonBuilder;
    enum class Type : std::uint8_t
    {
        Null,
        False,
        True,
        Number,
        String,
        Array,
        Object
    };
    struct Stretch
    {
        std::uint32_t offset = 0, length = 0;
    };
    struct Node
    {
        Type type = Type::Null;
        Stretch key, text; ///< stretches of m_texts
        std::uint32_t next = 0; ///< behind this value and all that is in it
    };
    [[nodiscard]] std::string_view at(Stretch stretch) const
    {
        return std::string_view(m_texts).substr(stretch.offset, stretch.length);
    }
    void write(std::size_t node, std::string &out) const;

    std::vector<Node> m_nodes; ///< in the order of the text: a container, then what is in it
    std::string m_texts;
};

class JsonValue::Iterator
{
public:
    Iterator(const JsonTree *tree, std::size_t node)
        : m_tree(tree)
        , m_node(node)
    { }
    JsonValue operator*() const { return {m_tree, m_node}; }
    Iterator &operator++()
    {
        m_node = m_tree->m_nodes[m_node].next;
        return *this;
    }
    bool operator==(const Iterator &) const = default;

private:
    const JsonTree *m_tree;
    std::size_t m_node;
};

/// Writes JSON text, and puts the commas where they belong.
class JsonWriter
{
public:
    /// @param out  is appended to; outlives the writer.
    explicit JsonWriter(std::string &out)
        : m_out(out)
    { }

    JsonWriter &beginObject() { return open('{'); }
    JsonWriter &endObject() { return close('}'); }
    JsonWriter &beginArray() { return open('['); }
    JsonWriter &endArray() { return close(']'); }
    JsonWriter &key(std::string_view name);
    JsonWriter &string(std::string_view text);
    JsonWriter &number(std::int64_t value);
    JsonWriter &boolean(bool value);
    JsonWriter &null();
    /// JSON text as it is; must be one value.
    JsonWriter &raw(std::string_view json);

    // A member of an object.
    JsonWriter &field(std::string_view name, std::string_view text) { return key(name).string(text); }
    JsonWriter &fieldNumber(std::string_view name, std::int64_t value) { return key(name).number(value); }
    JsonWriter &fieldBool(std::string_view name, bool value) { return key(name).boolean(value); }
    JsonWriter &fieldNull(std::string_view name) { return key(name).null(); }
    JsonWriter &fieldRaw(std::string_view name, std::string_view json) { return key(name).raw(json); }
    /// Nothing when the text is empty.
    JsonWriter &fieldIf(std::string_view name, std::string_view text);
    JsonWriter &fieldRawIf(std::string_view name, std::string_view json);

private:
    JsonWriter &open(char bracket);
    JsonWriter &close(char bracket);
    void separate();

    std::string &m_out;
    bool m_first = true; ///< nothing was written yet in the innermost bracket, or a key waits for its value
};

/// Appends a JSON string literal, quotes included.
void appendQuoted(std::string &out, std::string_view text);

/// The text if it is a JSON object, `{}` if it is empty or something else; white space is dropped.
[[nodiscard]] std::string objectText(std::string_view text);

} // namespace slipswitch::dialect
