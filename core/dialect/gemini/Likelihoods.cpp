#include "core/dialect/Likelihoods.h"

#include "core/dialect/gemini/Generate.h"

namespace slipswitch::dialect::gemini {

namespace {

TokenChance chanceOf(JsonValue candidate)
{
    return {candidate["token"].text(), candidate["logProbability"].number()};
}

void writeCandidate(JsonWriter &out, JsonValue chance)
{
    out.beginObject().field("token", chance["token"].text());
    out.fieldRawIf("logProbability", chance["logprob"].number()).endObject();
}

} // namespace

std::vector<RawJson> readLogprobsResult(JsonValue result)
{
    std::vector<std::vector<TokenChance>> tops;
    for (const auto step : result["topCandidates"]) {
        auto &top = tops.emplace_back();
        for (const auto candidate : step["candidates"]) {
            if (candidate["logProbability"].isNumber())
                top.push_back(chanceOf(candidate));
        }
    }
    std::vector<RawJson> likelihoods;
    std::size_t step = 0;
    for (const auto candidate : result["chosenCandidates"]) {
        const auto place = step++;
        if (candidate["logProbability"].isNumber())
            likelihoods.push_back(likelihoodOf(
                chanceOf(candidate), place < tops.size() ? tops[place] : std::vector<TokenChance>()));
    }
    return likelihoods;
}

void writeLogprobsResult(JsonWriter &out, const std::vector<RawJson> &likelihoods)
{
    if (likelihoods.empty())
        return;
    std::string chosen, top;
    JsonWriter chosenOut(chosen), topOut(top);
    chosenOut.beginArray();
    topOut.beginArray();
    for (const auto &likelihood : likelihoods) {
        const auto tree = JsonTree::parse(likelihood);
        if (!tree)
            continue;
        writeCandidate(chosenOut, tree->root());
        topOut.beginObject().key("candidates").beginArray();
        for (const auto alternative : tree->root()["top_logprobs"])
            writeCandidate(topOut, alternative);
        topOut.endArray().endObject();
    }
    chosenOut.endArray();
    topOut.endArray();
    out.key("logprobsResult").beginObject().fieldRaw("chosenCandidates", chosen);
    out.fieldRaw("topCandidates", top).endObject();
}

} // namespace slipswitch::dialect::gemini
