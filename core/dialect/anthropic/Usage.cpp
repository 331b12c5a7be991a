#include "core/dialect/anthropic/Usage.h"

namespace slipswitch::dialect::usage {

namespace {

void add(domain::Usage &sum, const domain::Usage &part)
{
    sum.input += part.input;
    sum.cacheRead += part.cacheRead;
    sum.cacheWrite5m += part.cacheWrite5m;
    sum.cacheWrite1h += part.cacheWrite1h;
    sum.output += part.output;
    sum.reasoning += part.reasoning;
    sum.webSearches += part.webSearches;
    sum.known = true;
}

} // namespace

bool AnthropicSource::concerns(std::string_view json) const
{
    return mentions(json, "\"usage\"") || mentions(json, "\"stop_reason\"");
}

void AnthropicSource::read(Raw json)
{
    // An answer has everything on top; message_start has it in "message", message_delta partly in "delta".
    static constexpr std::string_view names[] = {"message", "delta", "usage", "model", "stop_reason"};
    Raw values[std::size(names)];
    members(json, names, values);
    const auto [message, delta, usage, model, reason] = values;
    replace(m_reading.model, model);
    replace(m_reading.model, member(message, "model"));
    replace(m_reading.finishReason, reason);
    replace(m_reading.finishReason, member(message, "stop_reason"));
    replace(m_reading.finishReason, member(delta, "stop_reason"));
    readUsage(member(message, "usage"));
    readUsage(usage);
}

void AnthropicSource::readUsage(Raw usage)
{
    if (usage.empty())
        return;
    m_counts.merge(usage);
    replace(m_reading.serviceTier, member(usage, "service_tier"));
    if (const auto charge = reportedCharge(m_quirks, usage))
        m_reading.reportedFemtodollars = charge;
    if (const auto iterations = member(usage, "iterations"); !iterations.empty())
        readIterations(iterations);
    settle();
}

void AnthropicSource::readIterations(Raw iterations)
{
    m_iterations.clear();
    for (const auto entry : elements(iterations)) {
        AnthropicCounts counts;
        counts.merge(entry);
        if (!counts.known())
            continue;
        m_iterations.push_back({text(member(entry, "model")), counts.usage()});
    }
}

void AnthropicSource::settle()
{
    m_reading.usage = m_counts.usage();
    m_reading.parts.clear();
    if (!m_iterations.empty())
        settleIterations();
}

/// The counters on top leave out what advisors, fallbacks and compaction took; the iterations have all of it,
/// but not the thinking and the searches.
void AnthropicSource::settleIterations()
{
    domain::Usage sum;
    std::int64_t thinking = m_counts.thinking();
    bool several = false;
    for (auto iteration : m_iterations) {
        if (iteration.model.empty())
            iteration.model = m_reading.model;
        if (iteration.model == m_reading.model) {
            Share output(iteration.usage.output);
            iteration.usage.reasoning += output.take(thinking);
            thinking -= iteration.usage.output - output.rest();
            iteration.usage.output = output.rest();
        }
        several = several || iteration.model != m_reading.model;
        add(sum, iteration.usage);
        m_reading.parts.push_back({iteration.model, iteration.usage});
    }
    if (sum.webSearches == 0) {
        sum.webSearches = m_counts.searches();
        m_reading.parts.front().usage.webSearches = m_counts.searches();
    }
    m_reading.usage = sum;
    if (!several)
        m_reading.parts.clear();
}

std::unique_ptr<Source> anthropicSource(domain::Quirks quirks)
{
    return std::make_unique<AnthropicSource>(quirks);
}

} // namespace slipswitch::dialect::usage
