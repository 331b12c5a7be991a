#include "core/dialect/UsageJson.h"

#include <simdjson.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <memory>

namespace slipswitch::dialect::usage {

namespace {

using simdjson::ondemand::document;
using simdjson::ondemand::value;

constexpr std::size_t keptBytes = 1024 * 1024; ///< what a thread keeps between reads
constexpr std::size_t maxElements = 256;
constexpr std::size_t maxTextBytes = 256;
constexpr std::int64_t maxCount = 10'000'000'000;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string_view trimmed(std::string_view raw)
{
    while (!raw.empty() && isSpace(raw.back()))
        raw.remove_suffix(1);
    return raw;
}

std::string &buffer()
{
    thread_local std::string bytes;
    return bytes;
}

/// One parser a thread; it grows with what it parses, so a huge answer gets one of its own.
class Parser
{
public:
    explicit Parser(std::size_t bytes)
    {
        thread_local simdjson::ondemand::parser kept;
        if (bytes > keptBytes)
            m_own = std::make_unique<simdjson::ondemand::parser>();
        m_parser = m_own ? m_own.get() : &kept;
    }
    /// `raw` lies in the padded buffer, so what follows it may be read.
    bool open(Raw raw, document &into)
    {
        return m_parser->iterate(raw.data(), raw.size(), raw.size() + simdjson::SIMDJSON_PADDING).get(into)
            == simdjson::SUCCESS;
    }

private:
    std::unique_ptr<simdjson::ondemand::parser> m_own;
    simdjson::ondemand::parser *m_parser;
};

/// The text of a value, which is skipped, not parsed.
bool take(value content, Raw &raw)
{
    std::string_view slice;
    if (simdjson::to_json_string(content).get(slice) != simdjson::SUCCESS)
        return false;
    slice = trimmed(slice);
    raw = slice == "null" ? Raw() : slice;
    return true;
}

/// Those of an object's members that have one of the names.
void pick(simdjson::ondemand::object &fields, std::span<const std::string_view> names, std::span<Raw> values)
{
    for (auto result : fields) {
        simdjson::ondemand::field field;
        std::string_view key;
        if (std::move(result).get(field) != simdjson::SUCCESS
            || field.unescaped_key().get(key) != simdjson::SUCCESS)
            return;
        const auto name = std::find(names.begin(), names.end(), key);
        if (name == names.end())
            continue;
        if (!take(field.value(), values[static_cast<std::size_t>(name - names.begin())]))
            return;
    }
}

std::string unescaped(Raw value)
{
    document parsed;
    std::string_view result;
    Parser parser(value.size());
    if (!parser.open(value, parsed) || parsed.get_string().get(result) != simdjson::SUCCESS)
        return {};
    return std::string(result);
}

/// Never in the middle of a character.
void cut(std::string &value)
{
    if (value.size() <= maxTextBytes)
        return;
    std::size_t end = maxTextBytes;
    while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U)
        --end;
    value.resize(end);
}

} // namespace

bool mentions(std::string_view json, std::string_view quotedKey)
{
    const char *at = json.data();
    const char *const end = at + json.size();
    while (at < end) {
        const auto *hit = static_cast<const char *>(
            ::memmem(at, static_cast<std::size_t>(end - at), quotedKey.data(), quotedKey.size()));
        if (!hit)
            return false;
        at = hit + quotedKey.size();
        const char *next = std::find_if_not(at, end, isSpace);
        if (next == end || *next != ':')
            continue;
        next = std::find_if_not(next + 1, end, isSpace);
        if (next != end && *next != 'n')
            return true;
    }
    return false;
}

Raw padded(std::string_view json)
{
    auto &bytes = buffer();
    if (bytes.capacity() > keptBytes * 2 && json.size() < keptBytes)
        bytes = {};
    bytes.reserve(json.size() + simdjson::SIMDJSON_PADDING);
    bytes.assign(json);
    bytes.append(simdjson::SIMDJSON_PADDING, ' ');
    return Raw(bytes).substr(0, json.size());
}

void members(Raw object, std::span<const std::string_view> names, std::span<Raw> values)
{
    std::fill(values.begin(), values.end(), Raw());
    if (object.empty())
        return;
    document parsed;
    simdjson::ondemand::object fields;
    Parser parser(object.size());
    if (parser.open(object, parsed) && parsed.get_object().get(fields) == simdjson::SUCCESS)
        pick(fields, names, values);
}

Raw member(Raw object, std::string_view name)
{
    Raw value;
    if (object.empty() || !::memmem(object.data(), object.size(), name.data(), name.size()))
        return value; // most of what is asked for isn't there
    members(object, {&name, 1}, {&value, 1});
    return value;
}

std::vector<Raw> elements(Raw array)
{
    std::vector<Raw> result;
    if (array.empty())
        return result;
    document parsed;
    simdjson::ondemand::array items;
    Parser parser(array.size());
    if (!parser.open(array, parsed) || parsed.get_array().get(items) != simdjson::SUCCESS)
        return result;
    for (auto item : items) {
        value content;
        Raw raw;
        if (result.size() == maxElements || std::move(item).get(content) != simdjson::SUCCESS
            || !take(content, raw))
            break;
        if (!raw.empty())
            result.push_back(raw);
    }
    return result;
}

std::vector<Raw> membersOfEach(Raw array, std::span<const std::string_view> names)
{
    std::vector<Raw> result;
    if (array.empty())
        return result;
    document parsed;
    simdjson::ondemand::array items;
    Parser parser(array.size());
    if (!parser.open(array, parsed) || parsed.get_array().get(items) != simdjson::SUCCESS)
        return result;
    for (auto item : items) {
        if (result.size() == maxElements * names.size())
            break;
        const auto begin = result.size();
        result.resize(begin + names.size());
        simdjson::ondemand::object fields;
        if (item.get_object().get(fields) == simdjson::SUCCESS)
            pick(fields, names, std::span(result).subspan(begin));
    }
    return result;
}

std::string text(Raw value)
{
    if (value.size() < 2 || value.front() != '"' || value.back() != '"')
        return {};
    const auto inner = value.substr(1, value.size() - 2);
    std::string result = inner.find('\\') == Raw::npos ? std::string(inner) : unescaped(value);
    cut(result);
    return result;
}

std::optional<std::int64_t> count(Raw value)
{
    std::int64_t result = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), result);
    if (value.empty() || error != std::errc() || end != value.data() + value.size() || result < 0
        || result > maxCount)
        return std::nullopt;
    return result;
}

} // namespace slipswitch::dialect::usage
