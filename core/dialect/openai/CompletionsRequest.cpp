#include "core/dialect/Rules.h"
#include "core/dialect/openai/Chat.h"
#include "core/dialect/openai/Completions.h"

#include <algorithm>
#include <array>

namespace slipswitch::dialect::completions {

namespace {

tl::unexpected<Error> badRequest(std::string detail)
{
    return failure(ErrorCode::BadRequest, std::move(detail), ErrorSource::Client);
}

/// A number of alternatives, which may be 0.
void readLikelihoods(Request &request, JsonValue value)
{
    request.sampling.logprobs = value.isNumber() || value.isTrue();
    if (value.integer() > 0)
        request.sampling.topLogprobs = value.number();
}

void readElsewhere(Request &, JsonValue) { }

void readEcho(Request &request, JsonValue value)
{
    if (value.isTrue())
        request.extras.push_back({"echo", value.raw()});
}

void readBestOf(Request &request, JsonValue value)
{
    if (value.integer() > 1)
        request.extras.push_back({"best_of", value.raw()});
}

struct Member
{
    std::string_view name;
    void (*read)(Request &, JsonValue);
};

constexpr std::array members {
    Member {"model", [](Request &r, JsonValue v) { r.model = v.text(); }},
    Member {"prompt", readElsewhere},
    Member {"suffix", readElsewhere},
    Member {"stream", [](Request &r, JsonValue v) { r.stream = v.isTrue(); }},
    Member {"stream_options", [](Request &r, JsonValue v) { r.wantsUsage = v["include_usage"].isTrue(); }},
    Member {"max_tokens", [](Request &r, JsonValue v) { r.maxOutputTokens = v.integer(); }},
    Member {"temperature", [](Request &r, JsonValue v) { r.sampling.temperature = v.number(); }},
    Member {"top_p", [](Request &r, JsonValue v) { r.sampling.topP = v.number(); }},
    Member {"frequency_penalty", [](Request &r, JsonValue v) { r.sampling.frequencyPenalty = v.number(); }},
    Member {"presence_penalty", [](Request &r, JsonValue v) { r.sampling.presencePenalty = v.number(); }},
    Member {"seed", [](Request &r, JsonValue v) { r.sampling.seed = v.number(); }},
    Member {"logit_bias", [](Request &r, JsonValue v) { r.sampling.logitBias = v.raw(); }},
    Member {"n", [](Request &r, JsonValue v) { r.sampling.choices = v.number(); }},
    Member {"logprobs", readLikelihoods},
    Member {"echo", readEcho},
    Member {"best_of", readBestOf},
    Member {"stop", readStop},
    Member {"user", [](Request &r, JsonValue v) { r.user = v.text(); }},
};

void readMember(Request &request, JsonValue value)
{
    const auto found = std::ranges::find(members, value.key(), &Member::name);
    if (!value)
        return;
    if (found == members.end())
        request.extras.push_back({std::string(value.key()), value.raw()});
    else
        found->read(request, value);
}

/// The one text; empty: there is none, or something else.
std::string_view promptIn(JsonValue prompt)
{
    if (prompt.isArray() && prompt.size() == 1)
        prompt = *prompt.begin();
    return prompt.text();
}

} // namespace

Result<Request> decodeRequest(std::string_view body)
{
    const auto tree = JsonTree::parse(body);
    if (!tree)
        return failure(tree.error());
    const auto root = tree->root();
    if (!root["suffix"].text().empty())
        return badRequest(
            "This model holds conversations only: it can't fill in the text before a \"suffix\".");
    const auto prompt = promptIn(root["prompt"]);
    if (prompt.empty())
        return badRequest(
            "This model holds conversations only: \"prompt\" must be one text, not several and no tokens.");
    Request request;
    request.from = Dialect::OpenAiCompletions;
    request.wantsUsage = false;
    for (const auto member : root)
        readMember(request, member);
    request.messages.push_back({Role::User, {{Text {std::string(prompt), {}, Dialect::None}}}, {}});
    return request;
}

} // namespace slipswitch::dialect::completions
