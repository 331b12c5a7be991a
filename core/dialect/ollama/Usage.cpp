#include "core/dialect/UsageSource.h"

namespace slipswitch::dialect::usage {

namespace {

/// The answer, or the last line of a stream. A prompt that was still cached may not be counted.
class OllamaSource final : public Source
{
public:
    bool concerns(std::string_view json) const override
    {
        return mentions(json, "\"eval_count\"") || mentions(json, "\"prompt_eval_count\"")
            || mentions(json, "\"done_reason\"") || (m_reading.model.empty() && mentions(json, "\"model\""));
    }

    void read(Raw json) override
    {
        static constexpr std::string_view names[]
            = {"model", "done_reason", "prompt_eval_count", "eval_count"};
        Raw values[std::size(names)];
        members(json, names, values);
        const auto [model, reason, prompt, answer] = values;
        replace(m_reading.model, model);
        replace(m_reading.finishReason, reason);
        const auto input = count(prompt), output = count(answer);
        if (!input && !output)
            return;
        m_reading.usage = {};
        m_reading.usage.known = true;
        m_reading.usage.input = input.value_or(0);
        m_reading.usage.output = output.value_or(0);
    }
};

} // namespace

std::unique_ptr<Source> ollamaSource()
{
    return std::make_unique<OllamaSource>();
}

} // namespace slipswitch::dialect::usage
