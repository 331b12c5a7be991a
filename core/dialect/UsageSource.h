#pragma once

#include "core/dialect/UsageJson.h"
#include "core/dialect/UsageReader.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

namespace slipswitch::dialect::usage {

/// What UsageReader needs of a dialect.
class Source
{
public:
    virtual ~Source() = default;
    /// Looks for the dialect's marks; called for every event, so it must be cheap.
    [[nodiscard]] virtual bool concerns(std::string_view json) const = 0;
    /// Takes over what an answer or event says. @param json  padded
    virtual void read(Raw json) = 0;

    [[nodiscard]] const UsageReading &reading() const { return m_reading; }

protected:
    UsageReading m_reading;
};

[[nodiscard]] std::unique_ptr<Source> openAiSource(domain::Quirks quirks);
[[nodiscard]] std::unique_ptr<Source> openAiResponsesSource(domain::Quirks quirks);
[[nodiscard]] std::unique_ptr<Source> anthropicSource(domain::Quirks quirks);
[[nodiscard]] std::unique_ptr<Source> geminiSource();
[[nodiscard]] std::unique_ptr<Source> bedrockConverseSource();
[[nodiscard]] std::unique_ptr<Source> bedrockInvokeSource();
[[nodiscard]] std::unique_ptr<Source> cohereSource();
[[nodiscard]] std::unique_ptr<Source> ollamaSource();

/// A later word replaces an earlier one, silence doesn't.
inline void replace(std::string &word, Raw value)
{
    if (auto said = text(value); !said.empty())
        word = std::move(said);
}

/// A counter from which buckets are cut. What is left is the plain one; no part can be larger than the whole.
class Share
{
public:
    explicit Share(std::int64_t whole)
        : m_rest(whole)
    { }
    std::int64_t take(std::optional<std::int64_t> part)
    {
        const auto taken = std::min(part.value_or(0), m_rest);
        m_rest -= taken;
        return taken;
    }
    [[nodiscard]] std::int64_t rest() const { return m_rest; }

private:
    std::int64_t m_rest;
};

/// The charge that some providers name beside the counts: OpenRouter, Perplexity, xAI. Source: the
/// catalogue's README, "Looking a price up", 1.
[[nodiscard]] std::optional<Int128> reportedCharge(domain::Quirks quirks, Raw usage);

} // namespace slipswitch::dialect::usage
