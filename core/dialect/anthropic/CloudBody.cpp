#include "core/dialect/anthropic/CloudBody.h"

#include "core/dialect/Json.h"
#include "core/dialect/Peek.h"

#include <optional>

namespace slipswitch::dialect::anthropic {

namespace {

constexpr std::string_view versionName = R"("anthropic_version")";
constexpr std::string_view version = R"("anthropic_version":"vertex-2023-10-16")";

/// The words may stand anywhere in the conversation.
bool hasVersion(std::string_view body)
{
    if (body.find(versionName) == std::string_view::npos)
        return false;
    const auto tree = JsonTree::parse(body);
    return tree && tree->root()["anthropic_version"];
}

std::optional<Span> modelSpan(std::string_view body)
{
    constexpr std::size_t padding = 64; // simdjson reads behind the end
    std::string padded;
    padded.reserve(body.size() + padding);
    padded = body;
    const auto peek = peekJson(padded);
    return peek ? std::optional(peek->modelSpan) : std::nullopt;
}

/// From the quote that opens the name of the member with this value.
std::size_t memberStart(std::string_view body, std::size_t value)
{
    const auto nameEnd = body.rfind('"', value - 1);
    return body.rfind('"', nameEnd - 1);
}

/// Takes a member out, with the comma behind it, or the one before it if it is the last.
std::string without(std::string body, std::size_t start, std::size_t end)
{
    constexpr std::string_view space = " \t\r\n";
    const auto next = body.find_first_not_of(space, end);
    const auto before = body.find_last_not_of(space, start - 1);
    if (next != std::string::npos && body[next] == ',')
        end = next + 1;
    else if (body[before] == ',')
        start = before;
    return body.erase(start, end - start);
}

} // namespace

std::string forVertex(std::string_view body, ModelIn model)
{
    std::string result(body);
    const bool versioned = hasVersion(body);
    const auto span = model == ModelIn::Path ? modelSpan(body) : std::nullopt;
    if (span) {
        const auto start = memberStart(body, span->offset);
        const auto valueEnd = span->offset + span->length;
        if (!versioned)
            return result.replace(start, valueEnd - start, version);
        return without(std::move(result), start, valueEnd);
    }
    const auto open = result.find('{');
    if (versioned || open == std::string::npos)
        return result;
    const auto first = result.find_first_not_of(" \t\r\n", open + 1);
    const bool empty = first == std::string::npos || result[first] == '}';
    return result.insert(open + 1, std::string(version) + (empty ? "" : ","));
}

} // namespace slipswitch::dialect::anthropic
