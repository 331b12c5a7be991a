#include "core/service/ToolFinder.h"

#include <QDir>
#include <QFileInfo>
#include <QPointer>
#include <QStandardPaths>

#include <utility>

namespace slipswitch::service {

using namespace Qt::StringLiterals;

namespace {

QString shortened(const QString &path, const QString &home)
{
    return !home.isEmpty() && path.startsWith(home + u'/') ? u'~' + path.mid(home.size()) : path;
}

/// Empty: not there.
QString placeOf(const Tool &tool, const ToolFinder::Places &places)
{
    for (const auto &program : tool.programs) {
        const auto found = QStandardPaths::findExecutable(QString::fromStdString(program), places.programs);
        if (!found.isEmpty())
            return shortened(found, places.home);
    }
    for (const auto &name : tool.folders) {
        const auto folder = QString::fromStdString(name);
        if (QFileInfo::exists(folder.startsWith("~/"_L1) ? places.home + folder.mid(1) : folder))
            return folder;
    }
    return {};
}

} // namespace

ToolFinder::Places ToolFinder::usualPlaces()
{
    const auto home = QDir::homePath();
    auto programs = qEnvironmentVariable("PATH").split(QDir::listSeparator(), Qt::SkipEmptyParts);
    // A program started from the desktop often lacks what the shell adds.
    for (const auto &more : {u"/.local/bin"_s, u"/.bun/bin"_s, u"/.npm-global/bin"_s, u"/.opencode/bin"_s,
             u"/.cargo/bin"_s, u"/.volta/bin"_s})
        programs.append(home + more);
    programs.append(u"/usr/local/bin"_s);
    programs.append(u"/opt/homebrew/bin"_s);
    programs.removeDuplicates();
    return {home, programs};
}

ToolFinder::ToolFinder(Places places, QObject *parent)
    : QObject(parent)
    , m_places(std::move(places))
{ }

void ToolFinder::look(QObject *context, std::vector<Tool> tools, std::function<void(const Found &)> done)
{
    m_helper.start([this, waiting = QPointer<QObject>(context), tools = std::move(tools), places = m_places,
                       done = std::move(done)] {
        Found found;
        for (const auto &tool : tools) {
            if (auto place = placeOf(tool, places); !place.isEmpty())
                found.emplace(tool.id, std::move(place));
        }
        QMetaObject::invokeMethod(
            this,
            [waiting, done, found = std::move(found)] {
                if (waiting)
                    done(found);
            },
            Qt::QueuedConnection);
    });
}

} // namespace slipswitch::service
