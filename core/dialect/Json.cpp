#include "core/dialect/Json.h"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace slipswitch::dialect {

namespace {

constexpr std::size_t deepest = 512;
/// Small texts, a stream's events above all, need no more nodes.
constexpr std::size_t usualNodes = 48;

constexpr std::uint64_t eachByte = 0x0101010101010101U;

/// Whether none of a word's eight bytes needs an escape.
bool isPlain(std::uint64_t word)
{
    constexpr auto high = eachByte * 0x80U;
    const auto hasZero = [](std::uint64_t bytes) { return (bytes - eachByte) & ~bytes & high; };
    const auto control = (word - eachByte * 0x20U) & ~word & high;
    return (control | hasZero(word ^ eachByte * '"') | hasZero(word ^ eachByte * '\\')) == 0;
}

/// How many bytes from the start need no escape: a multiple of eight, or all.
std::size_t plainBytes(std::string_view text)
{
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, sizeof word);
        if (!isPlain(word))
            return at;
    }
    if (at == text.size())
        return at;
    auto rest = eachByte * 'a';
    std::memcpy(&rest, text.data() + at, text.size() - at);
    return isPlain(rest) ? text.size() : at;
}

} // namespace

/// Boost.JSON's parser calls these as it reads. It hands out numbers with their text, which its own tree
/// drops.
struct JsonBuilder
{
    using error_code = boost::json::error_code;
    using string_view = boost::json::string_view;
    using Type = JsonTree::Type;
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    bool on_document_begin(error_code &) { return true; }
    bool on_document_end(error_code &) { return true; }
    bool on_object_begin(error_code &) { return begin(Type::Object); }
    bool on_object_end(std::size_t, error_code &) { return end(); }
    bool on_array_begin(error_code &) { return begin(Type::Array); }
    bool on_array_end(std::size_t, error_code &) { return end(); }
    bool on_key_part(string_view text, std::size_t, error_code &) { return part(text); }
    bool on_key(string_view text, std::size_t, error_code &)
    {
        part(text);
        key = taken();
        return true;
    }
    bool on_string_part(string_view text, std::size_t, error_code &) { return part(text); }
    bool on_string(string_view text, std::size_t, error_code &) { return part(text) && leaf(Type::String); }
    bool on_number_part(string_view text, error_code &) { return part(text); }
    bool on_int64(std::int64_t, string_view text, error_code &) { return part(text) && leaf(Type::Number); }
    bool on_uint64(std::uint64_t, string_view text, error_code &) { return part(text) && leaf(Type::Number); }
    bool on_double(double, string_view text, error_code &) { return part(text) && leaf(Type::Number); }
    bool on_bool(bool value, error_code &) { return leaf(value ? Type::True : Type::False); }
    bool on_null(error_code &) { return leaf(Type::Null); }
    bool on_comment_part(string_view, error_code &) { return true; }
    bool on_comment(string_view, error_code &) { return true; }

    bool part(string_view text)
    {
        tree.m_texts.append(text.data(), text.size());
        return true;
    }
    JsonTree::Stretch taken()
    {
        const auto size = static_cast<std::uint32_t>(tree.m_texts.size());
        const JsonTree::Stretch stretch {start, size - start};
        start = size;
        return stretch;
    }
    bool leaf(Type type)
    {
        tree.m_nodes.push_back({type, std::exchange(key, {}), taken(), 0});
        tree.m_nodes.back().next = static_cast<std::uint32_t>(tree.m_nodes.size());
        return true;
    }
    bool begin(Type type)
    {
        open.push_back(static_cast<std::uint32_t>(tree.m_nodes.size()));
        return leaf(type);
    }
    bool end()
    {
        tree.m_nodes[open.back()].next = static_cast<std::uint32_t>(tree.m_nodes.size());
        open.pop_back();
        return true;
    }

    JsonTree tree;
    JsonTree::Stretch key;
    std::uint32_t start = 0;
    std::vector<std::uint32_t> open;
};

Result<JsonTree> JsonTree::parse(std::string_view text)
{
    constexpr std::size_t largest = 0x7FFF'FFFF;
    if (text.size() > largest)
        return failure(ErrorCode::TooLarge, "The JSON text is too large.", ErrorSource::Client);
    boost::json::parse_options options;
    options.max_depth = deepest;
    boost::json::basic_parser<JsonBuilder> parser(options);
    parser.handler().tree.m_texts.reserve(text.size());
    parser.handler().tree.m_nodes.reserve(std::min(usualNodes, text.size()));
    boost::json::error_code error;
    const auto read = parser.write_some(false, text.data(), text.size(), error);
    if (!error && text.find_first_not_of(" \t\r\n", read) != std::string_view::npos)
        error = boost::json::error::extra_data;
    if (error)
        return failure(ErrorCode::BadRequest,
            "Not JSON: " + error.message() + " near byte " + std::to_string(read) + ".", ErrorSource::Client);
    return std::move(parser.handler().tree);
}

JsonValue::operator bool() const
{
    return m_tree && m_tree->m_nodes[m_node].type != JsonTree::Type::Null;
}

bool JsonValue::isObject() const
{
    return m_tree && m_tree->m_nodes[m_node].type == JsonTree::Type::Object;
}

bool JsonValue::isArray() const
{
    return m_tree && m_tree->m_nodes[m_node].type == JsonTree::Type::Array;
}

