#include "core/http/ResolverHelpers.h"

#include "core/base/ThreadName.h"

#include <boost/asio/ip/address.hpp>

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <netdb.h>
#include <sys/socket.h>
#endif

#include <algorithm>
#include <system_error>
#include <thread>

namespace slipswitch::http {

namespace {

namespace ip = boost::asio::ip;

ip::address addressOf(const addrinfo &info)
{
    if (info.ai_family == AF_INET) {
        const auto *in = reinterpret_cast<const sockaddr_in *>(info.ai_addr);
        return ip::address_v4(ntohl(in->sin_addr.s_addr));
    }
    const auto *in = reinterpret_cast<const sockaddr_in6 *>(info.ai_addr);
    ip::address_v6::bytes_type bytes;
    std::copy_n(in->sin6_addr.s6_addr, bytes.size(), bytes.begin());
    return ip::address_v6(bytes, in->sin6_scope_id);
}

} // namespace

Result<Addresses> systemLookup(const std::string &host)
{
    addrinfo hints {};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *list = nullptr;
    if (const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &list); error != 0)
        return upstreamFailure(
            ErrorCode::ConnectFailed, "The name " + host + " was not found: " + ::gai_strerror(error) + '.');
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> guard(list, &::freeaddrinfo);
    Addresses addresses;
    for (const addrinfo *info = list; info; info = info->ai_next) {
        if (info->ai_family == AF_INET || info->ai_family == AF_INET6)
            addresses.push_back(addressOf(*info));
    }
    return addresses;
}

Resolver::Helpers::Helpers(Lookup lookup, Deliver deliver, const Limits &limits)
    : m_lookup(std::move(lookup))
    , m_deliver(std::move(deliver))
    , m_limits(limits)
{ }

bool Resolver::Helpers::push(const std::string &host)
{
    const std::lock_guard lock(m_mutex);
    if (m_queue.size() >= m_limits.waitingNames)
        return false;
    if (m_free <= m_queue.size() && m_threads < m_limits.threads && !startThread() && m_threads == 0)
        return false;
    m_queue.push_back(host);
    m_wake.notify_one();
    return true;
}

void Resolver::Helpers::stop()
{
    const std::lock_guard lock(m_mutex);
    m_stopped = true;
    m_queue.clear();
    m_wake.notify_all();
}

bool Resolver::Helpers::startThread()
{
    try {
        std::thread([self = shared_from_this()] {
            nameThisThread("resolver");
            self->work();
        }).detach();
    } catch (const std::system_error &) {
        return false;
    }
    ++m_threads;
    return true;
}

void Resolver::Helpers::work()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        ++m_free;
        m_wake.wait(lock, [this] { return m_stopped || !m_queue.empty(); });
        --m_free;
        if (m_stopped)
            return;
        auto host = std::move(m_queue.front());
        m_queue.pop_front();
        lock.unlock();
        auto found = m_lookup(host);
        lock.lock();
        if (m_stopped)
            return;
        m_deliver(std::move(host), std::move(found));
    }
}

} // namespace slipswitch::http
