#include "core/dialect/Turns.h"

#include "core/dialect/Families.h"
#include "core/dialect/Fitting.h"
#include "core/dialect/Rules.h"

#include <algorithm>

namespace slipswitch::dialect {

namespace {

constexpr std::int64_t usualMaxTokens = 8192;
constexpr std::int64_t leastBudget = 1024;

template <typename Kind>
bool has(const Message &message)
{
    return std::any_of(message.parts.begin(), message.parts.end(),
        [](const Part &part) { return std::holds_alternative<Kind>(part.body); });
}

bool isOnlyResults(const Message &message)
{
    return std::all_of(message.parts.begin(), message.parts.end(),
        [](const Part &part) { return std::holds_alternative<ToolResult>(part.body); });
}

std::vector<Part>::iterator firstNoResult(std::vector<Part> &parts)
{
    return std::find_if(parts.begin(), parts.end(),
        [](const Part &part) { return !std::holds_alternative<ToolResult>(part.body); });
}

std::int64_t maxTokensOf(const Request &request, const Destination &to, Dialect own, Losses &losses)
{
    if (const auto asked = maxTokensFor(request, to, own, losses))
        return std::max(*asked, std::int64_t {1});
    constexpr std::int64_t plenty = 32000;
    return to.maxOutputTokens > 0 ? std::min(to.maxOutputTokens, plenty) : usualMaxTokens;
}

/// Why this request can't think, though it asks for it; empty: it can.
std::string_view hindrance(const Request &request, const Destination &to, const Turns &turns)
{
    const auto choice = request.toolChoice.kind;
    if (to.reasons == false)
        return "this model does not think";
    if (choice == ToolChoice::Kind::Any || choice == ToolChoice::Kind::One)
        return "a tool is forced";
    return turns.thinkingMayBeOn() ? "" : "the turn's thoughts are not at hand";
}

/// The model measures for itself, by an effort.
void planAdaptive(ThinkingPlan &plan, const Request &request, const Destination &to, Losses &losses)
{
    plan.mode = Reasoning::Mode::Adaptive;
    plan.effort = effortOf(request.reasoning);
    if (plan.effort == "minimal") {
        losses.note("effort minimal sent as low");
        plan.effort = "low";
    }
    if (request.from == Dialect::AnthropicMessages)
        return;
    // Thoughts count towards max_tokens here; elsewhere the answer's room is apart.
    plan.maxTokens += std::max(budgetOf(request.reasoning), leastBudget);
    if (to.maxOutputTokens > 0)
        plan.maxTokens = std::min(plan.maxTokens, to.maxOutputTokens);
}

} // namespace

Turns::Turns(const Request &request, const Destination &to, Dialect own, Losses &losses)
    : m_to(to)
    , m_own(own)
    , m_losses(losses)
{
    auto at = request.messages.begin();
    for (; at != request.messages.end() && isSystem(*at); ++at)
        m_system.insert(m_system.end(), at->parts.begin(), at->parts.end());
    for (; at != request.messages.end(); ++at)
        add(*at);
}

bool Turns::thinkingMayBeOn() const
{
    for (auto turn = m_turns.rbegin(); turn != m_turns.rend(); ++turn) {
        if (turn->role != Role::Assistant) {
            if (!isOnlyResults(*turn))
                return true;
            continue;
        }
        const bool calls = has<ToolCall>(*turn);
        if (calls && !has<Thinking>(*turn))
            return false;
    }
    return true;
}

void Turns::add(const Message &message)
{
    const bool system = isSystem(message);
    if (system)
        m_losses.note("system text within the conversation sent as the user's");
    const auto role = message.role == Role::Assistant ? Role::Assistant : Role::User;
    if (m_turns.empty() || m_turns.back().role != role)
        m_turns.push_back({role, {}, {}});
    auto &parts = m_turns.back().parts;
    for (const auto &part : message.parts) {
        if (!fits(part))
            continue;
        if (role == Role::Assistant && std::holds_alternative<Media>(part.body)) {
            m_losses.note("media of an answer dropped: assistants say text only");
            continue;
        }
        if (system)
            parts.push_back(asReminder(part));
        else if (std::holds_alternative<ToolResult>(part.body))
            parts.insert(firstNoResult(parts), part);
        else
            parts.push_back(part);
    }
    if (parts.empty())
        m_turns.pop_back();
}

bool Turns::fits(const Part &part)
{
    if (const auto *text = std::get_if<Text>(&part.body))
        return !text->text.empty();
    const auto *thinking = std::get_if<Thinking>(&part.body);
    if (!thinking)
        return true;
    const bool own = belongsTo(*thinking, m_own, m_to.model) && !thinking->signature.empty();
    if (!own)
        m_losses.note("thinking signature dropped: other model");
    return own;
}

ThinkingPlan planThinking(
    const Request &request, const Destination &to, Dialect own, const Turns &turns, Losses &losses)
{
    using Mode = Reasoning::Mode;
    ThinkingPlan plan {request.reasoning.mode, 0, maxTokensOf(request, to, own, losses), {}};
    const auto takes = claudeTakes(to.model);
    if (request.from == own || plan.mode == Mode::Unset || plan.mode == Mode::Off) {
        plan.budget = request.reasoning.budgetTokens.value_or(0);
        if (request.from == own)
            plan.effort = request.reasoning.effort;
        else if (plan.mode == Mode::Off && !takes.budget)
            plan.mode = Mode::Unset; // "disabled" is refused, and not to think is what they do unasked
        return plan;
    }
    if (const auto why = hindrance(request, to, turns); !why.empty()) {
        losses.note("thinking switched off: " + std::string(why));
        plan.mode = Mode::Unset;
        return plan;
    }
    const bool claudes = request.from == Dialect::AnthropicMessages;
    if (!takes.budget || (claudes && plan.mode == Mode::Adaptive && takes.adaptive)) {
        planAdaptive(plan, request, to, losses);
        return plan;
    }
    plan.mode = Mode::On;
    plan.budget = std::max(budgetOf(request.reasoning), leastBudget);
    if (claudes && plan.budget < plan.maxTokens)
        return plan;
    // The budget counts towards max_tokens here; elsewhere the answer's room is apart.
    plan.maxTokens += plan.budget;
    if (to.maxOutputTokens > 0 && plan.maxTokens > to.maxOutputTokens) {
        plan.maxTokens = to.maxOutputTokens;
        plan.budget = std::min(plan.budget, to.maxOutputTokens / 2);
    }
    return plan;
}

} // namespace slipswitch::dialect
