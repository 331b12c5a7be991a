#include "core/dialect/anthropic/Usage.h"

namespace slipswitch::dialect::usage {

namespace {

void update(std::optional<std::int64_t> &field, Raw value)
{
    if (const auto told = count(value))
        field = told;
}

} // namespace

void AnthropicCounts::merge(Raw usage)
{
    static constexpr std::string_view names[] = {"input_tokens", "output_tokens", "cache_read_input_tokens",
        "cache_creation_input_tokens", "cache_creation", "output_tokens_details", "server_tool_use"};
    Raw values[std::size(names)];
    members(usage, names, values);
    const auto [input, output, read, written, split, details, tools] = values;
    update(m_input, input);
    update(m_output, output);
    update(m_cacheRead, read);
    update(m_cacheWrite, written);
    update(m_write5m, member(split, "ephemeral_5m_input_tokens"));
    update(m_write1h, member(split, "ephemeral_1h_input_tokens"));
    update(m_thinking, member(details, "thinking_tokens"));
    update(m_searches, member(tools, "web_search_requests"));
}

domain::Usage AnthropicCounts::usage() const
{
    domain::Usage result;
    result.known = known();
    result.input = m_input.value_or(0);
    result.cacheRead = m_cacheRead.value_or(0);
    // What the split leaves open was written for five minutes.
    Share written(m_cacheWrite.value_or(m_write5m.value_or(0) + m_write1h.value_or(0)));
    result.cacheWrite1h = written.take(m_write1h);
    result.cacheWrite5m = written.rest();
    Share output(m_output.value_or(0));
    result.reasoning = output.take(m_thinking);
    result.output = output.rest();
    result.webSearches = searches();
    return result;
}

} // namespace slipswitch::dialect::usage
