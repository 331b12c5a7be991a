#include "core/dialect/Fitting.h"

#include "core/dialect/Digest.h"

#include <algorithm>

namespace slipswitch::dialect {

std::optional<std::int64_t> maxTokensFor(
    const Request &request, const Destination &to, Dialect own, Losses &losses)
{
    const auto asked = request.maxOutputTokens;
    if (!asked || request.from == own || to.maxOutputTokens <= 0 || *asked <= to.maxOutputTokens)
        return asked;
    losses.note("max tokens lowered to " + std::to_string(to.maxOutputTokens) + ": the model gives no more");
    return to.maxOutputTokens;
}

std::string userFor(const Request &request, Dialect own, std::size_t longest, Losses &losses)
{
    if (request.from == own || request.user.size() <= longest)
        return request.user;
    constexpr std::size_t digits = 32;
    losses.note("user sent as a digest: it is too long here");
    return "user-" + digestOf(request.user, digits);
}

std::string oneOfThreeEfforts(std::string effort, Losses &losses)
{
    const auto said = effort;
    if (effort == "minimal")
        effort = "low";
    else if (effort == "xhigh" || effort == "max")
        effort = "high";
    if (effort != said)
        losses.note("effort " + said + " sent as " + effort);
    return effort;
}

void noteStrict(const Tool &tool, Losses &losses)
{
    if (tool.strict.value_or(false))
        losses.note("strict of tools dropped");
}

bool hasCacheMarks(const Request &request)
{
    const auto marked = [](const auto &item) { return item.cache.has_value(); };
    return std::ranges::any_of(request.tools, marked)
        || std::ranges::any_of(request.messages,
            [&](const Message &message) { return std::ranges::any_of(message.parts, marked); });
}

bool givesLikelihoods(const Destination &to)
{
    using domain::Quirk;
    return !to.quirks.has(Quirk::RejectsLogprobs)
        && !(to.quirks.has(Quirk::ThinkersRejectLogprobs) && to.reasons.value_or(false));
}

std::string_view thoughtsField(domain::Quirks quirks)
{
    using domain::Quirk;
    if (quirks.has(Quirk::ReasoningContent) || quirks.has(Quirk::ReasoningDetails)
        || quirks.has(Quirk::ThinkTags))
        return "reasoning_content";
    return quirks.has(Quirk::ReasoningField) ? "reasoning" : std::string_view();
}

std::int64_t neededTokens(const Destination &to)
{
    constexpr std::int64_t usual = 4096;
    return to.maxOutputTokens > 0 ? to.maxOutputTokens : usual;
}

} // namespace slipswitch::dialect
