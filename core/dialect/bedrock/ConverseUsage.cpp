#include "core/dialect/UsageSource.h"

namespace slipswitch::dialect::usage {

namespace {

std::int64_t oneHourWrites(Raw cacheDetails)
{
    std::int64_t sum = 0;
    for (const auto entry : elements(cacheDetails)) {
        if (text(member(entry, "ttl")) == "1h")
            sum += count(entry, "inputTokens").value_or(0);
    }
    return sum;
}

/// The answer, or the payloads of its stream, with or without the names of their types round them:
/// messageStop tells the reason, metadata the usage.
class ConverseSource final : public Source
{
public:
    bool concerns(std::string_view json) const override
    {
        return mentions(json, "\"usage\"") || mentions(json, "\"stopReason\"");
    }

    void read(Raw json) override
    {
        static constexpr std::string_view types[] = {"messageStop", "metadata"};
        Raw payloads[std::size(types)];
        members(json, types, payloads);
        readPayload(json);
        for (const auto payload : payloads)
            readPayload(payload);
    }

private:
    void readPayload(Raw json)
    {
        static constexpr std::string_view names[] = {"usage", "stopReason", "serviceTier"};
        Raw values[std::size(names)];
        members(json, names, values);
        const auto [usage, reason, tier] = values;
        replace(m_reading.finishReason, reason);
        replace(m_reading.serviceTier, member(tier, "type"));
        readUsage(usage);
    }

    void readUsage(Raw usage)
    {
        static constexpr std::string_view names[] = {"inputTokens", "outputTokens", "cacheReadInputTokens",
            "cacheReadInputTokenCount", "cacheWriteInputTokens", "cacheWriteInputTokenCount", "cacheDetails"};
        Raw values[std::size(names)];
        members(usage, names, values);
        const auto [input, output, read, readOld, write, writeOld, details] = values;
        if (!count(input) && !count(output))
            return;
        domain::Usage result;
        result.known = true;
        result.input = count(input).value_or(0);
        result.output = count(output).value_or(0);
        result.cacheRead = count(read.empty() ? readOld : read).value_or(0);
        Share written(count(write.empty() ? writeOld : write).value_or(0));
        result.cacheWrite1h = written.take(oneHourWrites(details));
        result.cacheWrite5m = written.rest();
        m_reading.usage = result;
    }
};

} // namespace

std::unique_ptr<Source> bedrockConverseSource()
{
    return std::make_unique<ConverseSource>();
}

} // namespace slipswitch::dialect::usage
