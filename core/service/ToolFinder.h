#pragma once

#include "core/service/Tools.h"

#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>

#include <functional>
#include <map>
#include <string>

namespace slipswitch::service {

/// Looks which tools are on this machine: programs on the search path, folders that they leave. Only looks;
/// nothing is opened, run or written. Thread: Qt.
class ToolFinder : public QObject
{
    Q_OBJECT

public:
    /// Where is looked.
    struct Places
    {
        QString home; ///< what "~" means
        QStringList programs; ///< folders with programs, in order
    };
    [[nodiscard]] static Places usualPlaces();

    explicit ToolFinder(Places places = usualPlaces(), QObject *parent = nullptr);

    /// By a tool's id, where it was found: "~/.local/bin/claude" or "~/.claude".
    using Found = std::map<std::string, QString>;
    /// @param done  on the Qt thread, unless the context object is gone.
    void look(QObject *context, std::vector<Tool> tools, std::function<void(const Found &)> done);

private:
    Places m_places;
    QThreadPool m_helper; ///< last, so that it is waited for before the rest goes
};

} // namespace slipswitch::service
