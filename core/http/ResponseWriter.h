#pragma once

#include "core/http/ClientWatch.h"
#include "core/http/Server.h"

#include <sys/uio.h>

#include <array>

namespace slipswitch::http {

/// Frames one response after another and sends each piece with one system call, without copying the payload.
/// Thread: data plane.
class ResponseWriter
{
public:
    using Head = ServerExchange::ResponseHead;
    /// What of the request decides how the answer is framed.
    struct Terms
    {
        bool headRequest = false;
        int minorVersion = 1;
    };
    enum class Connection : std::uint8_t
    {
        Keep,
        Close
    };

    /// @param watch  told when the client turns out to be gone
    /// @param takeTime  a client that takes nothing for so long counts as gone; zero: never
    ResponseWriter(
        TcpSocket &socket, ClientWatch &watch, DeadlineSweep &sweep, std::chrono::milliseconds takeTime)
        : m_socket(socket)
        , m_watch(watch)
        , m_stuck(sweep)
        , m_takeTime(takeTime)
    { }
    void start(Terms terms);
    void begin(const Head &head, Connection connection);
    /// Errors: ConnectionClosed; Internal when the length was given and is not kept.
    [[nodiscard]] Task<Result<void>> write(std::string_view bytes, bool last);
    [[nodiscard]] Task<Result<void>> respond(const Head &head, std::string_view body, Connection connection);

    [[nodiscard]] bool begun() const { return m_begun; }
    /// Bytes wait for room.
    [[nodiscard]] bool writing() const { return m_first < m_count; }
    /// The whole message went to the kernel.
    [[nodiscard]] bool done() const { return m_done; }
    /// Whether the client was told that the connection goes on.
    [[nodiscard]] bool keepAlive() const { return m_keepAlive; }

private:
    enum class Framing : std::uint8_t
    {
        None,
        Length,
        Chunks,
        UntilClose
    };
    enum class Sent : std::uint8_t
    {
        All,
        Blocked,
        Broken
    };

    [[nodiscard]] Framing framingFor(unsigned status, bool lengthKnown) const;
    void beginSized(const Head &head, std::optional<std::uint64_t> length, Connection connection);
    void writeHead(const Head &head, std::optional<std::uint64_t> length);
    void addPart(std::string_view bytes);
    void addChunk(std::string_view bytes, bool last);
    [[nodiscard]] Sent trySend();
    void takeOff(std::size_t bytes);
    [[nodiscard]] Task<Result<void>> flush(bool last);
    /// Until there is room again, or the client took too long.
    [[nodiscard]] Task<void> waitForRoom();
    [[nodiscard]] tl::unexpected<Error> clientLeft();
    [[nodiscard]] Task<Result<void>> wrongLength();

    TcpSocket &m_socket;
    ClientWatch &m_watch;
    Deadline m_stuck;
    std::chrono::milliseconds m_takeTime;
    Terms m_terms;
    std::string m_head;
    std::array<char, 20> m_sizeLine {};
    std::array<iovec, 4> m_parts {};
    std::size_t m_first = 0;
    std::size_t m_count = 0;
    std::uint64_t m_remaining = 0;
    Framing m_framing = Framing::None;
    bool m_tookNothing = false;
    bool m_headHeld = false;
    bool m_begun = false;
    bool m_done = false;
    bool m_keepAlive = false;
};

} // namespace slipswitch::http
