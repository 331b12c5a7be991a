#include "core/http/UpstreamConnection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <cstring>
#include <utility>

namespace slipswitch::http {

namespace {

/// More than a paced stream ever brings at once; five hundred of those shall stay small.
constexpr std::size_t usualBody = 8 * 1024;
/// For those that come faster than they are read: several records, or a socket buffer's worth.
constexpr std::size_t largeBody = 64 * 1024;

} // namespace

UpstreamConnection::UpstreamConnection(Executor executor, Origin origin, std::unique_ptr<Transport> transport)
    : m_executor(std::move(executor))
    , m_origin(std::move(origin))
    , m_transport(std::move(transport))
{ }

void UpstreamConnection::startSending(Gather message, Deadline &progress, std::chrono::milliseconds patience)
{
    m_unsent = message;
    m_progress = &progress;
    m_patience = patience;
    m_sending = true;
    m_sentAll = false;
    sendSome();
    if (m_sending)
        boost::asio::co_spawn(m_executor, sendRest(shared_from_this()), boost::asio::detached);
}

void UpstreamConnection::stopSending()
{
    m_sending = false;
    m_unsent = {};
    m_progress = nullptr;
}

std::span<char> UpstreamConnection::bodyMemory(std::span<const char> kept, bool filled)
{
    const auto needed = filled || kept.size() >= usualBody / 2 ? largeBody : usualBody;
    std::unique_ptr<char[]> earlier; // may hold what is kept
    if (m_bodyBytes < needed) {
        earlier = std::exchange(m_body, std::make_unique_for_overwrite<char[]>(needed));
        m_bodyBytes = needed;
    }
    if (!kept.empty())
        std::memmove(m_body.get(), kept.data(), kept.size());
    return {m_body.get(), m_bodyBytes};
}

void UpstreamConnection::releaseMemory()
{
    m_body.reset();
    m_bodyBytes = 0;
    m_headBuffer.consume(m_headBuffer.size());
    m_headBuffer.release();
}

Task<void> UpstreamConnection::sendRest(std::shared_ptr<UpstreamConnection> self)
{
    while (self->m_sending) {
        co_await self->m_transport->waitWritable();
        if (self->m_sending)
            self->sendSome();
    }
}

void UpstreamConnection::sendSome()
{
    const auto status = m_transport->tryWrite(m_unsent);
    if (status == IoStatus::Blocked) {
        m_progress->extend(m_patience);
        return;
    }
    m_sentAll = status == IoStatus::Ok;
    if (m_sentAll)
        m_progress->extend(m_patience);
    stopSending();
}

} // namespace slipswitch::http
