#include "core/dialect/Patch.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <vector>

namespace slipswitch::dialect {

namespace {

std::string apply(std::string_view body, std::vector<Edit> edits)
{
    std::sort(edits.begin(), edits.end(),
        [](const Edit &a, const Edit &b) { return a.span.offset < b.span.offset; });
    std::size_t size = body.size();
    for (const Edit &edit : edits)
        size += edit.text.size();
    std::string patched;
    patched.reserve(size);
    std::size_t at = 0;
    for (const Edit &edit : edits) {
        patched.append(body, at, edit.span.offset - at);
        patched.append(edit.text);
        at = edit.span.offset + edit.span.length;
    }
    patched.append(body, at);
    return patched;
}

/// Puts include_usage into what the client sent: before its first option, or in the place of null.
Edit usageRequest(std::string_view body, const Peek &peek)
{
    constexpr std::string_view option = R"("include_usage":true)";
    if (!peek.streamOptionsSpan)
        return {{body.find('{') + 1, 0}, R"("stream_options":{)" + std::string(option) + "},"};
    const auto value = body.substr(peek.streamOptionsSpan->offset, peek.streamOptionsSpan->length);
    if (!value.starts_with('{'))
        return {*peek.streamOptionsSpan, '{' + std::string(option) + '}'};
    // An explicit include_usage:false has to go, or the field would be there twice; other options stay.
    if (peek.includeUsageSpan)
        return {*peek.includeUsageSpan, "true"};
    const bool empty = value.find_first_not_of(" \t\r\n", 1) == value.size() - 1;
    return {{peek.streamOptionsSpan->offset + 1, 0}, std::string(option) + (empty ? "" : ",")};
}

} // namespace

Span memberWithComma(std::string_view body, std::size_t begin, std::size_t end)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto before = body.find_last_not_of(blanks, begin - 1);
    if (body[before] == ',')
        return {before, end - before};
    const auto after = body.find_first_not_of(blanks, end);
    if (body[after] == ',')
        end = after + 1;
    return {begin, end - begin};
}

std::string quoted(std::string_view text)
{
    return boost::json::serialize(boost::json::string_view(text.data(), text.size()));
}

std::optional<std::string> patchJson(std::string_view body, const Peek &peek, const Changes &changes)
{
    std::vector<Edit> edits;
    if (changes.model != peek.model)
        edits.push_back({peek.modelSpan, quoted(changes.model)});
    if (changes.askForUsage && !peek.includeUsage)
        edits.push_back(usageRequest(body, peek));
    edits.insert(edits.end(), changes.edits.begin(), changes.edits.end());
    if (edits.empty())
        return std::nullopt;
    return apply(body, std::move(edits));
}

std::optional<std::string> patchMultipart(std::string_view body, const Peek &peek, const Changes &changes)
{
    if (changes.model == peek.model)
        return std::nullopt;
    return apply(body, {{peek.modelSpan, std::string(changes.model)}});
}

} // namespace slipswitch::dialect
