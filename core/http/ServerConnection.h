#pragma once

#include "core/http/BodyReader.h"
#include "core/http/ResponseWriter.h"
#include "core/http/ServerState.h"

#include <memory>

namespace slipswitch::http {

/// One client's connection: reads a request, has it answered, reads the next. Owned by its coroutine.
/// Thread: data plane.
class ServerConnection final : public ServerExchange, public std::enable_shared_from_this<ServerConnection>
{
public:
    enum class Role : std::uint8_t
    {
        Serve,
        Refuse ///< only to be told that there are too many
    };

    ServerConnection(TcpSocket socket, std::shared_ptr<ServerState> state, Role role);
    ~ServerConnection() override;
    ServerConnection(const ServerConnection &) = delete;
    ServerConnection &operator=(const ServerConnection &) = delete;

    /// Serves until the connection ends.
    [[nodiscard]] static Task<void> run(std::shared_ptr<ServerConnection> self);
    /// Says that there are too many connections, then ends.
    [[nodiscard]] static Task<void> refuse(std::shared_ptr<ServerConnection> self);
    /// Ends the connection if no request is under way.
    void closeIfIdle();
    /// Ends the connection, and tells the handler if there is one at work.
    void terminate();

    [[nodiscard]] const RequestHead &head() const override { return m_parser.head(); }
    [[nodiscard]] Task<Result<std::string_view>> readBody() override;
    [[nodiscard]] Task<Result<void>> respond(const ResponseHead &head, std::string_view body) override;
    void begin(const ResponseHead &head) override { m_writer.begin(head, connectionAfter()); }
    [[nodiscard]] Task<Result<void>> write(std::string_view bytes, bool last) override;
    void abort() override;
    void onClientGone(std::function<void()> callback) override { m_watch.onGone(std::move(callback)); }
    [[nodiscard]] bool clientGone() const override { return m_watch.gone(); }
    [[nodiscard]] bool begun() const override { return m_writer.begun(); }
    [[nodiscard]] bool writing() const override { return m_writer.writing(); }

private:
    [[nodiscard]] Task<bool> readHead();
    [[nodiscard]] Task<bool> waitForFirstByte();
    [[nodiscard]] Result<std::size_t> parseHead();
    [[nodiscard]] Task<std::size_t> receiveMore();
    [[nodiscard]] Task<bool> serve();
    [[nodiscard]] Task<void> callHandler();
    [[nodiscard]] Task<void> sendRefusal(Error error, unsigned status);
    [[nodiscard]] Task<void> sendRefusal(Error error);
    [[nodiscard]] Task<void> drain();
    void startExchange(std::size_t headSize);
    void startWatch();
    [[nodiscard]] ResponseWriter::Connection connectionAfter() const;

    std::shared_ptr<ServerState> m_state;
    Role m_role;
    TimedSocket m_socket;
    ReadBuffer m_input;
    RequestParser m_parser;
    BodyReader m_body;
    ClientWatch m_watch;
    ResponseWriter m_writer;
    std::optional<Error> m_refusal;
    bool m_idle = false;
    bool m_aborted = false;
};

} // namespace slipswitch::http
