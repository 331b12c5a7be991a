#pragma once

#include "core/dialect/Codec.h"

#include <vector>

namespace slipswitch::dialect {

/// A conversation as Claude wants it, in whatever dialect: the system's text apart, roles that alternate,
/// results before what else the user says, no system text among them, thoughts of this model only.
class Turns
{
public:
    /// @param own  the dialect whose thoughts may go back
    Turns(const Request &request, const Destination &to, Dialect own, Losses &losses);

    [[nodiscard]] const std::vector<Part> &system() const { return m_system; }
    [[nodiscard]] const std::vector<Message> &all() const { return m_turns; }
    /// A tool-using turn that began with a thought must go on with one: with thinking on, the calls of the
    /// turn under way must follow a signed thought.
    [[nodiscard]] bool thinkingMayBeOn() const;

private:
    void add(const Message &message);
    [[nodiscard]] bool fits(const Part &part);

    const Destination &m_to;
    Dialect m_own;
    Losses &m_losses;
    std::vector<Part> m_system;
    std::vector<Message> m_turns;
};

/// What is asked of a Claude in the way of thinking, with the room it needs.
struct ThinkingPlan
{
    Reasoning::Mode mode = Reasoning::Mode::Unset;
    std::int64_t budget = 0, maxTokens = 0;
    std::string effort; ///< for Adaptive; empty: the model's own
    [[nodiscard]] bool thinks() const
    {
        return mode == Reasoning::Mode::On || mode == Reasoning::Mode::Adaptive;
    }
};
/// As the client sent it when that was Anthropic's own dialect and goes there; else fitted to the model.
[[nodiscard]] ThinkingPlan planThinking(
    const Request &request, const Destination &to, Dialect own, const Turns &turns, Losses &losses);

} // namespace slipswitch::dialect
