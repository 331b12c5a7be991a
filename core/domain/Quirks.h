#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::domain {

/// Where a server differs from the API that it speaks. The catalogue states them for the providers that it
/// knows, the settings for a server of the user's own; docs/dialects.md says what each does.
enum class Quirk : std::uint8_t
{
    // Members of a request.
    MaxCompletionTokens, ///< models that think refuse `max_tokens`: it has a newer name
    NeedsMaxTokens, ///< a chat request that says no most is refused or cut short
    RejectsStreamOptions,
    RejectsUnknownFields, ///< members that OpenAI alone knows
    RejectsPenalties, ///< and biases
    RejectsLogprobs,
    ThinkersRejectLogprobs,
    DeveloperRole, ///< is known
    ToolId9, ///< ids of calls are nine letters or digits
    AlternatingRoles, ///< the user and the assistant by turns
    // Where chat has what the model thought; a history may carry it there.
    ReasoningContent,
    ReasoningField,
    ReasoningDetails,
    ThinkTags,
    // Where usage hides, and the charge.
    UsageCost,
    CostTicks,
    CompatHidesThoughts,
    ReasoningBesideTotal,
    // Searches of the web that the provider runs, by dialect.
    SearchInChat,
    SearchInResponses,
    SearchInMessages,
    SearchInGemini,
    SearchSources, ///< names the pages found when it is asked to
    // What is spoken, and by which models.
    CountsTokens, ///< of the responses API
    ResponsesUnsure, ///< its address may speak chat alone
    SpeaksResponses, ///< said by a user who knows better
    ClaudeApart,
    AnthropicVersionInBody
};

/// "rejects_stream_options"
[[nodiscard]] std::string_view name(Quirk quirk);
[[nodiscard]] std::optional<Quirk> quirkNamed(std::string_view word);
/// All words there are, as a sentence lists them: "a, b and c".
[[nodiscard]] std::string quirkWords();

/// A set of them. A value; thread: any.
class Quirks
{
public:
    Quirks() = default;
    Quirks(std::initializer_list<Quirk> quirks)
    {
        for (const auto quirk : quirks)
            add(quirk);
    }

    void add(Quirk quirk) { m_bits |= bit(quirk); }
    [[nodiscard]] bool has(Quirk quirk) const { return (m_bits & bit(quirk)) != 0; }
    [[nodiscard]] bool empty() const { return m_bits == 0; }
    [[nodiscard]] Quirks with(Quirks others) const
    {
        others.m_bits |= m_bits;
        return others;
    }
    /// In the order above.
    [[nodiscard]] std::vector<std::string> words() const;

    bool operator==(const Quirks &) const = default;

private:
    static std::uint64_t bit(Quirk quirk) { return std::uint64_t {1} << static_cast<unsigned>(quirk); }

    std::uint64_t m_bits = 0;
};

} // namespace slipswitch::domain