bool JsonValue::isString() const
{
    return m_tree && m_tree->m_nodes[m_node].type == JsonTree::Type::String;
}

bool JsonValue::isNumber() const
{
    return m_tree && m_tree->m_nodes[m_node].type == JsonTree::Type::Number;
}

bool JsonValue::isTrue() const
{
    return m_tree && m_tree->m_nodes[m_node].type == JsonTree::Type::True;
}

bool JsonValue::isBool() const
{
    return isTrue() || (m_tree && m_tree->m_nodes[m_node].type == JsonTree::Type::False);
}

std::string_view JsonValue::text() const
{
    return isString() ? m_tree->at(m_tree->m_nodes[m_node].text) : std::string_view();
}

std::string_view JsonValue::number() const
{
    return isNumber() ? m_tree->at(m_tree->m_nodes[m_node].text) : std::string_view();
}

std::int64_t JsonValue::integer() const
{
    const auto digits = number();
    std::int64_t value = 0;
    const auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return wrong == std::errc() && end == digits.data() + digits.size() ? value : 0;
}

std::string JsonValue::raw() const
{
    std::string out;
    if (m_tree)
        m_tree->write(m_node, out);
    return out;
}

JsonValue JsonValue::operator[](std::string_view key) const
{
    JsonValue found;
    if (!isObject())
        return found;
    const auto &nodes = m_tree->m_nodes;
    for (std::size_t at = m_node + 1; at < nodes[m_node].next; at = nodes[at].next) {
        if (m_tree->at(nodes[at].key) == key)
            found = {m_tree, at};
    }
    return found;
}

std::string_view JsonValue::key() const
{
    return m_tree ? m_tree->at(m_tree->m_nodes[m_node].key) : std::string_view();
}

JsonValue::Iterator JsonValue::begin() const
{
    return {m_tree, isArray() || isObject() ? m_node + 1 : 0};
}

JsonValue::Iterator JsonValue::end() const
{
    return {m_tree, isArray() || isObject() ? m_tree->m_nodes[m_node].next : 0};
}

std::size_t JsonValue::size() const
{
    std::size_t count = 0;
    for (const auto item : *this) {
        (void)item;
        ++count;
    }
    return count;
}

void JsonTree::write(std::size_t node, std::string &out) const
{
    const auto &here = m_nodes[node];
    switch (here.type) {
    case Type::Null:
        out += "null";
        return;
    case Type::False:
        out += "false";
        return;
    case Type::True:
        out += "true";
        return;
    case Type::Number:
        out += at(here.text);
        return;
    case Type::String:
        appendQuoted(out, at(here.text));
        return;
    case Type::Array:
    case Type::Object:
        break;
    }
    const bool object = here.type == Type::Object;
    out += object ? '{' : '[';
    for (auto child = node + 1; child < here.next; child = m_nodes[child].next) {
        if (child != node + 1)
            out += ',';
        if (object) {
            appendQuoted(out, at(m_nodes[child].key));
            out += ':';
        }
        write(child, out);
    }
    out += object ? '}' : ']';
}

void JsonWriter::separate()
{
    if (!m_first)
        m_out += ',';
    m_first = false;
}

JsonWriter &JsonWriter::open(char bracket)
{
    separate();
    m_out += bracket;
    m_first = true;
    return *this;
}

JsonWriter &JsonWriter::close(char bracket)
{
    m_out += bracket;
    m_first = false;
    return *this;
}

JsonWriter &JsonWriter::key(std::string_view name)
{
    separate();
    appendQuoted(m_out, name);
    m_out += ':';
    m_first = true;
    return *this;
}

JsonWriter &JsonWriter::string(std::string_view text)
{
    separate();
    appendQuoted(m_out, text);
    return *this;
}

JsonWriter &JsonWriter::number(std::int64_t value)
{
    return raw(std::to_string(value));
}

JsonWriter &JsonWriter::boolean(bool value)
{
    return raw(value ? "true" : "false");
}

JsonWriter &JsonWriter::null()
{
    return raw("null");
}

JsonWriter &JsonWriter::raw(std::string_view json)
{
    separate();
    m_out += json;
    return *this;
}

JsonWriter &JsonWriter::fieldIf(std::string_view name, std::string_view text)
{
    return text.empty() ? *this : field(name, text);
}

JsonWriter &JsonWriter::fieldRawIf(std::string_view name, std::string_view json)
{
    return json.empty() ? *this : fieldRaw(name, json);
}

void appendQuoted(std::string &out, std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    out += '"';
    std::size_t plain = 0;
    for (std::size_t i = plainBytes(text); i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        out.append(text, plain, i - plain);
        plain = i + 1;
        constexpr std::string_view named = "\"\\\n\r\t\b\f", letters = "\"\\nrtbf";
        out += '\\';
        if (const auto at = named.find(text[i]); at != std::string_view::npos) {
            out += letters[at];
        } else {
            out.append("u00");
            out += digits[c >> 4U];
            out += digits[c & 15U];
        }
        i += plainBytes(text.substr(plain));
    }
    out.append(text, plain);
    out += '"';
}

std::string objectText(std::string_view text)
{
    const auto tree = JsonTree::parse(text);
    return tree && tree->root().isObject() ? tree->root().raw() : "{}";
}

} // namespace slipswitch::dialect
