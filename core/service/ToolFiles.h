#pragma once

#include "core/base/Result.h"
#include "core/base/Secret.h"
#include "core/service/LineDiff.h"
#include "core/service/ToolMerge.h"

#include <QObject>
#include <QString>
#include <QThreadPool>

#include <filesystem>
#include <functional>
#include <optional>

namespace slipswitch::service {

/// What would be written into a tool's file.
struct ToolFilePlan
{
    std::filesystem::path file; ///< the file itself, links followed
    std::optional<Secret> before; ///< its bytes; nullopt: there is none yet
    Secret after;
    bool holdsKey = false; ///< then only its owner may read it afterwards
    std::vector<DiffLine> shown; ///< what changes; keys are masked

    [[nodiscard]] bool changes() const { return !before || *before != after; }
};

/// What was written, so that it can be taken back.
struct ToolFileWritten
{
    ToolFilePlan plan;
    std::filesystem::path backup; ///< beside the file; empty: there was no file
    std::filesystem::perms rights = std::filesystem::perms::none; ///< that the old file had
    std::filesystem::path madeFolder; ///< empty: it was there
};

/// Sets up a tool by its own file. A file is replaced in one step, after a copy of it was put beside it; a
/// link stays one, its target is written. Thread: Qt; the disk is touched by a helper. Answers as
/// ToolFinder's.
class ToolFiles : public QObject
{
    Q_OBJECT

public:
    template <typename T>
    using Done = std::function<void(Result<T>)>;

    /// @param home  what "~" means
    explicit ToolFiles(QString home, QObject *parent = nullptr);

    /// Only looks. Errors: those of `mergeLines`, TooLarge, Io.
    void plan(QObject *context, const ToolWay &way, const ToolValues &values, Done<ToolFilePlan> done);
    /// Errors: Conflict (the file was changed since), Io; it then stands as it was.
    void write(QObject *context, const ToolFilePlan &plan, Done<ToolFileWritten> done);
    /// The old bytes and rights, or no file where there was none; its copy goes.
    /// Errors: Conflict (the file was changed since), Io; it then stands as it was.
    void putBack(QObject *context, const ToolFileWritten &written, Done<void> done);

private:
    template <typename T, typename Work>
    void start(QObject *context, Work work, Done<T> done);

    QString m_home;
    QThreadPool m_helper; ///< last, so that it is waited for before the rest goes
};

} // namespace slipswitch::service
