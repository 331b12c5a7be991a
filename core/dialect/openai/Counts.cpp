#include "core/dialect/UsageSource.h"
#include "core/dialect/openai/Usage.h"

#include <array>

namespace slipswitch::dialect::usage {

namespace {

using Count = std::optional<std::int64_t>;

Count firstOf(Count a, Count b)
{
    return a ? a : b;
}

/// A part less what of it was counted elsewhere.
Count beyond(Count part, std::int64_t counted)
{
    return part ? Count(std::max(*part - counted, std::int64_t {0})) : part;
}

/// The members of a usage object, of all shapes together: it is parsed once.
enum Field : std::uint8_t
{
    InputTokens,
    OutputTokens,
    InputDetails,
    InputDetail, ///< audio spells it so
    OutputDetails,
    OutputDetail,
    PromptTokens,
    CompletionTokens,
    TotalTokens,
    PromptDetails,
    CompletionDetails,
    CacheHitTokens,
    CachedTokens,
    ReasoningTokens,
    ToolUseDetails,
    ToolUse,
    SearchQueries,
    CitationTokens,
    FieldCount
};
constexpr std::array<std::string_view, FieldCount> fieldNames {"input_tokens", "output_tokens",
    "input_tokens_details", "input_token_details", "output_tokens_details", "output_token_details",
    "prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details",
    "completion_tokens_details", "prompt_cache_hit_tokens", "cached_tokens", "reasoning_tokens",
    "server_tool_use_details", "server_tool_use", "num_search_queries", "citation_tokens"};
using Fields = std::array<Raw, FieldCount>;

/// What of a counter is of a kind.
struct Details
{
    Count cached, written, audio, image, reasoning;
    Raw cachedDetails;
};

Details detailsOf(Raw object)
{
    static constexpr std::string_view names[] = {"cached_tokens", "cache_write_tokens", "audio_tokens",
        "image_tokens", "reasoning_tokens", "cached_tokens_details"};
    Raw values[std::size(names)];
    members(object, names, values);
    return {
        count(values[0]), count(values[1]), count(values[2]), count(values[3]), count(values[4]), values[5]};
}

/// The numbers of a chat-shaped usage as they stand, before they are made disjoint.
struct ChatCounts
{
    std::int64_t prompt = 0, completion = 0, audioIn = 0, reasoning = 0;
    Count total, cached, written, audioOut, imageOut;
    bool known = false;

