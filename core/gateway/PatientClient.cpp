#include "core/gateway/PatientClient.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>

namespace slipswitch::gateway {

namespace {

constexpr unsigned firstErrorStatus = 400;
constexpr std::size_t longestTail = 3;

} // namespace

void PatientClient::breakSilence(const dialect::Codec &codec, std::chrono::milliseconds silence, RequestId id)
{
    if (codec.keepAlive.empty())
        return;
    m_codec = &codec;
    m_longest = silence;
    m_id = id;
    arm();
}

void PatientClient::arm()
{
    m_silence.arm(m_longest, [this] { breakIt(); });
}

bool PatientClient::isBetweenEvents() const
{
    return m_tail.empty() || m_tail.ends_with("\n\n") || m_tail.ends_with("\n\r\n")
        || m_tail.ends_with("\r\r");
}

/// Whoever takes nothing needs no telling, and half an event must be whole first.
void PatientClient::breakIt()
{
    if (m_client.clientGone())
        return;
    if (m_client.writing() || !isBetweenEvents())
        return arm();
    m_telling = true;
    if (!m_client.begun()) {
        m_told = true;
        ResponseHead head;
        head.fields.append("Content-Type: ").append(m_codec->streamType);
        head.fields += "\r\nx-slipswitch-request-id: " + m_id.toString() + "\r\n";
        m_client.begin(head);
    }
    boost::asio::co_spawn(m_sweep.context().get_executor(), tell(), boost::asio::detached);
}

http::Task<void> PatientClient::tell()
{
    const auto told = co_await m_client.write(m_codec->keepAlive, false);
    m_telling = false;
    if (told)
        arm();
    if (m_waiter)
        m_waiter->cancel();
}

http::Task<void> PatientClient::untilTold()
{
    http::SteadyTimer timer(m_sweep.context().get_executor(), SteadyTime::max());
    m_waiter = &timer;
    const auto [told] = co_await timer.async_wait(http::plainly);
    (void)told;
    m_waiter = nullptr;
}

void PatientClient::begin(const ResponseHead &head)
{
    m_begun = true;
    if (m_told)
        return;
    if (head.contentLength) // there is no room for more
        m_silence.disarm();
    m_client.begin(head);
}

http::Task<Result<void>> PatientClient::respond(const ResponseHead &head, std::string_view body)
{
    m_begun = true;
    if (m_told)
        return respondInStream(head.status, body);
    m_silence.disarm();
    return m_client.respond(head, body);
}

http::Task<Result<void>> PatientClient::respondInStream(unsigned status, std::string_view body)
{
    std::string event;
    if (status >= firstErrorStatus) {
        event = m_codec->failureEvent(dialect::decodeFailure(body, status));
        body = event;
    }
    auto sent = co_await write(body, true);
    co_return sent;
}

http::Task<Result<void>> PatientClient::write(std::string_view bytes, bool last)
{
    if (m_telling)
        return writeAfter(bytes, last);
    noteWritten(bytes, last);
    return m_client.write(bytes, last);
}

http::Task<Result<void>> PatientClient::writeAfter(std::string_view bytes, bool last)
{
    co_await untilTold();
    noteWritten(bytes, last);
    auto sent = co_await m_client.write(bytes, last);
    co_return sent;
}

void PatientClient::noteWritten(std::string_view bytes, bool last)
{
    if (!m_codec)
        return;
    if (last)
        return m_silence.disarm();
    m_silence.extend(m_longest);
    m_tail.append(bytes.substr(bytes.size() - std::min(bytes.size(), longestTail)));
    m_tail.erase(0, m_tail.size() - std::min(m_tail.size(), longestTail));
}

void PatientClient::abort()
{
    m_silence.disarm();
    m_client.abort();
}

} // namespace slipswitch::gateway
