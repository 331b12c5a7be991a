#include "core/http/BodyReader.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace slipswitch::http {

namespace {

constexpr std::size_t padding = 64; // what simdjson may read behind the end
constexpr std::size_t firstRoom = 16 * 1024;
constexpr std::array<char, padding> nothing {};

} // namespace

BodyReader::BodyReader(TimedSocket &socket, RequestParser &parser, ReadBuffer &input,
    const ServerLimits &limits, BodyBudget &budget)
    : m_socket(socket)
    , m_parser(parser)
    , m_input(input)
    , m_limits(limits)
    , m_share(budget)
{ }

void BodyReader::start(std::size_t headSize)
{
    m_headSize = headSize;
    m_body = {nothing.data(), 0};
    m_inMemory = false;
    m_complete = !m_parser.head().hasBody();
}

std::span<char> BodyReader::behindHead()
{
    return m_input.bytes().subspan(m_headSize);
}

bool BodyReader::bodyIsHere() const
{
    const auto &head = m_parser.head();
    return !m_inMemory && !head.chunked && head.contentLength.value_or(0) <= m_input.size() - m_headSize;
}

Task<Result<std::string_view>> BodyReader::read()
{
    const auto &head = m_parser.head();
    if (m_complete)
        co_return Result<std::string_view>(m_body);
    const auto length = head.contentLength.value_or(0);
    if (m_limits.bodyBytes != 0 && length > m_limits.bodyBytes)
        co_return failure(ErrorCode::TooLarge, "The body is too large.", ErrorSource::Client);
    m_socket.allow(m_limits.bodyTime);
    Result<std::string_view> body;
    if (head.chunked)
        body = co_await readChunked();
    else
        body = co_await readSized(static_cast<std::size_t>(length));
    m_socket.allowAnyTime();
    m_complete = body.has_value();
    co_return body;
}

Task<Result<std::string_view>> BodyReader::readSized(std::size_t length)
{
    const auto early = behindHead();
    const auto have = std::min(early.size(), length);
    if (have == length && early.size() - length + m_input.spare() >= padding) {
        m_body = {early.data(), length};
        co_return Result<std::string_view>(m_body);
    }
    auto room = co_await makeRoom(length);
    if (!room)
        co_return failure(std::move(room.error()));
    std::memcpy(m_memory.get(), early.data(), have);
    m_end = have;
    if (have == 0)
        askForBody();
    while (m_end < length) {
        auto got = co_await receive();
        if (!got)
            co_return failure(std::move(got.error()));
    }
    m_body = {m_memory.get(), length};
    co_return Result<std::string_view>(m_body);
}

Task<Result<std::string_view>> BodyReader::readChunked()
{
    const auto early = behindHead();
    auto room = co_await makeRoom(std::max(firstRoom, early.size()));
    if (!room)
        co_return failure(std::move(room.error()));
    std::memcpy(m_memory.get(), early.data(), early.size());
    m_end = early.size();
    if (early.empty())
        askForBody();
    for (;;) {
        const auto last = decode();
        if (!last)
            co_return failure(last.error());
        if (*last)
            break;
        if (m_end == m_capacity) {
            room = co_await makeRoom(m_capacity * 2);
            if (!room)
                co_return failure(std::move(room.error()));
        }
        auto got = co_await receive();
        if (!got)
            co_return failure(std::move(got.error()));
    }
    m_body = {m_memory.get(), m_payload};
    co_return Result<std::string_view>(m_body);
}

// Removes the framing from what came last. @return whether the body is complete
Result<bool> BodyReader::decode()
{
    char *fresh = m_memory.get() + m_payload;
    const auto part = m_parser.decodeBody({fresh, m_end - m_payload});
    if (!part)
        return failure(part.error());
    if (!part->bytes.empty())
        std::memmove(fresh, part->bytes.data(), part->bytes.size());
    const auto rest = m_end - m_payload - part->consumed;
    std::memmove(fresh + part->bytes.size(), fresh + part->consumed, rest);
    m_payload += part->bytes.size();
    m_end = m_payload + rest;
    if (m_limits.bodyBytes != 0 && m_payload > m_limits.bodyBytes)
        return failure(ErrorCode::TooLarge, "The body is too large.", ErrorSource::Client);
    return part->last;
}

// Takes a share of what all bodies may hold together, then memory, keeping what is held.
Task<Result<void>> BodyReader::makeRoom(std::size_t capacity)
{
    m_inMemory = true;
    const auto more = capacity - m_capacity;
    bool taken = m_share.tryTake(more);
    if (!taken) {
        m_socket.allowAnyTime(); // it is us who are slow
        taken = co_await m_share.wait(more);
        m_socket.allow(m_limits.bodyTime);
    }
    if (!taken)
        co_return failure(
            ErrorCode::Overloaded, "Too many large requests at one time.", ErrorSource::Internal, true);
    auto memory = std::make_unique_for_overwrite<char[]>(capacity + padding);
    if (m_end > 0)
        std::memcpy(memory.get(), m_memory.get(), m_end);
    std::memset(memory.get() + capacity, 0, padding);
    m_memory = std::move(memory);
    m_capacity = capacity;
    co_return Result<void> {};
}

Task<Result<std::size_t>> BodyReader::receive()
{
    const std::span<char> room {m_memory.get() + m_end, m_capacity - m_end};
    const auto got = co_await m_socket.receive(room);
    if (got == 0 && m_socket.timedOut())
        co_return failure(ErrorCode::Timeout, "The body did not come in time.", ErrorSource::Client);
    if (got == 0)
        co_return failure(ErrorCode::ConnectionClosed, "The client left before the body was complete.",
            ErrorSource::Client);
    m_end += got;
    m_socket.allow(m_limits.bodyTime);
    co_return got;
}

void BodyReader::askForBody()
{
    if (!m_parser.expectsContinue())
        return;
    // So few bytes always fit: nothing else was sent on this connection without being waited for.
    constexpr std::string_view go = "HTTP/1.1 100 Continue\r\n\r\n";
    (void)::send(m_socket.socket().native_handle(), go.data(), go.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void BodyReader::finish()
{
    if (!m_inMemory) {
        m_input.consume(m_headSize + static_cast<std::size_t>(m_parser.head().contentLength.value_or(0)));
    } else {
        m_input.consume(m_input.size());
        if (const auto rest = m_parser.head().chunked ? m_end - m_payload : 0; rest > 0) {
            std::memcpy(m_input.prepare(rest).data(), m_memory.get() + m_payload, rest);
            m_input.commit(rest);
        }
    }
    m_memory.reset();
    m_capacity = m_payload = m_end = 0;
    m_share.giveBack();
}

} // namespace slipswitch::http
