#include "core/dialect/Rules.h"

#include "core/dialect/Digest.h"
#include "core/dialect/WebSearch.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace slipswitch::dialect {

namespace {

struct Effort
{
    std::string_view word;
    std::int64_t tokens;
};
/// A budget means the first word whose tokens it does not exceed.
constexpr std::array<Effort, 6> efforts {
    {{"minimal", 1024}, {"low", 4096}, {"medium", 12288}, {"high", 24576}, {"xhigh", 40960}, {"max", 64000}}};

constexpr std::size_t longestName = 64;

constexpr std::string_view wrapped = "slip1|";
constexpr char separator = '|';

std::string_view upTo(std::string_view &rest)
{
    const auto end = std::min(rest.find(separator), rest.size());
    const auto piece = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return piece;
}

std::string freeformArguments(const ToolCall &call)
{
    std::string object;
    JsonWriter(object).beginObject().field("input", call.arguments).endObject();
    return object;
}

void appendText(std::string &all, std::string_view more)
{
    if (!all.empty() && !more.empty())
        all += "\n\n";
    all += more;
}

/// Asks for nothing beyond what a translation does anyway, or says elsewhere that it does not.
bool isIncludedAnyway(const RawJson &include)
{
    constexpr std::array<std::string_view, 3> done {
        "reasoning.encrypted_content", "message.output_text.logprobs", "web_search_call.action.sources"};
    const auto tree = JsonTree::parse(include);
    if (!tree)
        return false;
    for (const auto item : tree->root()) {
        if (std::ranges::find(done, item.text()) == done.end())
            return false;
    }
    return true;
}

} // namespace

std::optional<std::pair<std::string, std::string>> splitDataUrl(std::string_view url)
{
    constexpr std::string_view scheme = "data:", coding = ";base64,";
    const auto at = url.find(coding);
    if (!url.starts_with(scheme) || at == std::string_view::npos)
        return std::nullopt;
    auto type = url.substr(scheme.size(), at - scheme.size());
    type = type.substr(0, type.find(';'));
    return std::pair(std::string(type), std::string(url.substr(at + coding.size())));
}

std::string dataUrl(const Media &media)
{
    return "data:" + (media.mediaType.empty() ? "application/octet-stream" : media.mediaType) + ";base64,"
        + media.data;
}

Media mediaAt(Media::Kind kind, std::string_view url)
{
    Media media;
    media.kind = kind;
    if (auto split = splitDataUrl(url)) {
        media.mediaType = std::move(split->first);
        media.data = std::move(split->second);
    } else {
        media.url = url;
    }
    return media;
}

Media::Kind mediaKindOf(std::string_view mediaType)
{
    if (mediaType.starts_with("image/"))
        return Media::Kind::Image;
    if (mediaType.starts_with("audio/"))
        return Media::Kind::Audio;
    return mediaType.starts_with("video/") ? Media::Kind::Video : Media::Kind::Document;
}

std::string effortOf(const Reasoning &reasoning)
{
    if (!reasoning.effort.empty() || !reasoning.budgetTokens)
        return reasoning.effort;
    for (const auto &[word, tokens] : efforts) {
        if (*reasoning.budgetTokens <= tokens)
            return std::string(word);
    }
    return std::string(efforts.back().word);
}

std::int64_t budgetOf(const Reasoning &reasoning)
{
    if (reasoning.budgetTokens)
        return *reasoning.budgetTokens;
    for (const auto &[word, tokens] : efforts) {
        if (word == reasoning.effort)
            return tokens;
    }
    return 0;
}

std::string wrapSignature(const Thinking &thinking, std::string_view model)
{
    std::string all(wrapped);
    for (const auto piece : {domain::name(thinking.madeIn), model, std::string_view(thinking.id),
             std::string_view(thinking.redacted ? "r" : "")})
        all.append(piece) += separator;
    return all + thinking.signature;
}

bool hasWrappedSignature(std::string_view body)
{
    // As the start of a string: the words may stand anywhere else. Sought by its last character, which is
    // rare in JSON, so that the many bodies without one cost next to nothing.
    static const std::string start = '"' + std::string(wrapped);
    for (auto at = body.find(start.back()); at != std::string_view::npos;
        at = body.find(start.back(), at + 1)) {
        if (body.substr(0, at + 1).ends_with(start))
            return true;
    }
    return false;
}

void unwrapSignature(std::string_view signature, Dialect own, Thinking &thinking)
{
    if (!signature.starts_with(wrapped)) {
        thinking.signature = signature;
        thinking.madeIn = own;
        return;
    }
    signature.remove_prefix(wrapped.size());
    thinking.madeIn = domain::dialectNamed(upTo(signature)).value_or(Dialect::None);
    thinking.madeBy = upTo(signature);
    thinking.id = upTo(signature);
    thinking.redacted = upTo(signature) == "r";
    thinking.signature = signature;
}

bool belongsTo(const Thinking &thinking, Dialect dialect, std::string_view model)
{
    return thinking.madeIn == dialect && (thinking.madeBy.empty() || thinking.madeBy == model);
}

