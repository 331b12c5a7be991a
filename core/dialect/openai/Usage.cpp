#include "core/dialect/openai/Usage.h"

#include "core/dialect/UsageSource.h"

#include <utility>

namespace slipswitch::dialect::usage {

namespace {

/// Chat, completions, embeddings, images, audio.
class OpenAiSource final : public Source
{
public:
    explicit OpenAiSource(domain::Quirks quirks)
        : m_quirks(quirks)
    { }

    bool concerns(std::string_view json) const override
    {
        return mentions(json, "\"usage\"") || mentions(json, "\"finish_reason\"")
            || (m_reading.model.empty() && mentions(json, "\"model\""));
    }

    void read(Raw json) override
    {
        static constexpr std::string_view names[]
            = {"model", "choices", "usage", "x_groq", "service_tier", "usage_breakdown", "type"};
        Raw values[std::size(names)];
        members(json, names, values);
        const auto [model, choices, usage, groq, tier, breakdown, type] = values;
        replace(m_reading.model, model);
        replace(m_reading.serviceTier, tier);
        const auto last = readChoices(choices);
        for (const auto found : {usage, member(groq, "usage"), last}) {
            if (!found.empty())
                return readUsage(found, breakdown, text(type));
        }
    }

private:
    /// @return  Moonshot's place for usage: in the last choice.
    Raw readChoices(Raw choices)
    {
        static constexpr std::string_view names[] = {"finish_reason", "usage"};
        Raw usage;
        const auto values = membersOfEach(choices, names);
        for (std::size_t i = 0; i < values.size(); i += std::size(names)) {
            replace(m_reading.finishReason, values[i]);
            if (!values[i + 1].empty())
                usage = values[i + 1];
        }
        return usage;
    }

    void readUsage(Raw usage, Raw breakdown, std::string_view eventType)
    {
        auto counted = openAiUsage(usage, m_quirks, m_reading.model);
        if (!counted.known)
            return;
        if (eventType.starts_with("speech."))
            counted.audioOutput += std::exchange(counted.output, 0);
        m_reading.usage = counted;
        m_reading.reportedFemtodollars = reportedCharge(m_quirks, usage);
        replace(m_reading.serviceTier, member(usage, "service_tier"));
        readBreakdown(member(breakdown, "models"));
    }

    /// Groq's compound systems tell which models worked for them.
    void readBreakdown(Raw models)
    {
        m_reading.parts.clear();
        for (const auto entry : elements(models)) {
            const auto model = text(member(entry, "model"));
            const auto counted = openAiUsage(member(entry, "usage"), m_quirks, model);
            if (counted.known)
                m_reading.parts.push_back({model, counted});
        }
    }

    domain::Quirks m_quirks;
};

} // namespace

std::unique_ptr<Source> openAiSource(domain::Quirks quirks)
{
    return std::make_unique<OpenAiSource>(quirks);
}

} // namespace slipswitch::dialect::usage
