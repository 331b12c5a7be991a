#pragma once

#include "core/dialect/UsageSource.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::dialect::usage {

/// Anthropic's usage as far as it was told: a stream tells it in pieces, and a later value replaces an
/// earlier one field by field.
class AnthropicCounts
{
public:
    void merge(Raw usage);
    [[nodiscard]] bool known() const { return m_input || m_output; }
    [[nodiscard]] domain::Usage usage() const;
    [[nodiscard]] std::int64_t searches() const { return m_searches.value_or(0); }
    [[nodiscard]] std::int64_t thinking() const { return m_thinking.value_or(0); }

private:
    using Count = std::optional<std::int64_t>;
    Count m_input, m_output, m_cacheRead, m_cacheWrite, m_write5m, m_write1h, m_thinking, m_searches;
};

/// Reads answers and events of Anthropic's messages API. Bedrock's invoke carries the same ones.
class AnthropicSource final : public Source
{
public:
    explicit AnthropicSource(domain::Quirks quirks)
        : m_quirks(quirks)
    { }
    bool concerns(std::string_view json) const override;
    void read(Raw json) override;

private:
    struct Iteration
    {
        std::string model; ///< empty: the answer's own
        domain::Usage usage;
    };
    void readUsage(Raw usage);
    void readIterations(Raw iterations);
    void settle();
    void settleIterations();

    domain::Quirks m_quirks;
    AnthropicCounts m_counts;
    std::vector<Iteration> m_iterations;
};

} // namespace slipswitch::dialect::usage
