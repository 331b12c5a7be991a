#pragma once

#include "core/service/LineDiff.h"
#include "ui/widgets/Pill.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <vector>

namespace slipswitch::ui {

/// Everything that the connect page shows; texts are ready to be read. A plain value.
struct ConnectData
{
    /// How far a tool has come.
    enum class Standing : std::uint8_t
    {
        Missing, ///< not found on this machine
        Plain, ///< nothing that could be found: a library, or anything else
        Ready, ///< found
        Trouble, ///< found, but something stands in the way
        Connected, ///< requests of a key of its own were seen
    };
    /// One entry of the list.
    struct Entry
    {
        QString id, name, letters;
        QString line; ///< "Connected, 12 s ago"
        Standing standing = Standing::Missing;
        bool found = false; ///< listed under "Found on this computer"

        bool operator==(const Entry &) const = default;
    };
    struct Key
    {
        QString id, label; ///< "claude-code, …9f3c, project web-shop"
        bool operator==(const Key &) const = default;
    };
    struct Way
    {
        QString name, file; ///< "Settings file", "~/.claude/settings.json"
        QString shown; ///< the lines, with the key masked
        QString copied; ///< the same with the key itself: for the clipboard alone
        bool namesModel = false;
        QString after;
        bool operator==(const Way &) const = default;
    };
    /// What happens to the tool's own file when it is written for the user.
    struct Writing
    {
        enum class State : std::uint8_t
        {
            Looking, ///< the file is being read
            Refused, ///< it can't be edited with care
            Ready,
            Same, ///< it has these lines already
            Written,
        };
        State state = State::Looking;
        std::size_t way = 0; ///< whose lines are written
        std::vector<service::DiffLine> lines; ///< what changes, or changed; keys are masked
        QString says; ///< why not, or what was done: "Written at 10:58. Your old file is kept as …"
        bool canWrite = false; ///< Ready, and there is the key that it takes
        bool canPutBack = false;
        QString after; ///< what is left to do then

        [[nodiscard]] bool isDone() const { return state == State::Same || state == State::Written; }
        bool operator==(const Writing &) const = default;
    };
    struct Note
    {
        Tone tone = Tone::Info;
        QString what, means;
        bool operator==(const Note &) const = default;
    };
    /// The newest request seen from the chosen key.
    struct Proof
    {
        QString ago; ///< "last request seen 12 s ago"
        PillText result;
        QString time, model; ///< "11:04:12", what was asked for
        QString providerKind, answer; ///< "gpt-5.2 answered in 3.9 s"
        QString requestId;
        bool operator==(const Proof &) const = default;
    };
    /// The tool that is open.
    struct Open
    {
        QString id, name, letters;
        QString about; ///< "Found at ~/.local/bin/claude, uses Anthropic Messages"
        std::vector<Key> keys; ///< of this tool
        QString key; ///< id of the chosen one; empty: none
        bool keyKnown = false; ///< it was made since the start, so the lines can carry it
        std::vector<Way> ways;
        std::optional<Writing> writing; ///< nullopt: not offered for this tool
        QStringList models; ///< to choose from; empty: the lines name none
        QString model;
        std::vector<Note> notes; ///< warnings first
        std::optional<Proof> proof;
    };

    bool loaded = false; ///< false: the keys are on their way
    QString problem; ///< the gateway doesn't listen, in one sentence
    std::uint16_t freePort = 0; ///< where it could; 0: the port is not what is wrong
    std::vector<Entry> entries;
    std::optional<Open> open;
    int connected = 0;
};

} // namespace slipswitch::ui
