#include "core/dialect/UsageSource.h"

#include <algorithm>
#include <array>
#include <utility>

namespace slipswitch::dialect::usage {

namespace {

/// In the order of Google's numbers, which some recordings show instead of the names; a document is text.
enum Modality
{
    Text,
    Image,
    Video,
    Audio
};
using ByModality = std::array<std::int64_t, 4>;

Modality modalityOf(Raw value)
{
    const auto name = text(value);
    const auto number = count(value).value_or(0);
    if (name == "IMAGE" || number == 2)
        return Image;
    if (name == "VIDEO" || number == 3)
        return Video;
    if (name == "AUDIO" || number == 4)
        return Audio;
    return Text;
}

/// Cuts a counter by modality; what the details leave open is text.
ByModality split(std::int64_t total, Raw details)
{
    ByModality result {};
    Share whole(total);
    for (const auto entry : elements(details)) {
        if (const auto modality = modalityOf(member(entry, "modality")); modality != Text)
            result[modality] += whole.take(count(entry, "tokenCount"));
    }
    result[Text] = whole.rest();
    return result;
}

/// Takes the cached tokens out of the prompt's, each modality from its own, and what does not fit from the
/// rest.
void takeCached(ByModality &prompt, const ByModality &cached)
{
    std::int64_t missing = 0;
    for (std::size_t i = 0; i < prompt.size(); ++i) {
        prompt[i] -= cached[i];
        if (prompt[i] < 0)
            missing -= std::exchange(prompt[i], 0);
    }
    for (auto &part : prompt) {
        const auto taken = std::min(part, missing);
        part -= taken;
        missing -= taken;
    }
}

void readInput(domain::Usage &usage, std::int64_t promptCount, Raw promptDetails, std::int64_t cachedCount,
    Raw cachedDetails)
{
    auto prompt = split(promptCount, promptDetails);
    const auto cached = split(std::min(cachedCount, promptCount), cachedDetails);
    takeCached(prompt, cached);
    usage.input = prompt[Text];
    usage.imageInput = prompt[Image];
    usage.videoInput = prompt[Video];
    usage.audioInput = prompt[Audio];
    usage.cacheRead = cached[Text] + cached[Video];
    usage.imageCacheRead = cached[Image];
    usage.audioCacheRead = cached[Audio];
}

void addToolPrompt(domain::Usage &usage, std::int64_t tokens, Raw details)
{
    const auto parts = split(tokens, details);
    usage.input += parts[Text];
    usage.imageInput += parts[Image];
    usage.videoInput += parts[Video];
    usage.audioInput += parts[Audio];
}

void readOutput(domain::Usage &usage, std::int64_t candidates, Raw details, std::int64_t thoughts)
{
    const auto parts = split(candidates, details);
    usage.output = parts[Text] + parts[Video];
    usage.imageOutput = parts[Image];
    usage.audioOutput = parts[Audio];
    usage.reasoning = thoughts;
}

domain::Usage geminiUsage(Raw metadata)
{
    static constexpr std::string_view names[]
        = {"promptTokenCount", "cachedContentTokenCount", "candidatesTokenCount", "thoughtsTokenCount",
            "toolUsePromptTokenCount", "totalTokenCount", "promptTokensDetails", "promptTokenDetails",
            "cacheTokensDetails", "candidatesTokensDetails", "toolUsePromptTokensDetails"};
    Raw v[std::size(names)];
    members(metadata, names, v);
    const auto [prompt, cached, candidates, thoughts, tool, total, promptDetails, embedDetails, cachedDetails,
        candidateDetails, toolDetails]
        = v;
    domain::Usage usage;
    usage.known = count(prompt) || count(candidates) || count(total);
    readInput(usage, count(prompt).value_or(0), promptDetails.empty() ? embedDetails : promptDetails,
        count(cached).value_or(0), cachedDetails);
    addToolPrompt(usage, count(tool).value_or(0), toolDetails);
    readOutput(usage, count(candidates).value_or(0), candidateDetails, count(thoughts).value_or(0));
    return usage;
}

class GeminiSource final : public Source
{
public:
    bool concerns(std::string_view json) const override
    {
        return mentions(json, "\"usageMetadata\"") || mentions(json, "\"finishReason\"")
            || (m_reading.model.empty() && mentions(json, "\"modelVersion\""));
    }

    void read(Raw json) override
    {
        // Without alt=sse a stream is one array of chunks.
        if (!json.starts_with('['))
            return readChunk(json);
        for (const auto chunk : elements(json))
            readChunk(chunk);
    }

private:
    void readChunk(Raw json)
    {
        static constexpr std::string_view names[] = {"usageMetadata", "candidates", "modelVersion"};
        Raw values[std::size(names)];
        members(json, names, values);
        const auto [metadata, candidates, model] = values;
        replace(m_reading.model, model);
        for (const auto candidate : elements(candidates))
            replace(m_reading.finishReason, member(candidate, "finishReason"));
        if (const auto usage = geminiUsage(metadata); usage.known)
            m_reading.usage = usage;
        replace(m_reading.serviceTier, member(metadata, "serviceTier"));
    }
};

} // namespace

std::unique_ptr<Source> geminiSource()
{
    return std::make_unique<GeminiSource>();
}

} // namespace slipswitch::dialect::usage
