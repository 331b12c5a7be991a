#include "core/domain/Dialect.h"

#include <array>
#include <utility>

namespace slipswitch::domain {

namespace {

constexpr std::array<std::pair<Dialect, std::string_view>, 18> names {{
    {Dialect::None, "none"},
    {Dialect::OpenAiChat, "openai-chat"},
    {Dialect::OpenAiResponses, "openai-responses"},
    {Dialect::OpenAiCompletions, "openai-completions"},
    {Dialect::OpenAiEmbeddings, "openai-embeddings"},
    {Dialect::OpenAiOther, "openai-other"},
    {Dialect::AnthropicMessages, "anthropic-messages"},
    {Dialect::AnthropicCountTokens, "anthropic-count-tokens"},
    {Dialect::Gemini, "gemini"},
    {Dialect::GeminiEmbed, "gemini-embed"},
    {Dialect::GeminiCountTokens, "gemini-count-tokens"},
    {Dialect::BedrockConverse, "bedrock-converse"},
    {Dialect::BedrockInvoke, "bedrock-invoke"},
    {Dialect::CohereChatV2, "cohere-chat-v2"},
    {Dialect::CohereEmbed, "cohere-embed"},
    {Dialect::Ollama, "ollama"},
    {Dialect::OllamaEmbed, "ollama-embed"},
    {Dialect::OpenAiCountTokens, "openai-count-tokens"},
}};

} // namespace

std::string_view name(Dialect dialect)
{
    return names[static_cast<std::size_t>(dialect)].second;
}

std::optional<Dialect> dialectNamed(std::string_view name)
{
    for (const auto &[dialect, text] : names) {
        if (text == name)
            return dialect;
    }
    return std::nullopt;
}

} // namespace slipswitch::domain
