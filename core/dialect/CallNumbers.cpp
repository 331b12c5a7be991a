#include "core/dialect/CallNumbers.h"

#include <algorithm>

namespace slipswitch::dialect {

void CallNumbers::apply(Part &part)
{
    if (auto *call = std::get_if<ToolCall>(&part.body)) {
        if (call->id.empty())
            call->id = "call_" + std::to_string(m_count);
        ++m_count;
        m_open.emplace_back(call->name, call->id);
    } else if (auto *result = std::get_if<ToolResult>(&part.body)) {
        const auto found = std::find_if(m_open.begin(), m_open.end(), [&](const auto &open) {
            if (!result->callId.empty())
                return open.second == result->callId;
            return result->name.empty() || open.first == result->name;
        });
        if (found == m_open.end())
            return;
        result->name = found->first;
        result->callId = found->second;
        m_open.erase(found);
    }
}

} // namespace slipswitch::dialect
