#pragma once

#include "core/dialect/Conversation.h"
#include "core/dialect/Json.h"

/// Log probabilities of tokens. The neutral form of one token is a JSON text as OpenAI's chat spells it:
/// `token`, `logprob`, `bytes` and `top_logprobs`, all of them always there.
namespace slipswitch::dialect {

/// Whether a client asks for them; how many alternatives stands in `topLogprobs`.
[[nodiscard]] bool wantsLikelihoods(const Sampling &sampling);

/// One alternative of a token, or a token whose alternatives are told apart.
struct TokenChance
{
    std::string_view token;
    std::string_view logprob; ///< JSON number
    JsonValue bytes {}; ///< of the token, where the provider tells them
};
/// @param top  alternatives, the likeliest first
[[nodiscard]] RawJson likelihoodOf(const TokenChance &chosen, const std::vector<TokenChance> &top);
/// A list as OpenAI and Ollama spell it. What has no number is passed over.
[[nodiscard]] std::vector<RawJson> likelihoodsIn(JsonValue list);
/// A list of neutral ones.
void writeLikelihoods(JsonWriter &out, const std::vector<RawJson> &likelihoods);
/// All that an answer's texts have, in order.
[[nodiscard]] std::vector<RawJson> likelihoodsOf(const Answer &answer);

} // namespace slipswitch::dialect
