#include "core/dialect/openai/ChatPatch.h"

#include "core/dialect/Fitting.h"
#include "core/dialect/openai/ReasoningHistory.h"

namespace slipswitch::dialect::chat {

namespace {

using domain::Quirk;

constexpr std::string_view maxTokens = R"("max_tokens")";
constexpr std::string_view maxCompletionTokens = R"("max_completion_tokens")";

/// Where the name of a top-level member stands, quotes and all; nullopt: it is spelled with escapes.
std::optional<Span> nameBefore(std::string_view body, Span value, std::string_view quotedName)
{
    constexpr std::string_view between = " \t\r\n:";
    const auto end = body.find_last_not_of(between, value.offset - 1) + 1;
    if (!body.substr(0, end).ends_with(quotedName))
        return std::nullopt;
    return Span {end - quotedName.size(), quotedName.size()};
}

/// Of a model that thinks, the older name is refused.
void renameMaxTokens(std::string_view body, const Peek &peek, std::vector<Edit> &edits, Losses &losses)
{
    if (!peek.maxTokensSpan || peek.maxCompletionTokensSpan)
        return;
    if (const auto name = nameBefore(body, *peek.maxTokensSpan, maxTokens)) {
        edits.push_back({*name, std::string(maxCompletionTokens)});
        losses.note("max_tokens sent as max_completion_tokens");
    }
}

bool isNull(std::string_view body, const std::optional<Span> &value)
{
    return value && body.substr(value->offset, value->length) == "null";
}

void addMaxTokens(std::string_view body, const Peek &peek, const Destination &to, std::vector<Edit> &edits)
{
    auto most = std::to_string(neededTokens(to));
    for (const auto &said : {peek.maxTokensSpan, peek.maxCompletionTokensSpan}) {
        if (isNull(body, said)) {
            edits.push_back({*said, std::move(most)});
            return;
        }
        if (said)
            return;
    }
    const auto name = to.quirks.has(Quirk::MaxCompletionTokens) ? maxCompletionTokens : maxTokens;
    edits.push_back({{body.find('{') + 1, 0}, std::string(name) + ':' + most + ','});
}

void dropStreamOptions(std::string_view body, const Peek &peek, std::vector<Edit> &edits, Losses &losses)
{
    if (!peek.streamOptionsSpan)
        return;
    const auto &value = *peek.streamOptionsSpan;
    if (const auto name = nameBefore(body, value, R"("stream_options")")) {
        edits.push_back({memberWithComma(body, name->offset, value.offset + value.length), {}});
        losses.note("stream_options dropped: this provider refuses them");
    }
}

} // namespace

bool editsNeedFacts(domain::Quirks quirks, const Peek &peek)
{
    return quirks.has(Quirk::NeedsMaxTokens)
        || (quirks.has(Quirk::MaxCompletionTokens) && peek.maxTokensSpan);
}

std::vector<Edit> editsFor(std::string_view body, const Peek &peek, const Destination &to, Losses &losses)
{
    std::vector<Edit> edits;
    if (to.quirks.has(Quirk::MaxCompletionTokens) && to.reasons.value_or(false))
        renameMaxTokens(body, peek, edits, losses);
    if (to.quirks.has(Quirk::NeedsMaxTokens))
        addMaxTokens(body, peek, to, edits);
    if (to.quirks.has(Quirk::RejectsStreamOptions))
        dropStreamOptions(body, peek, edits, losses);
    if (thoughtsField(to.quirks) == "reasoning_content")
        return edits;
    for (const auto &span : reasoningSpans(body)) {
        edits.push_back({span, {}});
        losses.note("reasoning_content dropped: it is no field of this provider");
    }
    return edits;
}

} // namespace slipswitch::dialect::chat
