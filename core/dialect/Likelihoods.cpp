#include "core/dialect/Likelihoods.h"

namespace slipswitch::dialect {

namespace {

void writeChance(JsonWriter &out, const TokenChance &chance)
{
    out.field("token", chance.token).fieldRaw("logprob", chance.logprob).key("bytes");
    if (chance.bytes.isArray()) {
        out.raw(chance.bytes.raw());
        return;
    }
    out.beginArray();
    for (const char c : chance.token)
        out.number(static_cast<unsigned char>(c));
    out.endArray();
}

TokenChance chanceOf(JsonValue value)
{
    return {value["token"].text(), value["logprob"].number(), value["bytes"]};
}

} // namespace

bool wantsLikelihoods(const Sampling &sampling)
{
    return sampling.logprobs.value_or(!sampling.topLogprobs.empty() && sampling.topLogprobs != "0");
}

RawJson likelihoodOf(const TokenChance &chosen, const std::vector<TokenChance> &top)
{
    RawJson text;
    JsonWriter out(text);
    out.beginObject();
    writeChance(out, chosen);
    out.key("top_logprobs").beginArray();
    for (const auto &chance : top) {
        out.beginObject();
        writeChance(out, chance);
        out.endObject();
    }
    out.endArray().endObject();
    return text;
}

std::vector<RawJson> likelihoodsIn(JsonValue list)
{
    std::vector<RawJson> likelihoods;
    for (const auto item : list) {
        const auto chosen = chanceOf(item);
        if (chosen.logprob.empty())
            continue;
        std::vector<TokenChance> top;
        for (const auto alternative : item["top_logprobs"]) {
            if (alternative["logprob"].isNumber())
                top.push_back(chanceOf(alternative));
        }
        likelihoods.push_back(likelihoodOf(chosen, top));
    }
    return likelihoods;
}

void writeLikelihoods(JsonWriter &out, const std::vector<RawJson> &likelihoods)
{
    out.beginArray();
    for (const auto &likelihood : likelihoods)
        out.raw(likelihood);
    out.endArray();
}

std::vector<RawJson> likelihoodsOf(const Answer &answer)
{
    std::vector<RawJson> all;
    for (const auto &part : answer.parts) {
        if (const auto *text = std::get_if<Text>(&part.body))
            all.insert(all.end(), text->likelihoods.begin(), text->likelihoods.end());
    }
    return all;
}

} // namespace slipswitch::dialect
