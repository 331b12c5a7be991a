#include "core/http/ServerConnection.h"

#include "core/http/ErrorReply.h"

namespace slipswitch::http {

namespace {

constexpr std::size_t readSize = 8 * 1024;
constexpr std::size_t keptInput = 16 * 1024;
constexpr std::chrono::milliseconds bufferedIdle {2'000}; // then an idle connection gives its buffer back
constexpr std::chrono::milliseconds drainTime {5'000};
constexpr std::size_t drainBytes = 128 * 1024 * 1024;
constexpr unsigned headTooLarge = 431;
constexpr unsigned expectationFailed = 417;

} // namespace

ServerConnection::ServerConnection(TcpSocket socket, std::shared_ptr<ServerState> state, Role role)
    : m_state(std::move(state))
    , m_role(role)
    , m_socket(std::move(socket), m_state->sweep)
    , m_parser(m_state->limits.headBytes != 0 ? m_state->limits.headBytes : SIZE_MAX)
    , m_body(m_socket, m_parser, m_input, m_state->limits, m_state->budget)
    , m_watch(m_socket, m_state->sweep)
    , m_writer(m_socket.socket(), m_watch, m_state->sweep, m_state->limits.takeTime)
{
    m_state->connections.insert(this);
    ++(m_role == Role::Serve ? m_state->counters.connections : m_state->refusing);
}

ServerConnection::~ServerConnection()
{
    m_state->connections.erase(this);
    --(m_role == Role::Serve ? m_state->counters.connections : m_state->refusing);
    if (m_state->connectionEnded)
        m_state->connectionEnded();
}

Task<void> ServerConnection::run(std::shared_ptr<ServerConnection> self)
{
    for (;;) {
        const bool came = co_await self->readHead();
        if (!came)
            break;
        const bool again = co_await self->serve();
        if (!again)
            break;
    }
    self->m_socket.close();
}

Task<void> ServerConnection::refuse(std::shared_ptr<ServerConnection> self)
{
    Error error {ErrorCode::Overloaded, ErrorSource::Internal, true, "Too many connections."};
    co_await self->sendRefusal(std::move(error));
    self->m_socket.close();
}

void ServerConnection::closeIfIdle()
{
    if (m_idle)
        m_socket.close();
}

void ServerConnection::terminate()
{
    abort();
    m_watch.noticeGone();
}

// @return false when there is no further request
Task<bool> ServerConnection::readHead()
{
    m_parser.reset();
    m_writer.start({});
    if (m_input.empty()) {
        const bool came = co_await waitForFirstByte();
        if (!came)
            co_return false;
    }
    m_socket.allow(m_state->limits.headTime);
    for (;;) {
        const auto size = parseHead();
        if (!size) {
            const bool tooLarge = size.error().code == ErrorCode::TooLarge;
            const auto status = tooLarge ? headTooLarge : statusFor(size.error());
            co_await sendRefusal(size.error(), status);
            co_return false;
        }
        if (*size > 0) {
            m_socket.allowAnyTime();
            startExchange(*size);
            co_return true;
        }
        const auto got = co_await receiveMore();
        if (got == 0 && m_socket.timedOut()) {
            Error error {ErrorCode::Timeout, ErrorSource::Client, false, "The header did not come in time."};
            co_await sendRefusal(std::move(error));
        }
        if (got == 0)
            co_return false;
    }
}

Task<bool> ServerConnection::waitForFirstByte()
{
    if (m_state->stopping)
        co_return false;
    const auto idleTime = m_state->limits.idleTime;
    const bool longer = idleTime.count() <= 0 || idleTime > bufferedIdle;
    m_idle = true;
    m_input.release(keptInput);
    m_socket.allow(longer ? bufferedIdle : idleTime);
    auto got = co_await receiveMore();
    if (got == 0 && m_socket.timedOut() && longer) {
        m_input.release();
        m_socket.allow(idleTime);
        co_await m_socket.waitReadable();
        got = co_await receiveMore();
    }
    m_idle = false;
    co_return got > 0;
}

// Empty lines in front are passed over (RFC 9112, 2.2: some clients send one behind a body).
Result<std::size_t> ServerConnection::parseHead()
{
    while (m_input.view().starts_with("\r\n"))
        m_input.consume(2);
    if (m_input.empty() || m_input.view() == "\r")
        return std::size_t {0};
    return m_parser.parseHead(m_input.view());
}

Task<std::size_t> ServerConnection::receiveMore()
{
    const auto room = m_input.prepare(std::max(readSize, m_input.size()));
    const auto got = co_await m_socket.receive(room);
    m_input.commit(got);
    co_return got;
}

void ServerConnection::startExchange(std::size_t headSize)
{
    m_refusal.reset();
    m_body.start(headSize);
    ResponseWriter::Terms terms;
    terms.headRequest = head().method == "HEAD";
    terms.minorVersion = head().minorVersion;
    m_writer.start(terms);
}

// @return whether the connection goes on
Task<bool> ServerConnection::serve()
{
    if (head().fields.find("expect") && !m_parser.expectsContinue() && head().minorVersion >= 1) {
        Error error {ErrorCode::Unsupported, ErrorSource::Client, false,
            "The only expectation we meet is 100-continue."};
        co_await sendRefusal(std::move(error), expectationFailed);
        co_return false;
    }
    co_await callHandler();
    if (m_aborted)
        co_return false;
    if (m_writer.begun() && !m_writer.done()) {
        m_socket.reset();
        co_return false;
    }
    if (!m_writer.begun() && !m_watch.gone()) {
        if (!m_refusal)
            m_refusal = Error {
                ErrorCode::Internal, ErrorSource::Internal, false, "The request could not be answered."};
        co_await sendRefusal(std::move(*m_refusal));
        co_return false;
    }
    if (m_watch.gone())
        co_return false;
    if (!m_writer.keepAlive()) {
        co_await drain();
        co_return false;
    }
    m_body.finish();
    co_return true;
}

Task<void> ServerConnection::callHandler()
{
    auto &counters = m_state->counters;
    ++counters.requests;
    ++counters.inFlight;
    startWatch();
    bool fault = false;
    try {
        co_await m_state->handler(*this);
    } catch (...) {
        fault = true;
    }
    m_watch.end();
    --counters.inFlight;
    const bool silent = !m_writer.begun() && !m_refusal && !m_watch.gone() && !m_aborted;
    if (fault || silent)
        ++counters.faults;
}

void ServerConnection::startWatch()
{
    m_watch.start();
    if (m_body.complete())
        m_watch.watch(shared_from_this());
    else
        m_watch.pollInstead();
}

Task<Result<std::string_view>> ServerConnection::readBody()
{
    auto body = co_await m_body.read();
    if (body)
        m_watch.watch(shared_from_this());
    else if (body.error().code == ErrorCode::ConnectionClosed)
        m_watch.noticeGone();
    else
        m_refusal = body.error();
    co_return body;
}

Task<Result<void>> ServerConnection::respond(const ResponseHead &head, std::string_view body)
{
    return m_writer.respond(head, body, connectionAfter());
}

Task<Result<void>> ServerConnection::write(std::string_view bytes, bool last)
{
    return m_writer.write(bytes, last);
}

ResponseWriter::Connection ServerConnection::connectionAfter() const
{
    const bool keep = m_parser.keepAlive() && m_body.complete() && !m_state->stopping;
    return keep ? ResponseWriter::Connection::Keep : ResponseWriter::Connection::Close;
}

void ServerConnection::abort()
{
    m_aborted = true;
    m_socket.reset();
}

Task<void> ServerConnection::sendRefusal(Error error)
{
    const auto status = statusFor(error);
    return sendRefusal(std::move(error), status);
}

Task<void> ServerConnection::sendRefusal(Error error, unsigned status)
{
    const auto body = errorBody(error);
    ResponseHead response;
    response.status = status;
    response.fields = "Content-Type: application/json\r\n";
    m_socket.allowAnyTime();
    const auto sent = co_await m_writer.respond(response, body, ResponseWriter::Connection::Close);
    if (sent)
        co_await drain();
}

// Closing while bytes come in would reset the connection, and the client might never see our answer.
Task<void> ServerConnection::drain()
{
    boost::system::error_code ignored;
    m_socket.socket().shutdown(TcpSocket::shutdown_send, ignored);
    m_socket.allow(drainTime);
    std::size_t drained = 0;
    while (drained < drainBytes) {
        m_input.consume(m_input.size());
        const auto got = co_await receiveMore();
        if (got == 0)
            break;
        drained += got;
    }
}

} // namespace slipswitch::http
