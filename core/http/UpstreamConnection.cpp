#include "core/http/UpstreamConnection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace slipswitch::http {

namespace {

/// Holds several TLS records or a socket buffer's worth; only touched pages cost memory.
constexpr std::size_t bodyBytes = 64 * 1024;

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

std::span<char> UpstreamConnection::bodyMemory()
{
    if (!m_body)
        m_body = std::make_unique_for_overwrite<char[]>(bodyBytes);
    return {m_body.get(), bodyBytes};
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
