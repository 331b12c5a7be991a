#include "core/dialect/Counting.h"

#include "core/dialect/Json.h"

#include <algorithm>
#include <array>
#include <span>

namespace slipswitch::dialect {

namespace {

struct Counting
{
    Dialect counting, conversation;
    std::string_view tokens; ///< where the answer has them
};
constexpr std::array dialects {
    Counting {Dialect::AnthropicCountTokens, Dialect::AnthropicMessages, "input_tokens"},
    Counting {Dialect::GeminiCountTokens, Dialect::Gemini, "totalTokens"},
    Counting {Dialect::OpenAiCountTokens, Dialect::OpenAiResponses, "input_tokens"},
};

// Source: the references of "Count tokens" (Anthropic) and "Get input token counts" (OpenAI).
constexpr std::array<std::string_view, 6> ofMessages {
    "model", "messages", "system", "thinking", "tool_choice", "tools"};
constexpr std::array<std::string_view, 9> ofResponses {"model", "input", "instructions",
    "parallel_tool_calls", "reasoning", "text", "tool_choice", "tools", "truncation"};

const Counting *countingIn(Dialect counting)
{
    const auto *found = std::ranges::find(dialects, counting, &Counting::counting);
    return found == dialects.end() ? nullptr : found;
}

void copyMembers(JsonWriter &out, std::string_view object, std::span<const std::string_view> names)
{
    const auto tree = JsonTree::parse(object);
    for (const auto member : tree->root()) {
        if (names.empty() || std::ranges::find(names, member.key()) != names.end())
            out.fieldRaw(member.key(), member.raw());
    }
}

std::string wrapped(std::string_view request, std::string_view model)
{
    std::string text;
    JsonWriter out(text);
    out.beginObject().key("generateContentRequest").beginObject();
    out.field("model", "models/" + std::string(model));
    copyMembers(out, request, {});
    out.endObject().endObject();
    return text;
}

} // namespace

Dialect countedBy(Dialect counting)
{
    const auto *found = countingIn(counting);
    return found ? found->conversation : Dialect::None;
}

Dialect countingOf(Dialect conversation)
{
    const auto *found = std::ranges::find(dialects, conversation, &Counting::conversation);
    return found == dialects.end() ? Dialect::None : found->counting;
}

Result<Request> decodeCountRequest(Dialect counting, std::string_view body)
{
    const auto decode = codecFor(countedBy(counting))->decodeRequest;
    if (counting != Dialect::GeminiCountTokens)
        return decode(body);
    auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(std::move(tree.error()));
    const auto whole = tree->root()["generateContentRequest"];
    return decode(whole ? whole.raw() : body);
}

std::string encodeCountRequest(
    Dialect counting, const Request &request, const Destination &to, GeminiCount form, Losses &losses)
{
    auto asked = codecFor(countedBy(counting))->encodeRequest(request, to, losses);
    if (counting == Dialect::GeminiCountTokens)
        return form == GeminiCount::Flat ? asked : wrapped(asked, to.model);
    std::string text;
    JsonWriter out(text);
    out.beginObject();
    if (counting == Dialect::AnthropicCountTokens)
        copyMembers(out, asked, ofMessages);
    else
        copyMembers(out, asked, ofResponses);
    out.endObject();
    return text;
}

Result<std::int64_t> decodeCount(Dialect counting, std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    const auto tokens = tree ? tree->root()[countingIn(counting)->tokens] : JsonValue();
    if (!tokens.isNumber())
        return failure(
            ErrorCode::BadResponse, "The answer tells no number of tokens.", ErrorSource::Upstream);
    return tokens.integer();
}

std::string encodeCount(Dialect counting, std::int64_t tokens)
{
    std::string text;
    JsonWriter out(text);
    out.beginObject();
    if (counting == Dialect::OpenAiCountTokens)
        out.field("object", "response.input_tokens");
    out.fieldNumber(countingIn(counting)->tokens, tokens).endObject();
    return text;
}

} // namespace slipswitch::dialect
