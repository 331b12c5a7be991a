// bench-upstream [--port N] [--seconds N]: answers like an OpenAI-compatible provider, as cheaply as one
// thread can. The model says what is wanted: "…/stream-250-20" streams 250 chunks, one every 20 ms; others
// get a plain answer. Prints its port, ends after `seconds` or when stdin closes.
#include "tests/bench/Net.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <memory>
#include <unordered_map>
#include <vector>

namespace bench {

namespace {

constexpr std::size_t wheelSize = 4096; // milliseconds; the longest pace

struct Connection
{
    int socket = -1;
    std::string head; ///< until its blank line came
    std::size_t bodyLeft = 0;
    std::string bodyStart; ///< enough of it to find the model
    long chunksLeft = 0, paceMs = 0;
    bool reportUsage = false;
    std::uint64_t serial = 0; ///< tells a timer that its connection is another one by now
};

std::string whole(std::string_view type, std::string_view body)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: " + std::string(type)
        + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string chunked(std::string_view bytes)
{
    std::array<char, 20> size {};
    std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
    return size.data() + std::string(bytes) + "\r\n";
}

std::string embeddings()
{
    std::string numbers;
    for (int i = 0; i < 1536; ++i)
        numbers += (i ? ",-0.0" : "0.0") + std::to_string(10'000 + i);
    return R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[)" + numbers
        + R"(]}],"model":"plain","usage":{"prompt_tokens":8,"total_tokens":8}})";
}

const std::string plainAnswer = whole("application/json",
    R"({"id":"chatcmpl-bench","object":"chat.completion","created":1760000000,"model":"plain","choices":[)"
    R"({"index":0,"message":{"role":"assistant","content":")"
        + std::string(400, 'a')
        + R"(","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,)"
          R"("completion_tokens":100,"total_tokens":1100,"prompt_tokens_details":{"cached_tokens":0},)"
          R"("completion_tokens_details":{"reasoning_tokens":0}}})");
const std::string embeddingAnswer = whole("application/json", embeddings());
const std::string modelsAnswer = whole("application/json",
    R"({"object":"list","data":[{"id":"plain","object":"model","created":1760000000,"owned_by":"bench"}]})");
const std::string streamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                               "Transfer-Encoding: chunked\r\n\r\n";
const std::string streamChunk = chunked(
    R"(data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1760000000,"model":"stream",)"
    R"("choices":[{"index":0,"delta":{"role":"assistant","content":" token"},"finish_reason":null}]})"
    "\n\n");
const std::string streamStop = chunked(
    R"(data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1760000000,"model":"stream",)"
    R"("choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})"
    "\n\n");
const std::string streamUsage = chunked(
    R"(data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1760000000,"model":"stream",)"
    R"("choices":[],"usage":{"prompt_tokens":1000,"completion_tokens":250,"total_tokens":1250}})"
    "\n\n");
const std::string streamEnd = chunked("data: [DONE]\n\n") + "0\r\n\r\n";

class Upstream
{
public:
    explicit Upstream(std::uint16_t port)
        : m_epoll(epoll_create1(EPOLL_CLOEXEC))
        , m_listener(listenOnLoopback(port))
        , m_wheel(wheelSize)
    {
        watch(m_listener);
        watch(STDIN_FILENO);
    }

    [[nodiscard]] std::uint16_t port() const { return portOf(m_listener); }

    void run(std::chrono::seconds patience)
    {
        const auto end = Clock::now() + patience;
        std::array<epoll_event, 256> events {};
        while (!m_stopped && Clock::now() < end) {
            const int count = epoll_wait(m_epoll, events.data(), events.size(), m_streams > 0 ? 1 : 200);
            for (int i = 0; i < count; ++i)
                handle(events[static_cast<std::size_t>(i)].data.fd);
            turnWheel();
        }
    }

private:
    struct Timer
    {
        int socket;
        std::uint64_t serial;
    };

