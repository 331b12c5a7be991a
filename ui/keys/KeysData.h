#pragma once

#include "ui/widgets/Pill.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <vector>

namespace slipswitch::ui {

/// Everything that the keys page shows; texts are ready to be read. A plain value.
struct KeysData
{
    enum class Standing : std::uint8_t
    {
        Active,
        NeverUsed,
        Unused, ///< for thirty days: better revoked
        Revoked,
    };
    struct Row
    {
        QString id {}, name {};
        QString hint {}; ///< "sk-slip-…9f3c"
        QString tool {}, project {}; ///< empty: any
        QString spent {}; ///< "$3.52", "no price"
        QString share {}; ///< of what all keys spent today: "54 %"; empty: nothing was spent
        double part = 0; ///< the same, 0 to 1
        QString lastUsed {}, made {};
        QString unusedFor {}; ///< "41 days"; only where it is Unused
        Standing standing = Standing::Active;

        [[nodiscard]] PillText pill() const;
        bool operator==(const Row &) const = default;
    };

    bool loaded = false; ///< false: the keys are on their way
    std::vector<Row> rows; ///< those in use first
    QString problem; ///< why spend and last use are missing; empty: they are there
    QStringList tools, projects; ///< to choose from
};

/// What a new key is made with.
struct KeyWish
{
    QString name, tool, project;
};

} // namespace slipswitch::ui
