#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace slipswitch::domain {

/// An API language: how a request and its answer are spelled. Names as in the catalogue.
enum class Dialect : std::uint8_t
{
    None, ///< our own paths, and requests that never got that far
    OpenAiChat,
    OpenAiResponses,
    OpenAiCompletions,
    OpenAiEmbeddings,
    OpenAiOther, ///< moderations, images, audio: passed through, usage read where there is some
    AnthropicMessages,
    AnthropicCountTokens,
    Gemini,
    GeminiEmbed,
    GeminiCountTokens,
    BedrockConverse,
    BedrockInvoke,
    CohereChatV2,
    CohereEmbed,
    Ollama,
    OllamaEmbed,
    OpenAiCountTokens, ///< of a request to the responses API
};

inline constexpr auto lastDialect = Dialect::OpenAiCountTokens;

/// "openai-chat", as in providers.json and in the recordings.
[[nodiscard]] std::string_view name(Dialect dialect);
[[nodiscard]] std::optional<Dialect> dialectNamed(std::string_view name);

} // namespace slipswitch::domain
