#include "core/domain/Quirks.h"

#include <algorithm>
#include <array>

namespace slipswitch::domain {

namespace {

/// In the order of the enum.
constexpr std::array<std::string_view, 28> names {"max_completion_tokens", "needs_max_tokens",
    "rejects_stream_options", "rejects_unknown_fields", "rejects_penalties", "rejects_logprobs",
    "thinkers_reject_logprobs", "developer_role", "tool_id_9", "alternating_roles", "reasoning_content",
    "reasoning_field", "reasoning_details", "think_tags", "usage_cost", "cost_ticks", "compat_hides_thoughts",
    "reasoning_beside_total", "search_in_chat", "search_in_responses", "search_in_messages",
    "search_in_gemini", "search_sources", "counts_tokens", "responses_unsure", "speaks_responses",
    "claude_apart", "anthropic_version_in_body"};
static_assert(names.size() == static_cast<std::size_t>(Quirk::AnthropicVersionInBody) + 1);

} // namespace

std::string_view name(Quirk quirk)
{
    return names.at(static_cast<std::size_t>(quirk));
}

std::optional<Quirk> quirkNamed(std::string_view word)
{
    const auto found = std::ranges::find(names, word);
    if (found == names.end())
        return std::nullopt;
    return static_cast<Quirk>(found - names.begin());
}

std::string quirkWords()
{
    std::string list(names.front());
    for (std::size_t i = 1; i < names.size(); ++i)
        list.append(i + 1 < names.size() ? ", " : " and ").append(names.at(i));
    return list;
}

std::vector<std::string> Quirks::words() const
{
    std::vector<std::string> said;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (has(static_cast<Quirk>(i)))
            said.emplace_back(names.at(i));
    }
    return said;
}

} // namespace slipswitch::domain
