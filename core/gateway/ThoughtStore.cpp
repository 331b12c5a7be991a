#include "core/gateway/ThoughtStore.h"

#include <algorithm>
#include <iterator>

namespace slipswitch::gateway {

namespace {

using dialect::Part;
using dialect::Thinking;
using dialect::ToolCall;

std::string keyOf(std::string_view owner, std::string_view callId)
{
    return std::string(owner) + '\n' + std::string(callId);
}

bool isUnsigned(const Part &part)
{
    const auto *thinking = std::get_if<Thinking>(&part.body);
    return thinking && thinking->signature.empty();
}

bool hasSigned(const dialect::Message &message)
{
    return std::any_of(message.parts.begin(), message.parts.end(),
        [](const Part &part) { return std::holds_alternative<Thinking>(part.body) && !isUnsigned(part); });
}

} // namespace

void ThoughtStore::remember(std::string_view owner, const ToolCall &call, std::vector<Thinking> thoughts)
{
    if (call.id.empty() || (call.signature.empty() && thoughts.empty()))
        return;
    Entry entry {call.signature, call.signedIn, call.signedBy, std::move(thoughts),
        call.signature.size() + call.id.size()};
    for (const auto &thought : entry.thoughts)
        entry.bytes += thought.text.size() + thought.signature.size();
    if (entry.bytes > mostBytes / 4)
        return;
    auto key = keyOf(owner, call.id);
    const auto bytes = entry.bytes;
    const auto [place, fresh] = m_entries.try_emplace(key);
    if (fresh)
        m_order.push_back(std::move(key));
    else // some servers begin their ids anew with each answer: the last call is meant
        m_bytes -= place->second.bytes;
    place->second = std::move(entry);
    m_bytes += bytes;
    while (m_order.size() > mostCalls || m_bytes > mostBytes)
        forgetOldest();
}

void ThoughtStore::forgetOldest()
{
    const auto oldest = m_entries.find(m_order.front());
    m_bytes -= oldest->second.bytes;
    m_entries.erase(oldest);
    m_order.pop_front();
}

const ThoughtStore::Entry *ThoughtStore::find(std::string_view owner, const std::string &callId) const
{
    const auto found = m_entries.find(keyOf(owner, callId));
    return found == m_entries.end() ? nullptr : &found->second;
}

void ThoughtStore::restore(std::string_view owner, dialect::Request &request) const
{
    if (m_order.empty())
        return;
    for (auto &message : request.messages) {
        if (message.role == dialect::Role::Assistant)
            restore(owner, message);
    }
}

void ThoughtStore::restore(std::string_view owner, dialect::Message &message) const
{
    const bool complete = hasSigned(message);
    std::vector<Part> parts;
    for (auto &part : message.parts) {
        auto *call = std::get_if<ToolCall>(&part.body);
        const auto *entry = call ? find(owner, call->id) : nullptr;
        if (entry) {
            if (call->signature.empty()) {
                call->signature = entry->signature;
                call->signedIn = entry->signedIn;
                call->signedBy = entry->signedBy;
            }
            if (!complete) {
                std::erase_if(parts, isUnsigned);
                for (const auto &thought : entry->thoughts)
                    parts.push_back({thought});
            }
        }
        parts.push_back(std::move(part));
    }
    message.parts = std::move(parts);
}

} // namespace slipswitch::gateway
