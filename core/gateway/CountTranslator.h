#pragma once

#include "core/dialect/Counting.h"
#include "core/gateway/WholeTranslator.h"

namespace slipswitch::gateway {

/// A count of tokens of one dialect as another's.
class CountTranslator final : public WholeTranslator
{
public:
    CountTranslator(domain::Dialect from, domain::Dialect to)
        : m_from(from)
        , m_to(to)
    { }

private:
    [[nodiscard]] Result<std::string> translated(
        std::string_view answer, const domain::Usage &) const override
    {
        const auto tokens = dialect::decodeCount(m_from, answer);
        if (!tokens)
            return failure(tokens.error());
        return dialect::encodeCount(m_to, *tokens);
    }

    domain::Dialect m_from, m_to;
};

} // namespace slipswitch::gateway
