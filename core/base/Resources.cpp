#include "core/base/Resources.h"

#include <QFile>

#include <mutex>

// The macro declares a function and must stand outside any namespace.
static void registerResources()
{
    Q_INIT_RESOURCE(resources);
}

namespace slipswitch {

Result<std::string> readResource(const std::string &path)
{
    static std::once_flag once;
    std::call_once(once, registerResources);
    QFile file(QStringLiteral(":/") + QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::NotFound, "There is no built-in file " + path + ".");
    return file.readAll().toStdString();
}

} // namespace slipswitch
