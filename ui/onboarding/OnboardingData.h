#pragma once

#include "ui/widgets/Pill.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <vector>

namespace slipswitch::ui {

/// Everything that the first screen shows; texts are ready to be read. A plain value.
struct OnboardingData
{
    enum class Step : std::uint8_t
    {
        Keys,
        Tool, ///< with the third step waiting beneath as soon as a tool is chosen
        Done,
    };
    /// A key or a server that can be used.
    struct Offer
    {
        enum class State : std::uint8_t
        {
            Found,
            Testing,
            Works,
            Failed,
        };
        QString id, kind, name;
        QString about; ///< "ANTHROPIC_API_KEY in the environment"
        QString said; ///< "found, not used yet", "running, 5 models", the provider's own words
        State state = State::Found;
        bool chosen = true;
        bool operator==(const Offer &) const = default;
    };
    struct Candidate
    {
        QString kind, name, host;
        bool operator==(const Candidate &) const = default;
    };
    struct Note
    {
        Tone tone = Tone::Info;
        QString what, means;
        bool operator==(const Note &) const = default;
    };
    struct Tool
    {
        QString id, name;
        bool operator==(const Tool &) const = default;
    };
    /// A stop on the way of the first request.
    struct Station
    {
        QString name, about;
    };
    struct Proof
    {
        PillText result;
        QString model, note; ///< "through Anthropic"
        QString figures; ///< "1.9 s   $0.0021"
        QString kind; ///< whose line it took
        std::vector<Station> stations; ///< tool, gateway, provider
        QString sentBy; ///< "Sent by Claude Code at 11:04:12"
    };

    Step step = Step::Keys;
    bool looking = true; ///< servers are still looked for
    bool working = false; ///< tests and saving are under way
    std::vector<Offer> offers;
    std::optional<Note> note;
    std::vector<Candidate> candidates; ///< whose key it may be: the user picks
    bool asksPassphrase = false; ///< no keychain answers
    bool settledOnce = false; ///< all that was ticked is tested, something failed: the button goes on
    int clearedKeys = 0; ///< counts up when the pasted key is kept and its field is to be emptied
    // second step
    QString connected; ///< "Anthropic and Ollama, 28 models"
    std::vector<QString> kinds;
    std::vector<Tool> tools;
    QString toolsNote; ///< "Claude Code and Codex are installed here"
    QString tool; ///< id of the chosen one; empty: none yet
    QString toolName, file, lines, copied, after;
    // third step
    QString waiting; ///< "Waiting for Claude Code"
    std::optional<Note> trouble; ///< a request came, but was not answered
    std::optional<Proof> proof;
    int seconds = 0; ///< from the first look to the first answer
    bool canOpenLog = false, canConnect = false;
    // foot
    Tone stateTone = Tone::Neutral;
    QString state, address;
};

} // namespace slipswitch::ui
