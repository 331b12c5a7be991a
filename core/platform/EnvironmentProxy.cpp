#include "core/platform/EnvironmentProxy.h"

#include "core/platform/NoProxy.h"

#include <QString>
#include <QUrl>

#include <cstdlib>
#include <initializer_list>

namespace slipswitch::platform {

namespace {

std::string firstSet(const Variables &variables, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        if (auto value = variables(name); !value.empty())
            return value;
    }
    return {};
}

ProxySetting::Kind kindOf(const QString &scheme)
{
    if (scheme == QLatin1String("http"))
        return ProxySetting::Kind::Http;
    if (scheme == QLatin1String("socks5") || scheme == QLatin1String("socks5h")
        || scheme == QLatin1String("socks"))
        return ProxySetting::Kind::Socks5;
    return ProxySetting::Kind::Unsupported;
}

} // namespace

std::string processVariable(const char *name)
{
    const char *value = std::getenv(name);
    return value ? value : "";
}

std::optional<ProxySetting> parseProxy(const std::string &text)
{
    auto written = QString::fromStdString(text).trimmed();
    if (!written.contains(QLatin1String("://")))
        written.prepend(QLatin1String("http://"));
    const QUrl url(written, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return std::nullopt;
    ProxySetting setting;
    setting.kind = kindOf(url.scheme());
    setting.host = url.host().toStdString();
    const int usualPort = setting.kind == ProxySetting::Kind::Http ? 80 : 1080;
    setting.port = static_cast<std::uint16_t>(url.port(usualPort));
    setting.user = url.userName(QUrl::FullyDecoded).toStdString();
    setting.password = url.password(QUrl::FullyDecoded).toStdString();
    return setting;
}

std::optional<ProxySetting> environmentProxy(const Variables &variables, const ProxyTarget &target)
{
    auto value = target.tls ? firstSet(variables, {"https_proxy", "HTTPS_PROXY"})
                            : firstSet(variables, {"http_proxy", "HTTP_PROXY"});
    if (value.empty())
        value = firstSet(variables, {"all_proxy", "ALL_PROXY"});
    const bool bypassed
        = isLoopback(target.host) || bypassesProxy(firstSet(variables, {"no_proxy", "NO_PROXY"}), target);
    if (bypassed)
        return ProxySetting {};
    if (value.empty())
        return std::nullopt;
    return parseProxy(value);
}

} // namespace slipswitch::platform
