#pragma once

#include "core/dialect/Codec.h"

/// What a client of another dialect asks for, held to what the model and its provider take. Whoever speaks
/// the provider's own dialect knows it, and is left alone.
namespace slipswitch::dialect {

/// What the client allows, no more than the model can give; nullopt: the client says nothing.
[[nodiscard]] std::optional<std::int64_t> maxTokensFor(
    const Request &request, const Destination &to, Dialect own, Losses &losses);

/// The client's word for its user, as a digest where it is longer than the provider takes; it stays the same
/// for the same user.
[[nodiscard]] std::string userFor(const Request &request, Dialect own, std::size_t longest, Losses &losses);

/// "low", "medium" or "high", which is all that many models know; noted when it is another. Empty stays so.
[[nodiscard]] std::string oneOfThreeEfforts(std::string effort, Losses &losses);

/// That a tool's calls need not keep to its schema at a provider that promises no such thing.
void noteStrict(const Tool &tool, Losses &losses);

/// Whether the client marked what may be cached.
[[nodiscard]] bool hasCacheMarks(const Request &request);

/// Whether it tells the likelihoods of tokens when it is asked for them; a refusal is what most others give.
[[nodiscard]] bool givesLikelihoods(const Destination &to);
/// The member of a chat message in which a provider takes back what its model thought; empty: in none.
[[nodiscard]] std::string_view thoughtsField(domain::Quirks quirks);
/// The most that a provider is told where it must be told one, and the client says nothing.
[[nodiscard]] std::int64_t neededTokens(const Destination &to);

} // namespace slipswitch::dialect
