#pragma once

#include "core/base/Int128.h"
#include "core/domain/Dialect.h"
#include "core/domain/Quirks.h"
#include "core/domain/Usage.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::dialect {

/// What an answer says about itself, besides its content.
struct UsageReading
{
    domain::Usage usage;
    std::string model; ///< as the answer names it; empty when it doesn't
    std::string finishReason; ///< the provider's word
    /// A charge the provider names, in 1e-15 USD before rounding; wins over any table.
    std::optional<Int128> reportedFemtodollars;
    std::string serviceTier; ///< "flex", "priority", "batch", as the answer names it; empty otherwise
    /// Work of several models in one answer (Anthropic's usage.iterations): each is priced on its own row.
    struct Part
    {
        std::string model;
        domain::Usage usage;
    };
    std::vector<Part> parts;
};

/// Reads usage from an answer of one dialect: the whole body of a plain one, or each event's data of a
/// stream. In a stream the last word wins, field by field where the dialect says so. Never throws on garbage.
/// Pure; thread: any one at a time.
class UsageReader
{
public:
    /// @param quirks  of the provider: some count differently within a dialect.
    UsageReader(domain::Dialect dialect, domain::Quirks quirks);
    ~UsageReader();
    UsageReader(UsageReader &&) noexcept;
    UsageReader &operator=(UsageReader &&) noexcept;

    /// @param json  a whole body, or the data of one event; need not be padded.
    /// Cheap when there is nothing to read: looks for the dialect's marks before it parses.
    void read(std::string_view json);
    /// The same for a whole answer, which has something to read: it is not looked for first.
    void readAnswer(std::string_view json);
    [[nodiscard]] const UsageReading &reading() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace slipswitch::dialect
