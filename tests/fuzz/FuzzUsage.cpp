#include "core/dialect/UsageReader.h"

#include <array>
#include <cstdlib>
#include <string_view>

// The first byte picks the dialect; the rest is fed line by line, as the data of events. No count that an
// answer may name can be negative, whatever it says.

namespace {

using slipswitch::domain::Dialect;

constexpr std::array dialects {Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::OpenAiCompletions,
    Dialect::OpenAiEmbeddings, Dialect::OpenAiOther, Dialect::AnthropicMessages,
    Dialect::AnthropicCountTokens, Dialect::Gemini, Dialect::GeminiEmbed, Dialect::GeminiCountTokens,
    Dialect::BedrockConverse, Dialect::BedrockInvoke, Dialect::CohereChatV2, Dialect::CohereEmbed,
    Dialect::Ollama};
using slipswitch::domain::Quirk;
using slipswitch::domain::Quirks;
const std::array<Quirks, 4> quirks {Quirks {}, Quirks {Quirk::CostTicks}, Quirks {Quirk::UsageCost},
    Quirks {Quirk::CompatHidesThoughts, Quirk::ReasoningBesideTotal}};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    slipswitch::dialect::UsageReader reader(
        dialects[data[0] % dialects.size()], quirks[(data[0] / dialects.size()) % quirks.size()]);
    std::string_view rest(reinterpret_cast<const char *>(data) + 1, size - 1);
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        reader.read(rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    const auto &usage = reader.reading().usage;
    if (usage.totalInput() < 0 || usage.totalOutput() < 0)
        std::abort();
    return 0;
}