    void watch(int socket)
    {
        epoll_event event {};
        event.events = EPOLLIN;
        event.data.fd = socket;
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, socket, &event); // a file as stdin can't be watched; then it isn't
    }

    void handle(int socket)
    {
        if (socket == STDIN_FILENO) {
            char byte = 0;
            m_stopped = read(STDIN_FILENO, &byte, 1) <= 0;
        } else if (socket == m_listener) {
            accept();
        } else if (auto found = m_connections.find(socket); found != m_connections.end()) {
            if (!readFrom(*found->second))
                close(socket);
        }
    }

    void accept()
    {
        for (int socket = 0;
            (socket = accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0;) {
            auto connection = std::make_unique<Connection>();
            connection->socket = socket;
            connection->serial = ++m_serial;
            m_connections[socket] = std::move(connection);
            watch(socket);
        }
    }

    void close(int socket)
    {
        m_streams -= m_connections[socket]->chunksLeft > 0 ? 1 : 0;
        m_connections.erase(socket);
        ::close(socket);
    }

    bool readFrom(Connection &connection)
    {
        const auto count = recv(connection.socket, m_buffer.data(), m_buffer.size(), 0);
        if (count <= 0)
            return count < 0 && errno == EAGAIN;
        std::string_view bytes(m_buffer.data(), static_cast<std::size_t>(count));
        while (!bytes.empty()) {
            if (connection.bodyLeft == 0 && !takeHead(connection, bytes))
                return true;
            takeBody(connection, bytes);
            if (connection.bodyLeft == 0 && !answer(connection))
                return false;
        }
        return true;
    }

    /// False: the head is not complete yet.
    static bool takeHead(Connection &connection, std::string_view &bytes)
    {
        const std::size_t had = connection.head.size();
        connection.head += bytes;
        const auto end = connection.head.find("\r\n\r\n");
        if (end == std::string::npos) {
            bytes = {};
            return false;
        }
        bytes.remove_prefix(end + 4 - had);
        connection.head.resize(end + 4);
        const auto length = fieldOf(connection.head, "content-length");
        std::from_chars(length.data(), length.data() + length.size(), connection.bodyLeft);
        return true;
    }

    static void takeBody(Connection &connection, std::string_view &bytes)
    {
        const auto part = bytes.substr(0, connection.bodyLeft);
        if (connection.bodyStart.size() < 512)
            connection.bodyStart += part.substr(0, 512);
        connection.bodyLeft -= part.size();
        bytes.remove_prefix(part.size());
    }

    bool answer(Connection &connection)
    {
        const std::string_view head = connection.head, body = connection.bodyStart;
        bool good = true;
        if (const auto at = body.find("/stream-"), bare = body.find("\"stream-"); at != bare) {
            good = startStream(connection, body.substr(std::min(at, bare) + 8));
        } else if (head.find("/embeddings ") != std::string_view::npos) {
            good = sendAll(connection, embeddingAnswer);
        } else if (head.find("/models ") != std::string_view::npos) {
            good = sendAll(connection, modelsAnswer);
        } else {
            good = sendAll(connection, plainAnswer);
        }
        connection.head.clear();
        connection.bodyStart.clear();
        return good;
    }

    bool startStream(Connection &connection, std::string_view spec)
    {
        const auto chunks = std::from_chars(spec.data(), spec.data() + spec.size(), connection.chunksLeft);
        std::from_chars(chunks.ptr + 1, spec.data() + spec.size(), connection.paceMs);
        connection.paceMs = std::clamp(connection.paceMs, 1L, static_cast<long>(wheelSize) - 1);
        connection.chunksLeft = std::max(connection.chunksLeft, 1L);
        connection.reportUsage = connection.bodyStart.find("\"include_usage\":true") != std::string::npos;
        ++m_streams;
        schedule(connection);
        return sendAll(connection, streamHead);
    }

    void schedule(Connection &connection)
    {
        const auto slot = (m_tick + static_cast<std::uint64_t>(connection.paceMs)) % wheelSize;
        m_wheel[slot].push_back({connection.socket, connection.serial});
    }

    void turnWheel()
    {
        const auto now = static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - m_began).count());
        if (m_streams == 0) {
            m_tick = now;
            return;
        }
        while (m_tick < now) {
            ++m_tick;
            std::vector<Timer> due;
            due.swap(m_wheel[m_tick % wheelSize]);
            for (const Timer &timer : due)
                sendChunk(timer);
        }
    }

    void sendChunk(const Timer &timer)
    {
        const auto found = m_connections.find(timer.socket);
        if (found == m_connections.end() || found->second->serial != timer.serial)
            return;
        Connection &connection = *found->second;
        bool good = true;
        if (connection.chunksLeft > 1) {
            good = sendAll(connection, streamChunk);
            --connection.chunksLeft;
            schedule(connection);
        } else {
            good = sendAll(connection, streamStop + (connection.reportUsage ? streamUsage : "") + streamEnd);
            connection.chunksLeft = 0;
            --m_streams;
        }
        if (!good)
            close(timer.socket);
    }

    /// Answers are small and the peers read: what doesn't fit at once counts as a broken peer.
    static bool sendAll(const Connection &connection, std::string_view bytes)
    {
        return send(connection.socket, bytes.data(), bytes.size(), MSG_NOSIGNAL)
            == static_cast<ssize_t>(bytes.size());
    }

    int m_epoll, m_listener;
    bool m_stopped = false;
    std::vector<std::vector<Timer>> m_wheel;
    std::uint64_t m_tick = 0, m_serial = 0;
    Clock::time_point m_began = Clock::now();
    long m_streams = 0;
    std::unordered_map<int, std::unique_ptr<Connection>> m_connections;
    std::array<char, 256 * 1024> m_buffer {};
};

} // namespace

} // namespace bench

int main(int argc, char **argv)
{
    const auto upstream = std::make_unique<bench::Upstream>(
        static_cast<std::uint16_t>(bench::numberArgument(argc, argv, "--port", 0)));
    std::printf("%d\n", upstream->port());
    std::fflush(stdout);
    upstream->run(std::chrono::seconds(bench::numberArgument(argc, argv, "--seconds", 1800)));
    return 0;
}
