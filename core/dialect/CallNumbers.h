#pragma once

#include "core/dialect/Conversation.h"

namespace slipswitch::dialect {

/// For dialects in which calls have no ids, or only some: they are numbered, and results find theirs by name
/// and order. One a request; parts in the conversation's order.
class CallNumbers
{
public:
    void apply(Part &part);

private:
    int m_count = 0;
    std::vector<std::pair<std::string, std::string>> m_open; ///< name and id of calls without a result yet
};

} // namespace slipswitch::dialect
