#include "core/dialect/UsageSource.h"

namespace slipswitch::dialect::usage {

namespace {

/// Chat: "usage" on top, or in the "delta" of message-end; embeddings: "meta". Billed units are what counts;
/// the tokens beside them include the provider's own preamble.
class CohereSource final : public Source
{
public:
    bool concerns(std::string_view json) const override
    {
        return mentions(json, "\"usage\"") || mentions(json, "\"meta\"")
            || mentions(json, "\"finish_reason\"");
    }

    void read(Raw json) override
    {
        static constexpr std::string_view names[] = {"usage", "delta", "meta", "finish_reason"};
        Raw values[std::size(names)];
        members(json, names, values);
        const auto [usage, delta, meta, reason] = values;
        replace(m_reading.finishReason, reason);
        replace(m_reading.finishReason, member(delta, "finish_reason"));
        for (const auto object : {usage, member(delta, "usage"), meta})
            readUsage(object);
    }

private:
    void readUsage(Raw usage)
    {
        const auto billed = member(usage, "billed_units");
        const auto counted = billed.empty() ? member(usage, "tokens") : billed;
        const auto input = count(counted, "input_tokens"), output = count(counted, "output_tokens"),
                   image = count(counted, "image_tokens");
        if (!input && !output && !image)
            return;
        domain::Usage result;
        result.known = true;
        result.input = input.value_or(0);
        result.imageInput = image.value_or(0);
        result.output = output.value_or(0);
        m_reading.usage = result;
    }
};

} // namespace

std::unique_ptr<Source> cohereSource()
{
    return std::make_unique<CohereSource>();
}

} // namespace slipswitch::dialect::usage
