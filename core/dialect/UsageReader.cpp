#include "core/dialect/UsageReader.h"

#include "core/dialect/UsageSource.h"

namespace slipswitch::dialect {

namespace {

std::unique_ptr<usage::Source> sourceFor(domain::Dialect dialect, domain::Quirks quirks)
{
    using domain::Dialect;
    switch (dialect) {
    case Dialect::OpenAiChat:
    case Dialect::OpenAiCompletions:
    case Dialect::OpenAiEmbeddings:
    case Dialect::OpenAiOther:
        return usage::openAiSource(quirks);
    case Dialect::OpenAiResponses:
        return usage::openAiResponsesSource(quirks);
    case Dialect::AnthropicMessages:
        return usage::anthropicSource(quirks);
    case Dialect::Gemini:
    case Dialect::GeminiEmbed:
        return usage::geminiSource();
    case Dialect::BedrockConverse:
        return usage::bedrockConverseSource();
    case Dialect::BedrockInvoke:
        return usage::bedrockInvokeSource();
    case Dialect::CohereChatV2:
    case Dialect::CohereEmbed:
        return usage::cohereSource();
    case Dialect::Ollama:
    case Dialect::OllamaEmbed:
        return usage::ollamaSource();
    case Dialect::None:
    case Dialect::AnthropicCountTokens: // counting is free: nothing was used
    case Dialect::GeminiCountTokens:
    case Dialect::OpenAiCountTokens:
        break;
    }
    return nullptr;
}

} // namespace

struct UsageReader::State
{
    std::unique_ptr<usage::Source> source;
    UsageReading nothing;
};

UsageReader::UsageReader(domain::Dialect dialect, domain::Quirks quirks)
    : m_state(std::make_unique<State>())
{
    m_state->source = sourceFor(dialect, quirks);
}

UsageReader::~UsageReader() = default;
UsageReader::UsageReader(UsageReader &&) noexcept = default;
UsageReader &UsageReader::operator=(UsageReader &&) noexcept = default;

void UsageReader::read(std::string_view json)
{
    if (m_state->source && m_state->source->concerns(json))
        m_state->source->read(usage::padded(json));
}

void UsageReader::readAnswer(std::string_view json)
{
    if (m_state->source)
        m_state->source->read(usage::padded(json));
}

const UsageReading &UsageReader::reading() const
{
    return m_state->source ? m_state->source->reading() : m_state->nothing;
}

} // namespace slipswitch::dialect
