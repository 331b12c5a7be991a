#include "ui/shell/Names.h"

namespace slipswitch::ui {

QString providerKind(const service::GatewayService &gateway, const std::string &name)
{
    for (const auto &known : gateway.settings()->providers) {
        if (known.name == name)
            return QString::fromStdString(known.kind);
    }
    return QString::fromStdString(name);
}

QString providerTitle(const service::GatewayService &gateway, const std::string &name)
{
    const auto &catalog = gateway.catalog();
    if (const auto *preset = catalog ? catalog->provider(name) : nullptr)
        return QString::fromStdString(preset->name);
    auto title = QString::fromStdString(name);
    if (!title.isEmpty())
        title[0] = title[0].toUpper();
    return title;
}

} // namespace slipswitch::ui
