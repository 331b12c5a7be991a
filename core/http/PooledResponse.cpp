#include "core/http/PooledResponse.h"

namespace slipswitch::http {

namespace {

constexpr std::size_t headRead = 8 * 1024;

} // namespace

PooledResponse::PooledResponse(std::shared_ptr<ConnectionPool> pool, DeadlineSweep &sweep, const Clock &clock,
    const UpstreamRequest &request)
    : m_pool(std::move(pool))
    , m_clock(clock)
    , m_interrupt(std::make_shared<Interrupt>())
    , m_deadline(sweep)
    , m_timeouts(request.timeouts)
    , m_begun(clock.steadyNow())
{ }

PooledResponse::~PooledResponse()
{
    if (!m_connection)
        return;
    m_interrupt->onFire(nullptr);
    const bool sentAll = m_connection->sentAll();
    m_connection->stopSending();
    const bool reusable = m_complete && m_clean && sentAll && m_streamStatus == IoStatus::Ok
        && !m_interrupt->fired() && m_connection->parser().keepAlive();
    if (reusable)
        m_pool->put(std::move(m_connection));
    else
        close();
}

void PooledResponse::follow(Cancellation &cancellation)
{
    cancellation.onFire([interrupt = std::weak_ptr<Interrupt>(m_interrupt)] {
        if (const auto alive = interrupt.lock())
            alive->fire(Interrupt::Reason::Cancelled);
    });
}

void PooledResponse::adopt(std::shared_ptr<UpstreamConnection> connection, bool reused)
{
    m_connection = std::move(connection);
    m_timing.reusedConnection = reused;
    m_timing.connected = elapsed();
    m_interrupt->onFire([raw = m_connection.get()] { raw->transport().close(); });
}

Task<Result<void>> PooledResponse::exchange(const UpstreamRequest &request)
{
    UpstreamConnection &connection = *m_connection;
    const auto noBody = request.headRequest ? ResponseParser::NoBody::Yes : ResponseParser::NoBody::No;
    connection.parser().start(noBody);
    connection.headBuffer().consume(connection.headBuffer().size());
    armDeadline(m_timeouts.firstByte);
    connection.startSending({request.head, request.body}, m_deadline, m_timeouts.firstByte);
    while (true) {
        const auto room = connection.headBuffer().prepare(headRead);
        const auto got = co_await connection.transport().readSome(room);
        const auto complete = takeHead(got);
        if (!complete || *complete) {
            connection.stopSending();
            m_deadline.disarm();
        }
        if (!complete) {
            close();
            co_return failure(complete.error());
        }
        if (*complete)
            co_return Result<void> {};
    }
}

Result<bool> PooledResponse::takeHead(const ReadResult &got)
{
    if (m_interrupt->fired())
        return failure(interrupted("The provider did not begin its answer in time."));
    auto &buffer = m_connection->headBuffer();
    buffer.commit(got.bytes);
    m_streamStatus = got.status;
    if (got.bytes > 0 && !m_received) {
        m_received = true;
        m_timing.firstByte = elapsed();
    }
    const auto size = m_connection->parser().parseHead(buffer.view());
    if (!size)
        return failure(size.error());
    if (*size > 0) {
        m_undecoded = buffer.bytes().subspan(*size);
        m_complete = m_connection->parser().complete();
        m_clean = !m_complete || m_undecoded.empty();
        return true;
    }
    if (got.status == IoStatus::Ok)
        return false;
    if (!m_received)
        return upstreamFailure(
            ErrorCode::ConnectionClosed, "The provider closed the connection without an answer.");
    return failure(ErrorCode::ConnectionClosed, "The provider closed the connection within the header.",
        ErrorSource::Upstream);
}

bool PooledResponse::wasStale() const
{
    return m_timing.reusedConnection && !m_received && !m_interrupt->fired();
}

void PooledResponse::beginAgain()
{
    m_interrupt->onFire(nullptr);
    m_connection.reset();
    m_streamStatus = IoStatus::Ok;
    m_timing.retriedStale = true;
}

void PooledResponse::armDeadline(std::chrono::milliseconds duration)
{
    m_deadline.arm(duration, [raw = m_interrupt.get()] { raw->fire(Interrupt::Reason::TimedOut); });
}

unsigned PooledResponse::status() const
{
    return m_connection->parser().status();
}

const Fields &PooledResponse::fields() const
{
    return m_connection->parser().fields();
}

std::optional<std::uint64_t> PooledResponse::contentLength() const
{
    return m_connection->parser().contentLength();
}

Task<Result<BodyPart>> PooledResponse::read()
{
    while (!m_interrupt->fired()) {
        auto part = decode();
        if (!part) {
            close();
            co_return failure(std::move(part.error()));
        }
        if (*part)
            co_return **part;
        if (m_streamStatus != IoStatus::Ok)
            co_return endOfStream();
        // What was not decoded is the beginning of some framing, and short.
        const auto kept = m_undecoded.size();
        const auto memory = m_connection->bodyMemory(m_undecoded, m_filled);
        armDeadline(m_timeouts.silence);
        const auto got = co_await m_connection->transport().readSome(memory.subspan(kept));
        m_deadline.disarm();
        m_streamStatus = got.status;
        m_filled = kept + got.bytes == memory.size();
        m_undecoded = memory.first(kept + got.bytes);
    }
    co_return failure(interrupted("The provider fell silent in the middle of its answer."));
}

Result<std::optional<BodyPart>> PooledResponse::decode()
{
    if (m_complete)
        return BodyPart {{}, true};
    if (m_undecoded.empty())
        return std::nullopt;
    const auto body = m_connection->parser().decodeBody(m_undecoded);
    if (!body)
        return failure(body.error());
    m_undecoded = m_undecoded.subspan(body->consumed);
    if (body->last) {
        m_complete = true;
        m_clean = m_undecoded.empty();
    }
    if (body->bytes.empty() && !body->last)
        return std::nullopt;
    return BodyPart {body->bytes, body->last};
}

Result<BodyPart> PooledResponse::endOfStream()
{
    // A stream that was cut may not pass for the end of a body that ends with the connection.
    if (m_streamStatus == IoStatus::End && m_connection->parser().finish()) {
        m_complete = true;
        return BodyPart {{}, true};
    }
    close();
    return failure(ErrorCode::ConnectionClosed,
        "The provider closed the connection before its answer was complete.", ErrorSource::Upstream);
}

Error PooledResponse::interrupted(std::string_view whatFor) const
{
    if (m_interrupt->reason() == Interrupt::Reason::Cancelled)
        return cancelledFailure().value();
    return Error {ErrorCode::Timeout, ErrorSource::Upstream, !m_received, std::string(whatFor)};
}

std::chrono::microseconds PooledResponse::elapsed() const
{
    return std::chrono::duration_cast<std::chrono::microseconds>(m_clock.steadyNow() - m_begun);
}

void PooledResponse::close()
{
    m_connection->transport().close();
    m_streamStatus = IoStatus::Cut;
}

} // namespace slipswitch::http
