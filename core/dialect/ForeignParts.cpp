#include "core/dialect/ForeignParts.h"

#include <algorithm>

namespace slipswitch::dialect {

namespace {

const Foreign *foreignIn(const Part &part, Dialect to)
{
    const auto *other = std::get_if<Foreign>(&part.body);
    return other && other->dialect != to ? other : nullptr;
}

bool holdsForeign(const Message &message, Dialect to)
{
    return std::ranges::any_of(message.parts, [to](const Part &part) { return foreignIn(part, to); });
}

} // namespace

std::optional<Request> withoutForeignParts(const Request &request, Dialect to, Losses &losses)
{
    if (std::ranges::none_of(
            request.messages, [to](const Message &message) { return holdsForeign(message, to); }))
        return std::nullopt;
    auto fitted = request;
    fitted.messages.clear();
    for (std::size_t i = 0; i < request.messages.size(); ++i) {
        auto message = request.messages[i];
        const auto before = message.parts.size();
        std::erase_if(message.parts, [&](const Part &part) {
            const auto *other = foreignIn(part, to);
            if (other)
                losses.note(other->what + " dropped");
            return other != nullptr;
        });
        if (!message.parts.empty() || before == 0)
            fitted.messages.push_back(std::move(message));
        else if (i < request.instructions)
            --fitted.instructions;
    }
    return fitted;
}

} // namespace slipswitch::dialect