bool isSignedFor(const ToolCall &call, Dialect dialect, std::string_view model)
{
    return !call.signature.empty() && call.signedIn == dialect
        && (call.signedBy.empty() || call.signedBy == model);
}

void sign(ToolCall &call, std::string_view signature, Dialect own)
{
    if (signature.empty())
        return;
    Thinking thinking;
    unwrapSignature(signature, own, thinking);
    call.signature = std::move(thinking.signature);
    call.signedIn = thinking.madeIn;
    call.signedBy = std::move(thinking.madeBy);
}

std::string signatureFor(const ToolCall &call, Dialect client, std::string_view model)
{
    if (call.signature.empty() || call.signedIn == client)
        return call.signature;
    Thinking thinking;
    thinking.signature = call.signature;
    thinking.madeIn = call.signedIn;
    return wrapSignature(thinking, model);
}

std::string plainName(std::string_view text, std::size_t longest)
{
    std::string plain(text.substr(0, longest));
    for (char &c : plain) {
        const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || c == '_' || c == '-';
        c = fine ? c : '_';
    }
    return plain;
}

std::string flatName(std::string_view nameSpace, std::string_view name)
{
    constexpr std::size_t digits = 8;
    const auto full
        = nameSpace.empty() ? std::string(name) : std::string(nameSpace) + "__" + std::string(name);
    if (full.size() <= longestName)
        return plainName(full, longestName);
    return plainName(full, longestName - digits - 1) + '_' + digestOf(full, digits);
}

std::string nameForClient(const ToolCall &call)
{
    return call.nameSpace.empty() ? call.name : flatName(call.nameSpace, call.name);
}

std::string argumentsText(const ToolCall &call)
{
    if (call.freeform)
        return freeformArguments(call);
    return call.arguments.empty() ? "{}" : call.arguments;
}

std::string argumentsObject(const ToolCall &call, Losses &losses)
{
    if (call.freeform)
        return freeformArguments(call);
    const auto tree = JsonTree::parse(call.arguments);
    if (tree && tree->root().isObject())
        return tree->root().raw();
    if (!call.arguments.empty() && call.arguments != "null") // some say so of a call without any
        losses.note("arguments of " + call.name + " dropped: no JSON object");
    return "{}";
}

std::string_view freeformSchema()
{
    return R"({"type":"object","properties":{"input":{"type":"string"}},"required":["input"]})";
}

std::string describedFreeform(const Tool &tool)
{
    if (tool.format.empty())
        return tool.description;
    return tool.description + "\n\nThe input must follow this format: " + tool.format;
}

void readStop(Request &request, JsonValue value)
{
    if (value.isString())
        request.stop.emplace_back(value.text());
    else if (value.isArray()) {
        for (const auto word : value)
            request.stop.emplace_back(word.text());
    }
}

bool isSystem(const Message &message)
{
    return message.role == Role::System || message.role == Role::Developer;
}

Part asReminder(const Part &part)
{
    const auto *text = std::get_if<Text>(&part.body);
    return text ? Part {Text {"<system>\n" + text->text + "\n</system>", {}, Dialect::None}, part.cache}
                : part;
}

std::string joinedText(const Message &message)
{
    std::string all;
    for (const auto &part : message.parts) {
        if (const auto *text = std::get_if<Text>(&part.body))
            appendText(all, text->text);
    }
    return all;
}

std::string joinedText(const ToolResult &result)
{
    std::string all;
    for (const auto &item : result.content) {
        if (const auto *text = std::get_if<Text>(&item))
            appendText(all, text->text);
    }
    return all;
}

void noteExtras(const Request &request, Losses &losses, WebSearchIs search)
{
    for (const auto &extra : request.extras) {
        const bool done = (search == WebSearchIs::Taken && isWebSearch(extra, request.from))
            || (extra.name == "include" && isIncludedAnyway(extra.value));
        if (!done)
            losses.note(extra.name + " dropped");
    }
    for (const auto &tool : request.hostedTools) {
        if (search == WebSearchIs::Left || !isWebSearch(tool, request.from))
            losses.note("tool " + tool.name + " dropped: the other provider would run it");
    }
    for (const auto &tool : request.tools) {
        for (const auto &extra : tool.extras)
            losses.note(extra.name + " of tools dropped");
        losses.dropped(tool.ofNameSpace, "description of a namespace of tools");
    }
    const auto isLong = [](const Tool &tool) {
        const auto apart = tool.nameSpace.empty() ? 0 : tool.nameSpace.size() + 2;
        return apart + tool.name.size() > longestName;
    };
    if (std::ranges::any_of(request.tools, isLong))
        losses.note("tool names shortened to 64 characters");
}

bool isInteger(std::string_view number)
{
    return !number.empty() && number.find_first_not_of("-0123456789") == std::string_view::npos;
}

double doubleOf(std::string_view number)
{
    double value = 0;
    const auto [end, wrong] = std::from_chars(number.data(), number.data() + number.size(), value);
    return wrong == std::errc() && end == number.data() + number.size() ? value : 0;
}

std::string orOwnId(std::string_view id, std::string_view prefix, std::string_view own)
{
    if (!id.empty())
        return std::string(id);
    return std::string(prefix) + std::string(own);
}

} // namespace slipswitch::dialect
