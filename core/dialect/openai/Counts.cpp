#include "core/dialect/UsageSource.h"
#include "core/dialect/openai/Usage.h"

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

/// The numbers of a chat-shaped usage as they stand, before they are made disjoint.
struct ChatCounts
{
    std::int64_t prompt = 0, completion = 0, audioIn = 0, reasoning = 0;
    Count total, cached, written, audioOut, imageOut;
    bool known = false;

    /// What the total has beyond prompt and completion.
    [[nodiscard]] std::int64_t extra() const { return total ? *total - prompt - completion : 0; }
};

ChatCounts chatCounts(Raw usage)
{
    static constexpr std::string_view names[]
        = {"prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details",
            "completion_tokens_details", "prompt_cache_hit_tokens", "cached_tokens", "reasoning_tokens"};
    Raw values[std::size(names)];
    members(usage, names, values);
    const auto [prompt, completion, total, in, out, hit, flat, reasoning] = values;

    ChatCounts counts;
    counts.total = count(total);
    const auto asked = count(prompt), answered = count(completion);
    counts.known = asked || answered || counts.total;
    counts.completion
        = answered.value_or(asked && counts.total ? std::max(*counts.total - *asked, std::int64_t {0}) : 0);
    counts.prompt = asked.value_or(std::max(counts.total.value_or(0) - counts.completion, std::int64_t {0}));
    counts.cached = firstOf(count(in, "cached_tokens"), firstOf(count(hit), count(flat)));
    counts.written = count(in, "cache_write_tokens");
    counts.audioIn = count(in, "audio_tokens").value_or(0);
    counts.audioOut = count(out, "audio_tokens");
    counts.imageOut = count(out, "image_tokens");
    counts.reasoning = firstOf(count(out, "reasoning_tokens"), count(reasoning)).value_or(0);
    return counts;
}

bool isGoogle(std::string_view providerKind, std::string_view model)
{
    return providerKind == "google" || providerKind == "vertex"
        || model.find("gemini") != std::string_view::npos;
}

/// Parts that some providers count beside prompt and completion instead of inside.
struct Beside
{
    bool reasoning = false; ///< xAI
    bool audio = false; ///< Mistral
    std::int64_t hidden = 0; ///< Google: thoughts that only the total shows
};

Beside beside(const ChatCounts &counts, std::string_view providerKind, std::string_view model)
{
    Beside result;
    const auto extra = counts.extra();
    if (extra > 0) {
        result.reasoning = counts.reasoning > 0
            && (extra == counts.reasoning || extra == counts.reasoning + counts.audioIn);
        result.audio
            = counts.audioIn > 0 && extra == counts.audioIn + (result.reasoning ? counts.reasoning : 0);
        if (!result.reasoning && !result.audio && isGoogle(providerKind, model))
            result.hidden = extra;
    }
    // Deep research counts its reasoning apart, and its total leaves it out.
    result.reasoning = result.reasoning || (providerKind == "perplexity" && counts.reasoning > 0);
    return result;
}

void readSearches(domain::Usage &result, Raw usage)
{
    static constexpr std::string_view names[]
        = {"server_tool_use_details", "server_tool_use", "num_search_queries", "citation_tokens"};
    Raw values[std::size(names)];
    members(usage, names, values);
    const auto [details, tools, queries, citations] = values;
    const auto requests = firstOf(count(details, "web_search_requests"), count(tools, "web_search_requests"));
    result.webSearches = firstOf(requests, count(queries)).value_or(0);
    result.citation = count(citations).value_or(0);
}

domain::Usage chatUsage(Raw usage, std::string_view providerKind, std::string_view model)
{
    const auto counts = chatCounts(usage);
    domain::Usage result;
    result.known = counts.known;
    if (!result.known)
        return result;
    const auto apart = beside(counts, providerKind, model);

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
domain::Usage inOutUsage(Raw usage, Count input, Count output)
{
    static constexpr std::string_view names[]
        = {"input_tokens_details", "input_token_details", "output_tokens_details", "output_token_details"};
    Raw values[std::size(names)];
    members(usage, names, values);
    const auto in = values[0].empty() ? values[1] : values[0];
    const auto out = values[2].empty() ? values[3] : values[2];
    const auto cached = member(in, "cached_tokens_details");

    domain::Usage result;
    result.known = true;
    Share asked(input.value_or(0));
    Share read(asked.take(count(in, "cached_tokens")));
    result.audioCacheRead = read.take(count(cached, "audio_tokens"));
    result.imageCacheRead = read.take(count(cached, "image_tokens"));
    result.cacheRead = read.rest();
    result.cacheWrite5m = asked.take(count(in, "cache_write_tokens"));
    result.audioInput = asked.take(beyond(count(in, "audio_tokens"), result.audioCacheRead));
    result.imageInput = asked.take(beyond(count(in, "image_tokens"), result.imageCacheRead));
    result.input = asked.rest();

    Share answered(output.value_or(0));
    result.reasoning = answered.take(count(out, "reasoning_tokens"));
    result.audioOutput = answered.take(count(out, "audio_tokens"));
    // Image answers of before the split name no parts; all of it is image.
    const bool imageAnswer = out.empty() && count(in, "image_tokens");
    result.imageOutput = answered.take(imageAnswer ? output : count(out, "image_tokens"));
    result.output = answered.rest();
    return result;
}

} // namespace

domain::Usage openAiUsage(Raw usage, std::string_view providerKind, std::string_view model)
{
    const auto input = count(usage, "input_tokens"), output = count(usage, "output_tokens");
    if (input || output)
        return inOutUsage(usage, input, output);
    return chatUsage(usage, providerKind, model);
}

} // namespace slipswitch::dialect::usage
