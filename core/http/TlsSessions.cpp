#include "core/http/TlsSessions.h"

#include <ctime>

namespace slipswitch::http {

namespace {

bool expired(const SSL_SESSION *session)
{
    return SSL_SESSION_get_time(session) + SSL_SESSION_get_timeout(session) < std::time(nullptr);
}

} // namespace

void TlsSessions::put(const Origin &origin, SslSessionPointer session)
{
    auto found = m_entries.find(origin);
    if (found == m_entries.end()) {
        if (m_entries.size() >= maxOrigins) {
            m_entries.erase(m_ages.back());
            m_ages.pop_back();
        }
        m_ages.push_front(origin);
        found = m_entries.emplace(origin, Entry {{}, m_ages.begin()}).first;
    } else {
        m_ages.splice(m_ages.begin(), m_ages, found->second.age);
    }
    auto &sessions = found->second.sessions;
    sessions.push_back(std::move(session));
    if (sessions.size() > maxPerOrigin)
        sessions.pop_front();
}

SslSessionPointer TlsSessions::take(const Origin &origin)
{
    const auto found = m_entries.find(origin);
    if (found == m_entries.end())
        return nullptr;
    auto &sessions = found->second.sessions;
    while (!sessions.empty()) {
        auto session = std::move(sessions.back());
        sessions.pop_back();
        if (!SSL_SESSION_is_resumable(session.get()) || expired(session.get()))
            continue;
        if (SSL_SESSION_get_protocol_version(session.get()) < TLS1_3_VERSION) {
            SSL_SESSION_up_ref(session.get());
            sessions.emplace_back(session.get());
        }
        return session;
    }
    return nullptr;
}

} // namespace slipswitch::http
