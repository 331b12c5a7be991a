#include "core/dialect/UsageSource.h"
#include "core/dialect/anthropic/Usage.h"
#include "core/dialect/openai/Usage.h"

namespace slipswitch::dialect::usage {

namespace {

/// The four names under which an invoked model may tell its counts.
struct Spelling
{
    std::string_view input, output, cacheRead, cacheWrite;
};

constexpr Spelling nova
    = {"inputTokens", "outputTokens", "cacheReadInputTokenCount", "cacheWriteInputTokenCount"};
constexpr Spelling llama = {"prompt_token_count", "generation_token_count", "", ""};
/// What AWS itself adds to the last event of a stream.
constexpr Spelling metrics
    = {"inputTokenCount", "outputTokenCount", "cacheReadInputTokenCount", "cacheWriteInputTokenCount"};

domain::Usage spelled(Raw object, const Spelling &spelling)
{
    const std::string_view names[]
        = {spelling.input, spelling.output, spelling.cacheRead, spelling.cacheWrite};
    Raw values[std::size(names)];
    members(object, names, values);
    const auto input = count(values[0]), output = count(values[1]);
    domain::Usage usage;
    usage.known = input || output;
    usage.input = input.value_or(0);
    usage.output = output.value_or(0);
    usage.cacheRead = count(values[2]).value_or(0);
    usage.cacheWrite5m = count(values[3]).value_or(0);
    return usage;
}

/// Titan: the input once, the output of each result.
domain::Usage titan(Raw json)
{
    domain::Usage usage;
    const auto input = count(json, "inputTextTokenCount");
    usage.known = input.has_value();
    usage.input = input.value_or(0);
    for (const auto result : elements(member(json, "results")))
        usage.output += count(result, "tokenCount").value_or(0);
    return usage;
}

constexpr std::string_view reasonNames[] = {"stop_reason", "stopReason", "finish_reason", "completionReason"};

/// Each vendor's own body or events; Anthropic's are read as its own API's.
class InvokeSource final : public Source
{
public:
    bool concerns(std::string_view json) const override
    {
        return json.find("usage\"") != std::string_view::npos || json.find("oken") != std::string_view::npos
            || json.find("eason\"") != std::string_view::npos;
    }

    void read(Raw json) override
    {
        readReasons(json);
        for (const auto list : {"results", "outputs", "choices"}) {
            for (const auto entry : elements(member(json, list)))
                readReasons(entry);
        }
        const auto usage = member(json, "usage");
        const auto message = member(json, "message");
        if (!message.empty() || count(usage, "input_tokens") || count(usage, "output_tokens"))
            return readAnthropic(json);
        const auto told = member(json, "amazon-bedrock-invocationMetrics");
        for (const auto &found : {spelled(usage, nova), openAiUsage(usage, {}, {}), spelled(json, llama),
                 titan(json), spelled(told, metrics)}) {
            if (found.known)
                return settle(found);
        }
    }

private:
    void readReasons(Raw json)
    {
        Raw values[std::size(reasonNames)];
        members(json, reasonNames, values);
        for (const auto value : values)
            replace(m_reading.finishReason, value);
    }

    void readAnthropic(Raw json)
    {
        m_anthropic.read(json);
        const auto reason = std::move(m_reading.finishReason);
        m_reading = m_anthropic.reading();
        if (m_reading.finishReason.empty())
            m_reading.finishReason = reason;
    }

    /// AWS's own metrics know less than Anthropic's usage, which came before them.
    void settle(const domain::Usage &usage)
    {
        if (!m_anthropic.reading().usage.known)
            m_reading.usage = usage;
    }

    AnthropicSource m_anthropic {domain::Quirks()};
};

} // namespace

std::unique_ptr<Source> bedrockInvokeSource()
{
    return std::make_unique<InvokeSource>();
}

} // namespace slipswitch::dialect::usage
