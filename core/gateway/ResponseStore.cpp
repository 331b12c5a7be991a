#include "core/gateway/ResponseStore.h"

#include "core/dialect/Json.h"
#include "core/dialect/openai/Responses.h"

#include <iterator>

namespace slipswitch::gateway {

namespace {

constexpr std::string_view reference = "item_reference";

std::string keyOf(std::string_view owner, std::string_view id)
{
    return std::string(owner) + '\n' + std::string(id);
}

std::string idOf(const dialect::Foreign &item)
{
    const auto tree = dialect::JsonTree::parse(item.raw);
    return tree ? std::string(tree->root()["id"].text()) : std::string();
}

/// Roughly what a conversation holds in memory.
std::size_t bytesOf(const std::vector<dialect::Message> &conversation)
{
    constexpr std::size_t perPart = 256;
    std::size_t bytes = 0;
    for (const auto &message : conversation) {
        for (const auto &part : message.parts) {
            bytes += perPart;
            if (const auto *text = std::get_if<dialect::Text>(&part.body))
                bytes += text->text.size();
            else if (const auto *media = std::get_if<dialect::Media>(&part.body))
                bytes += media->data.size();
            else if (const auto *call = std::get_if<dialect::ToolCall>(&part.body))
                bytes += call->arguments.size();
            else if (const auto *result = std::get_if<dialect::ToolResult>(&part.body)) {
                for (const auto &item : result->content) {
                    if (const auto *said = std::get_if<dialect::Text>(&item))
                        bytes += said->text.size();
                    else if (const auto *medium = std::get_if<dialect::Media>(&item))
                        bytes += medium->data.size();
                }
            }
        }
    }
    return bytes;
}

} // namespace

void ResponseStore::put(std::string_view owner, const std::string &id, Stored response)
{
    Entry entry {std::move(response), 0};
    entry.bytes = 2 * entry.stored.json.size() + bytesOf(entry.stored.conversation);
    if (entry.bytes > mostBytes / 4)
        return;
    auto key = keyOf(owner, id);
    drop(key);
    m_bytes += entry.bytes;
    m_entries.emplace(key, std::move(entry));
    m_order.push_back(std::move(key));
    while (m_order.size() > mostResponses || m_bytes > mostBytes) {
        drop(m_order.front());
        m_order.pop_front();
    }
}

const ResponseStore::Stored *ResponseStore::find(std::string_view owner, std::string_view id) const
{
    const auto found = m_entries.find(keyOf(owner, id));
    return found == m_entries.end() ? nullptr : &found->second.stored;
}

bool ResponseStore::erase(std::string_view owner, std::string_view id)
{
    const auto before = m_entries.size();
    drop(keyOf(owner, id));
    return m_entries.size() < before;
}

void ResponseStore::drop(const std::string &key)
{
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return;
    m_bytes -= found->second.bytes;
    m_entries.erase(found);
}

const dialect::Part *ResponseStore::item(std::string_view owner, const dialect::Foreign &referred) const
{
    const auto name = dialect::responses::itemNamed(idOf(referred));
    const auto *stored = name ? find(owner, name->response) : nullptr;
    return stored && name->part < stored->output.size() ? &stored->output[name->part] : nullptr;
}

Result<void> ResponseStore::resolve(std::string_view owner, dialect::Request &request) const
{
    if (!request.previousResponse.empty()) {
        const auto *earlier = find(owner, request.previousResponse);
        if (!earlier)
            return failure(ErrorCode::NotFound,
                "Previous response with id '" + request.previousResponse + "' not found.",
                ErrorSource::Client);
        request.messages.insert(request.messages.begin() + static_cast<std::ptrdiff_t>(request.instructions),
            earlier->conversation.begin(), earlier->conversation.end());
        request.previousResponse.clear();
    }
    for (auto &message : request.messages) {
        for (auto &part : message.parts) {
            const auto *other = std::get_if<dialect::Foreign>(&part.body);
            if (!other || other->what != reference)
                continue;
            const auto *found = item(owner, *other);
            if (!found)
                return failure(ErrorCode::BadRequest, "Item with id '" + idOf(*other) + "' not found.",
                    ErrorSource::Client);
            part = dialect::Part(*found);
        }
    }
    return {};
}

} // namespace slipswitch::gateway
