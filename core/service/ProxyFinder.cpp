#include "core/service/ProxyFinder.h"

#include "core/platform/EnvironmentProxy.h"

#include <boost/url/parse.hpp>

#include <QMetaObject>

namespace slipswitch::service {

namespace {

constexpr std::string_view environmentReference = "env:";
constexpr std::uint16_t httpPort = 80;
constexpr std::uint16_t httpsPort = 443;

http::Proxy converted(const platform::ProxySetting &setting)
{
    http::Proxy proxy;
    if (setting.kind == platform::ProxySetting::Kind::Http)
        proxy.kind = http::Proxy::Kind::HttpConnect;
    else if (setting.kind == platform::ProxySetting::Kind::Socks5)
        proxy.kind = http::Proxy::Kind::Socks5;
    else
        return proxy;
    proxy.host = setting.host;
    proxy.port = setting.port;
    proxy.user = setting.user;
    proxy.password = setting.password;
    return proxy;
}

} // namespace

ProxyFinder::ProxyFinder(const Clock &clock, QObject *parent)
    : QObject(parent)
    , m_system(clock)
{ }

gateway::ProxyMap ProxyFinder::proxiesFor(const config::Settings &settings)
{
    gateway::ProxyMap proxies;
    for (const auto &provider : settings.providers) {
        if (provider.kind != "demo")
            proxies[provider.name] = proxyFor(provider, settings.upstream.proxy);
    }
    return proxies;
}

http::Proxy ProxyFinder::proxyFor(const domain::Provider &provider, const domain::ProxyChoice &fallback)
{
    using Mode = domain::ProxyChoice::Mode;
    const auto &choice = provider.proxy.mode == Mode::System ? fallback : provider.proxy;
    switch (choice.mode) {
    case Mode::None:
        return {};
    case Mode::Fixed:
        return fixed(provider.name, choice.url);
    case Mode::System:
        break;
    }
    return system(provider);
}

http::Proxy ProxyFinder::fixed(const std::string &provider, const std::string &text)
{
    const bool named = text.starts_with(environmentReference);
    const auto address = named ? platform::processVariable(text.c_str() + environmentReference.size()) : text;
    const auto setting = platform::parseProxy(address);
    if (setting && setting->kind != platform::ProxySetting::Kind::Unsupported)
        return converted(*setting);
    tellOnce(
        tr("The proxy of %1 is no http:// or socks5:// address, so %1 can't be reached. Its settings say %2.")
            .arg(QString::fromStdString(provider), QString::fromStdString(text)));
    // Going around a proxy that the user set could show the traffic to whom it must not.
    http::Proxy nowhere;
    nowhere.kind = http::Proxy::Kind::HttpConnect;
    nowhere.host = "proxy-not-set.invalid";
    nowhere.port = 1;
    return nowhere;
}

http::Proxy ProxyFinder::system(const domain::Provider &provider)
{
    if (provider.baseUrls.empty())
        return {};
    const auto url = boost::urls::parse_uri(provider.baseUrls.begin()->second);
    if (!url)
        return {};
    platform::ProxyTarget target;
    target.tls = url->scheme() == "https";
    target.host = url->host_address();
    target.port = url->has_port() ? url->port_number() : target.tls ? httpsPort : httpPort;
    const auto known = m_system.known(target);
    if (!known) {
        const bool asked = m_system.find(target, [this](const platform::ProxySetting &) {
            QMetaObject::invokeMethod(this, &ProxyFinder::found, Qt::QueuedConnection);
        });
        (void)asked; // when too many wait, the connection is tried without a proxy
        return {};
    }
    if (known->kind == platform::ProxySetting::Kind::Unsupported)
        tellOnce(
            tr("The system's proxy for %1 is of a kind that can't be used; the provider is called directly.")
                .arg(QString::fromStdString(provider.name)));
    return converted(*known);
}

void ProxyFinder::tellOnce(const QString &text)
{
    if (m_told.insert(text).second)
        Q_EMIT notice(text);
}

} // namespace slipswitch::service
