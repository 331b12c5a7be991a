#include "core/config/LineOf.h"

#include <simdjson.h>

#include <algorithm>
#include <string>

namespace slipswitch::config {

namespace {

/// "a[1].b" as "/a/1/b". A key with a dot in it is not found; its parent is.
std::string pointerTo(std::string_view path)
{
    std::string pointer = "/";
    for (const char c : path) {
        if (c == '.' || c == '[')
            pointer += '/';
        else if (c != ']')
            pointer += c;
    }
    return pointer;
}

std::optional<std::size_t> offsetOf(const simdjson::padded_string &text, std::string_view pointer)
{
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    simdjson::ondemand::value value;
    if (parser.iterate(text).get(document) != simdjson::SUCCESS
        || document.at_pointer(pointer).get(value) != simdjson::SUCCESS)
        return std::nullopt;
    return static_cast<std::size_t>(value.raw_json_token().data() - text.data());
}

} // namespace

std::optional<std::size_t> lineOf(std::string_view text, std::string_view path)
{
    const simdjson::padded_string padded(text);
    auto pointer = pointerTo(path);
    while (pointer.size() > 1) {
        if (const auto offset = offsetOf(padded, pointer)) {
            const auto before = text.substr(0, *offset);
            return 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
        }
        pointer.resize(pointer.rfind('/'));
    }
    return std::nullopt;
}

} // namespace slipswitch::config
