#pragma once

#include "core/http/BodyBudget.h"
#include "core/http/ReadBuffer.h"
#include "core/http/RequestParser.h"
#include "core/http/TimedSocket.h"

namespace slipswitch::http {

/// Reads the bodies of one connection's requests, each whole. Thread: data plane.
class BodyReader
{
public:
    /// @param input  holds the head, which must not move while its views are in use, and what came behind it
    BodyReader(TimedSocket &socket, RequestParser &parser, ReadBuffer &input, const ServerLimits &limits,
        BodyBudget &budget);

    /// A request begins. @param headSize  of its head, at the front of the input
    void start(std::size_t headSize);
    /// See ServerExchange::readBody.
    [[nodiscard]] Task<Result<std::string_view>> read();
    /// Nothing of the request is left to be received.
    [[nodiscard]] bool complete() const { return m_complete || bodyIsHere(); }
    /// The request ended: takes it out of the input, where what follows then stands. Only when complete.
    void finish();

private:
    [[nodiscard]] std::span<char> behindHead();
    [[nodiscard]] bool bodyIsHere() const;
    [[nodiscard]] Task<Result<std::string_view>> readSized(std::size_t length);
    [[nodiscard]] Task<Result<std::string_view>> readChunked();
    [[nodiscard]] Task<Result<void>> makeRoom(std::size_t capacity);
    [[nodiscard]] Task<Result<std::size_t>> receive();
    [[nodiscard]] Result<bool> decode();
    void askForBody();

    TimedSocket &m_socket;
    RequestParser &m_parser;
    ReadBuffer &m_input;
    const ServerLimits &m_limits;
    BodyShare m_share;
    std::size_t m_headSize = 0;
    std::unique_ptr<char[]> m_memory; ///< payload, then bytes not decoded yet, then padding
    std::size_t m_capacity = 0; ///< without the padding
    std::size_t m_payload = 0;
    std::size_t m_end = 0;
    std::string_view m_body;
    bool m_inMemory = false; ///< the body was read into memory of its own
    bool m_complete = false;
};

} // namespace slipswitch::http
