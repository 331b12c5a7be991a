#include "core/platform/SystemProxy.h"

#include "core/base/ThreadName.h"
#include "core/platform/NoProxy.h"

#include <QNetworkProxyFactory>
#include <QNetworkProxyQuery>
#include <QUrl>

#include <system_error>
#include <thread>

namespace slipswitch::platform {

namespace {

std::string keyOf(const ProxyTarget &target)
{
    return (target.tls ? "https://" : "http://") + target.host + ' ' + std::to_string(target.port);
}

ProxySetting settingOf(const QNetworkProxy &proxy)
{
    ProxySetting setting;
    switch (proxy.type()) {
    case QNetworkProxy::NoProxy:
    case QNetworkProxy::DefaultProxy:
        return setting;
    case QNetworkProxy::HttpProxy:
    case QNetworkProxy::HttpCachingProxy:
        setting.kind = ProxySetting::Kind::Http;
        break;
    case QNetworkProxy::Socks5Proxy:
        setting.kind = ProxySetting::Kind::Socks5;
        break;
    default:
        setting.kind = ProxySetting::Kind::Unsupported;
    }
    setting.host = proxy.hostName().toStdString();
    setting.port = proxy.port();
    setting.user = proxy.user().toStdString();
    setting.password = proxy.password().toStdString();
    return setting;
}

} // namespace

ProxySetting askSystem(const ProxyTarget &target)
{
    QUrl url;
    url.setScheme(target.tls ? QStringLiteral("https") : QStringLiteral("http"));
    url.setHost(QString::fromStdString(target.host));
    url.setPort(target.port);
    const auto proxies = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url));
    return proxies.isEmpty() ? ProxySetting {} : settingOf(proxies.front());
}

/// Outlives the SystemProxy while a query hangs.
struct SystemProxy::Shared
{
    struct Asked
    {
        ProxyTarget target;
        Answer answer;
    };
    struct Kept
    {
        ProxySetting setting;
        SteadyTime until;
    };

    std::optional<ProxySetting> lookUp(const ProxyTarget &target, SteadyTime now);
    void keep(const ProxyTarget &target, const ProxySetting &setting, SteadyTime now);
    void work(const Clock &clock);

    Query query;
    Limits limits;
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<Asked> queue;
    std::unordered_map<std::string, Kept> kept;
    bool running = false;
    bool stopped = false;
};

std::optional<ProxySetting> SystemProxy::Shared::lookUp(const ProxyTarget &target, SteadyTime now)
{
    const auto found = kept.find(keyOf(target));
    if (found == kept.end() || found->second.until <= now)
        return std::nullopt;
    return found->second.setting;
}

void SystemProxy::Shared::keep(const ProxyTarget &target, const ProxySetting &setting, SteadyTime now)
{
    if (kept.size() >= limits.kept)
        kept.clear();
    kept.insert_or_assign(keyOf(target), Kept {setting, now + limits.keep});
}

void SystemProxy::Shared::work(const Clock &clock)
{
    std::unique_lock lock(mutex);
    while (true) {
        wake.wait(lock, [this] { return stopped || !queue.empty(); });
        if (stopped)
            return;
        const auto asked = std::move(queue.front());
        queue.pop_front();
        auto setting = lookUp(asked.target, clock.steadyNow());
        if (!setting) {
            lock.unlock();
            setting = query(asked.target);
            lock.lock();
            if (stopped)
                return;
            keep(asked.target, *setting, clock.steadyNow());
        }
        // With the lock held, so that no answer comes after the destructor.
        asked.answer(*setting);
    }
}

SystemProxy::SystemProxy(const Clock &clock, Query query, Variables variables)
    : SystemProxy(clock, std::move(query), std::move(variables), Limits {})
{ }

SystemProxy::SystemProxy(const Clock &clock, Query query, Variables variables, const Limits &limits)
    : m_shared(std::make_shared<Shared>())
    , m_clock(clock)
    , m_variables(std::move(variables))
{
    m_shared->query = std::move(query);
    m_shared->limits = limits;
}

SystemProxy::~SystemProxy()
{
    const std::lock_guard lock(m_shared->mutex);
    m_shared->stopped = true;
    m_shared->queue.clear();
    m_shared->wake.notify_all();
}

std::optional<ProxySetting> SystemProxy::known(const ProxyTarget &target)
{
    if (auto setting = environmentProxy(m_variables, target))
        return setting;
    const std::lock_guard lock(m_shared->mutex);
    return m_shared->lookUp(target, m_clock.steadyNow());
}

bool SystemProxy::find(const ProxyTarget &target, Answer answer)
{
    if (const auto setting = known(target)) {
        answer(*setting);
        return true;
    }
    const std::lock_guard lock(m_shared->mutex);
    if (m_shared->queue.size() >= m_shared->limits.waiting)
        return false;
    if (!m_shared->running) {
        try {
            std::thread([shared = m_shared, &clock = m_clock] {
                nameThisThread("system proxy");
                shared->work(clock);
            }).detach();
        } catch (const std::system_error &) {
            return false;
        }
        m_shared->running = true;
    }
    m_shared->queue.push_back({target, std::move(answer)});
    m_shared->wake.notify_one();
    return true;
}

} // namespace slipswitch::platform
