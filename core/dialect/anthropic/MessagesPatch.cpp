#include "core/dialect/anthropic/MessagesPatch.h"

#include "core/dialect/Families.h"
#include "core/dialect/Json.h"
#include "core/dialect/Rules.h"
#include "core/dialect/Turns.h"
#include "core/dialect/anthropic/Messages.h"

#include <algorithm>
#include <charconv>

namespace slipswitch::dialect::anthropic {

namespace {

constexpr std::int64_t leastBudget = 1024;
constexpr std::string_view off = R"({"type":"disabled"})";

std::string_view textAt(std::string_view body, const std::optional<Span> &span)
{
    return span ? body.substr(span->offset, span->length) : std::string_view();
}

/// Nothing where nothing is said.
std::optional<JsonTree> treeAt(std::string_view body, const std::optional<Span> &span)
{
    if (!span)
        return std::nullopt;
    auto tree = JsonTree::parse(textAt(body, span));
    return tree ? std::optional(std::move(*tree)) : std::nullopt;
}

/// Everything that `max_tokens` leaves to thoughts and answer; nullopt: it is not said, or no number.
std::optional<std::int64_t> roomIn(std::string_view body, const Peek &peek)
{
    const auto text = textAt(body, peek.maxTokensSpan);
    std::int64_t room = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), room);
    return wrong == std::errc() && end == text.data() + text.size() ? std::optional(room) : std::nullopt;
}

/// What of the room thinking may have; 0: there is none.
std::int64_t budgetWithin(std::int64_t wanted, std::optional<std::int64_t> room)
{
    if (!room)
        return leastBudget; // tokens are counted, none are spent
    if (*room <= leastBudget)
        return 0;
    wanted = std::max(wanted, leastBudget);
    return wanted < *room ? wanted : std::max(leastBudget, *room / 2);
}

/// With a budget, a turn under way must have begun with a thought, and no call can be demanded.
bool mayThink(std::string_view body, std::string_view model)
{
    const auto request = decodeRequest(body);
    if (!request)
        return true; // the provider has words for that
    using Kind = ToolChoice::Kind;
    Destination to;
    to.model = model;
    Losses notes;
    const Turns turns(*request, to, Dialect::AnthropicMessages, notes);
    const auto choice = request->toolChoice.kind;
    return choice != Kind::Any && choice != Kind::One && turns.thinkingMayBeOn();
}

std::string thinkingText(std::int64_t budget)
{
    std::string text;
    JsonWriter(text).beginObject().field("type", "enabled").fieldNumber("budget_tokens", budget).endObject();
    return text;
}

/// By a budget what was to be by the model's own measure.
Edit measured(std::string_view body, const Peek &peek, std::string_view model, const std::string &effort,
    Losses &losses)
{
    Reasoning wanted;
    wanted.effort = effort.empty() ? "high" : effort; // what it means unsaid
    const auto budget = budgetWithin(budgetOf(wanted), roomIn(body, peek));
    if (!claudeTakes(model).thinking || budget == 0 || !mayThink(body, model)) {
        losses.note("adaptive thinking switched off: this model can't do it here");
        return {*peek.thinkingSpan, std::string(off)};
    }
    losses.note("adaptive thinking sent as a budget: this model takes nothing else");
    return {*peek.thinkingSpan, thinkingText(budget)};
}

/// The number alone changes.
std::optional<Edit> clamped(
    std::string_view body, const Peek &peek, std::int64_t budget, std::int64_t room, Losses &losses)
{
    // Thoughts between calls may take more than one answer's room: then the client means it.
    if (budget != room || room <= leastBudget)
        return std::nullopt;
    constexpr std::string_view name = R"("budget_tokens")", between = " \t\r\n:";
    const auto value = textAt(body, peek.thinkingSpan);
    const auto at = value.find(name);
    if (at == std::string_view::npos)
        return std::nullopt;
    const auto begin = value.find_first_not_of(between, at + name.size());
    const auto end = std::min(value.find_first_not_of("0123456789", begin), value.size());
    losses.note("thinking's budget lowered: it was all there is room for");
    return Edit {
        {peek.thinkingSpan->offset + begin, end - begin}, std::to_string(budgetWithin(budget, room))};
}

/// The member's value without one of its own members; of a value that has no other, all of the member.
Edit without(std::string_view body, Span span, JsonValue value, std::string_view name)
{
    if (value.size() > 1) {
        std::string text;
        JsonWriter out(text);
        out.beginObject();
        for (const auto member : value) {
            if (member.key() != name)
                out.fieldRaw(member.key(), member.raw());
        }
        out.endObject();
        return {span, std::move(text)};
    }
    const auto nameEnd = body.rfind('"', span.offset - 1);
    const auto begin = body.rfind('"', nameEnd - 1);
    return {memberWithComma(body, begin, span.offset + span.length), {}};
}

} // namespace

std::vector<Edit> editsFor(std::string_view body, const Peek &peek, std::string_view model, Losses &losses)
{
    std::vector<Edit> edits;
    const auto takes = claudeTakes(model);
    const auto output = treeAt(body, peek.outputConfigSpan);
    const auto effort = output ? std::string(output->root()["effort"].text()) : std::string();
    if (!effort.empty() && !takes.effort) {
        edits.push_back(without(body, *peek.outputConfigSpan, output->root(), "effort"));
        losses.note("effort dropped: this model takes none");
    }
    const auto thinking = treeAt(body, peek.thinkingSpan);
    if (!thinking)
        return edits;
    const auto type = thinking->root()["type"].text();
    const auto room = roomIn(body, peek);
    if (type == "adaptive" && !takes.adaptive)
        edits.push_back(measured(body, peek, model, effort, losses));
    else if (const auto budget = thinking->root()["budget_tokens"]; type == "enabled" && room) {
        if (auto edit = clamped(body, peek, budget.integer(), *room, losses))
            edits.push_back(std::move(*edit));
    }
    return edits;
}

} // namespace slipswitch::dialect::anthropic
