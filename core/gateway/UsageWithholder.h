#pragma once

#include "core/domain/Dialect.h"

#include <string>
#include <string_view>

namespace slipswitch::gateway {

/// Takes the usage event that we asked for, and the client did not, out of a stream. Every other byte passes
/// unchanged; an event that is not complete yet waits for its end.
class UsageWithholder
{
public:
    explicit UsageWithholder(domain::Dialect dialect)
        : m_dialect(dialect)
    { }
    /// @return  what may pass now; valid until the next call.
    [[nodiscard]] std::string_view pass(std::string_view bytes, bool last);

private:
    [[nodiscard]] bool withheld(std::string_view event) const;

    domain::Dialect m_dialect;
    std::string m_waiting;
    std::string m_passing;
    bool m_lineFeedIsWithheld = false; ///< the withheld event may have ended in the middle of CRLF
};

} // namespace slipswitch::gateway