    /// What the total has beyond prompt and completion.
    [[nodiscard]] std::int64_t extra() const { return total ? *total - prompt - completion : 0; }
};

ChatCounts chatCounts(const Fields &usage)
{
    const auto in = detailsOf(usage[PromptDetails]), out = detailsOf(usage[CompletionDetails]);
    ChatCounts counts;
    counts.total = count(usage[TotalTokens]);
    const auto asked = count(usage[PromptTokens]), answered = count(usage[CompletionTokens]);
    counts.known = asked || answered || counts.total;
    counts.completion
        = answered.value_or(asked && counts.total ? std::max(*counts.total - *asked, std::int64_t {0}) : 0);
    counts.prompt = asked.value_or(std::max(counts.total.value_or(0) - counts.completion, std::int64_t {0}));
    counts.cached = firstOf(in.cached, firstOf(count(usage[CacheHitTokens]), count(usage[CachedTokens])));
    counts.written = in.written;
    counts.audioIn = in.audio.value_or(0);
    counts.audioOut = out.audio;
    counts.imageOut = out.image;
    counts.reasoning = firstOf(out.reasoning, count(usage[ReasoningTokens])).value_or(0);
    return counts;
}

bool hidesThoughts(domain::Quirks quirks, std::string_view model)
{
    return quirks.has(domain::Quirk::CompatHidesThoughts) || model.find("gemini") != std::string_view::npos;
}

/// Parts that some providers count beside prompt and completion instead of inside.
struct Beside
{
    bool reasoning = false; ///< xAI
    bool audio = false; ///< Mistral
    std::int64_t hidden = 0; ///< Google: thoughts that only the total shows
};

Beside beside(const ChatCounts &counts, domain::Quirks quirks, std::string_view model)
{
    Beside result;
    const auto extra = counts.extra();
    if (extra > 0) {
        result.reasoning = counts.reasoning > 0
            && (extra == counts.reasoning || extra == counts.reasoning + counts.audioIn);
        result.audio
            = counts.audioIn > 0 && extra == counts.audioIn + (result.reasoning ? counts.reasoning : 0);
        if (!result.reasoning && !result.audio && hidesThoughts(quirks, model))
            result.hidden = extra;
    }
    result.reasoning
        = result.reasoning || (quirks.has(domain::Quirk::ReasoningBesideTotal) && counts.reasoning > 0);
    return result;
}

void readSearches(domain::Usage &result, const Fields &usage)
{
    const auto requests = firstOf(
        count(usage[ToolUseDetails], "web_search_requests"), count(usage[ToolUse], "web_search_requests"));
    result.webSearches = firstOf(requests, count(usage[SearchQueries])).value_or(0);
    result.citation = count(usage[CitationTokens]).value_or(0);
}

domain::Usage chatUsage(const Fields &usage, domain::Quirks quirks, std::string_view model)
{
    const auto counts = chatCounts(usage);
    domain::Usage result;
    result.known = counts.known;
    if (!result.known)
        return result;
    const auto apart = beside(counts, quirks, model);

    Share in(counts.prompt + (apart.audio ? counts.audioIn : 0));
    result.audioInput = apart.audio ? in.take(counts.audioIn) : 0;
    result.cacheRead = in.take(counts.cached);
    result.cacheWrite5m = in.take(counts.written);
    if (!apart.audio)
        result.audioInput = in.take(counts.audioIn);
    result.input = in.rest();

    Share out(counts.completion + apart.hidden + (apart.reasoning ? counts.reasoning : 0));
    result.reasoning = out.take(counts.reasoning > apart.hidden ? counts.reasoning : apart.hidden);
    result.audioOutput = out.take(counts.audioOut);
    result.imageOutput = out.take(counts.imageOut);
    result.output = out.rest();
    readSearches(result, usage);
    return result;
}

/// Responses, images and audio: input_tokens and output_tokens.
domain::Usage inOutUsage(const Fields &usage, Count input, Count output)
{
    const auto &outDetails = usage[usage[OutputDetails].empty() ? OutputDetail : OutputDetails];
    const auto in = detailsOf(usage[usage[InputDetails].empty() ? InputDetail : InputDetails]);
    const auto out = detailsOf(outDetails);
    const auto cached = detailsOf(in.cachedDetails);

    domain::Usage result;
    result.known = true;
    Share asked(input.value_or(0));
    Share read(asked.take(in.cached));
    result.audioCacheRead = read.take(cached.audio);
    result.imageCacheRead = read.take(cached.image);
    result.cacheRead = read.rest();
    result.cacheWrite5m = asked.take(in.written);
    result.audioInput = asked.take(beyond(in.audio, result.audioCacheRead));
    result.imageInput = asked.take(beyond(in.image, result.imageCacheRead));
    result.input = asked.rest();

    Share answered(output.value_or(0));
    result.reasoning = answered.take(out.reasoning);
    result.audioOutput = answered.take(out.audio);
    // Image answers of before the split name no parts; all of it is image.
    const bool imageAnswer = outDetails.empty() && in.image;
    result.imageOutput = answered.take(imageAnswer ? output : out.image);
    result.output = answered.rest();
    return result;
}

} // namespace

domain::Usage openAiUsage(Raw usage, domain::Quirks quirks, std::string_view model)
{
    Fields fields;
    members(usage, fieldNames, fields);
    const auto input = count(fields[InputTokens]), output = count(fields[OutputTokens]);
    if (input || output)
        return inOutUsage(fields, input, output);
    return chatUsage(fields, quirks, model);
}

} // namespace slipswitch::dialect::usage
