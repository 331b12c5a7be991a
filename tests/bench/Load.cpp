// bench-load --port N [--mode closed|rate|streams] …: sends requests to a gateway and says what they took.
//
//   --mode closed    --connections N  each sends its next request when the last one is answered
//   --mode rate      --rate N         so many a second, whether answered or not; latency from when each was
//   due
//   --mode streams   --connections N  paced streams at once, chunks counted
//   --body BYTES --model NAME --key KEY --seconds N --warmup MS --pids N,N
//
// Prints one JSON object. CPU and counts are those of the window after the warm-up; --pids names the gateway.
#include "tests/bench/Net.h"
#include "tests/bench/ProcessMeter.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <deque>
#include <map>
#include <memory>
#include <sstream>
#include <vector>

namespace bench {

namespace {

struct Options
{
    std::uint16_t port = 0;
    std::string mode, key, model;
    long connections = 1, rate = 0, bodyBytes = 4096;
    std::chrono::milliseconds warmup {}, window {};
    std::vector<int> pids;
};

struct Client
{
    int socket = -1;
    std::size_t sent = 0;
    bool busy = false, headSeen = false, chunked = false;
    std::string head;
    std::size_t bodyLeft = 0;
    std::string tail; ///< the last bytes of a chunked body, to see its end
    Clock::time_point due;
};

/// A prompt such as tools send: text with escapes, not one letter repeated.
std::string promptOf(std::size_t bytes)
{
    constexpr std::string_view line = R"(if (answer == \"yes\") {\n    count += 1; // keep it\n}\n)";
    std::string prompt;
    prompt.reserve(bytes + line.size());
    while (prompt.size() < bytes)
        prompt += line;
    return prompt;
}

std::string requestOf(const Options &options)
{
    const bool stream = options.mode == "streams";
    const std::string body = R"({"model":")" + options.model + '"' + (stream ? R"(,"stream":true)" : "")
        + R"(,"messages":[{"role":"system","content":"You are terse."},{"role":"user","content":")"
        + promptOf(static_cast<std::size_t>(options.bodyBytes)) + R"("}],"max_tokens":1000})";
    return "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(options.port)
        + "\r\nAuthorization: Bearer " + options.key
        + "\r\nUser-Agent: bench/1\r\nAccept: application/json\r\nContent-Type: application/json\r\n"
          "Content-Length: "
        + std::to_string(body.size()) + "\r\n\r\n" + body;
}

double microseconds(Clock::duration time)
{
    return std::chrono::duration<double, std::micro>(time).count();
}

class Load
{
public:
    explicit Load(const Options &options)
        : m_options(options)
        , m_request(requestOf(options))
        , m_meter(options.pids)
        , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    { }

    /// 0 when all went well.
    int run()
    {
        m_began = Clock::now();
        openConnections();
        if (m_options.mode == "rate")
            startTimer();
        const auto windowStart = m_began + m_options.warmup, end = windowStart + m_options.window;
        while (Clock::now() < windowStart)
            turn(windowStart);
        m_measuring = true;
        const auto before = m_meter.cpuByThread();
        const auto measured = Clock::now();
        while (Clock::now() < end && m_errors < 1000)
            turn(end);
        print(before, Clock::now() - measured);
        return m_errors == 0 ? 0 : 1;
    }

private:
    void openConnections()
    {
        // Streams start spread over the warm-up, as people would start them.
        const bool spread = m_options.mode == "streams";
        const auto step = m_options.warmup * 3 / 4 / std::max(m_options.connections, 1L);
        for (long i = 0; i < m_options.connections; ++i) {
            m_clients.push_back(std::make_unique<Client>());
            connect(*m_clients.back());
            if (m_options.mode == "rate")
                m_idle.push_back(m_clients.back().get());
            else
                start(*m_clients.back(), Clock::now());
            while (spread && Clock::now() < m_began + step * (i + 1))
                turn(m_began + step * (i + 1));
        }
    }

    void connect(Client &client)
    {
        client.socket = connectToLoopback(m_options.port);
        epoll_event event {};
        event.events = EPOLLIN | EPOLLOUT | EPOLLET;
        event.data.ptr = &client;
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, client.socket, &event);
    }

    void startTimer()
    {
        m_timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
        epoll_event event {};
        event.events = EPOLLIN;
        event.data.ptr = nullptr;
        epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_timer, &event);
        m_nextDue = Clock::now();
        armTimer();
    }

    void armTimer()
    {
        const auto nanoseconds = m_nextDue.time_since_epoch().count();
        itimerspec when {};
        when.it_value.tv_sec = nanoseconds / 1'000'000'000;
        when.it_value.tv_nsec = nanoseconds % 1'000'000'000;
        timerfd_settime(m_timer, TFD_TIMER_ABSTIME, &when, nullptr);
    }

    void turn(Clock::time_point until)
    {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
        std::array<epoll_event, 256> events {};
        const int count = epoll_wait(
            m_epoll, events.data(), events.size(), static_cast<int>(std::clamp<std::int64_t>(left, 0, 50)));
        for (int i = 0; i < count; ++i) {
            const auto &event = events[static_cast<std::size_t>(i)];
            if (event.data.ptr)
                proceed(*static_cast<Client *>(event.data.ptr));
            else
                startDue();
        }
    }

    void startDue()
    {
        std::uint64_t expirations = 0;
        (void)!read(m_timer, &expirations, sizeof(expirations));
        const auto interval = std::chrono::nanoseconds(1'000'000'000 / m_options.rate);
        for (const auto now = Clock::now(); m_nextDue <= now; m_nextDue += interval) {
            if (m_waiting.size() < 100'000)
                m_waiting.push_back(m_nextDue);
        }
        armTimer();
        startWaiting();
    }

    void startWaiting()
    {
        while (!m_waiting.empty() && !m_idle.empty()) {
            Client &client = *m_idle.back();
            m_idle.pop_back();
            start(client, m_waiting.front());
            m_waiting.pop_front();
        }
    }

    void start(Client &client, Clock::time_point due)
    {
        client.due = due;
        client.sent = 0;
        client.busy = true;
        client.headSeen = false;
        client.head.clear();
        client.tail.clear();
        sendMore(client);
    }

    void sendMore(Client &client)
    {
        while (client.sent < m_request.size()) {
            const auto count = send(
                client.socket, m_request.data() + client.sent, m_request.size() - client.sent, MSG_NOSIGNAL);
            if (count <= 0)
                return; // the next event goes on, or finds the connection broken
            client.sent += static_cast<std::size_t>(count);
        }
    }

    void proceed(Client &client)
    {
        if (client.busy)
            sendMore(client);
        for (;;) {
            const auto count = recv(client.socket, m_buffer.data(), m_buffer.size(), 0);
            if (count < 0 && (errno == EAGAIN || errno == ENOTCONN))
                return;
            if (count <= 0)
                return reopen(client);
            take(client, {m_buffer.data(), static_cast<std::size_t>(count)});
        }
    }

    void reopen(Client &client)
    {
        fail(client.busy ? "the connection was closed in the middle" : "the connection was closed");
        close(client.socket);
        if (m_errors >= 1000)
            return;
        connect(client);
        if (client.busy)
            start(client, Clock::now());
    }

    void fail(const std::string &what)
    {
        ++m_errors;
        if (m_firstError.empty())
            m_firstError = what;
    }

    void take(Client &client, std::string_view bytes)
    {
        if (!client.headSeen) {
            const std::size_t had = client.head.size();
            client.head += bytes;
            const auto end = client.head.find("\r\n\r\n");
            if (end == std::string::npos)
                return;
            bytes.remove_prefix(end + 4 - had);
            client.head.resize(end + 4);
            readHead(client);
        }
        if (client.chunked) {
            countEvents(client, bytes);
            client.tail.append(bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), 5)));
            client.tail.erase(0, client.tail.size() - std::min<std::size_t>(client.tail.size(), 5));
            if (client.tail == "0\r\n\r\n")
                finish(client);
        } else {
            client.bodyLeft -= std::min(client.bodyLeft, bytes.size());
            if (client.bodyLeft == 0)
                finish(client);
        }
    }

    void readHead(Client &client)
    {
        client.headSeen = true;
        if (!client.head.starts_with("HTTP/1.1 200"))
            fail(client.head.substr(0, client.head.find('\r')));
        client.chunked = fieldOf(client.head, "transfer-encoding").starts_with("chunked");
        const auto length = fieldOf(client.head, "content-length");
        std::from_chars(length.data(), length.data() + length.size(), client.bodyLeft);
    }

    /// An event ends with an empty line; the framing around it has no two LFs in a row.
    void countEvents(const Client &client, std::string_view bytes)
    {
        if (!m_measuring)
            return;
        char last = client.tail.empty() ? '\0' : client.tail.back();
        for (const char c : bytes) {
            m_events += c == '\n' && last == '\n' ? 1 : 0;
            last = c;
        }
    }

    void finish(Client &client)
    {
        client.busy = false;
        const auto now = Clock::now();
        if (m_measuring) {
            ++m_answers;
            m_latencies.push_back(static_cast<float>(microseconds(now - client.due)));
        }
        if (m_options.mode == "rate") {
            m_idle.push_back(&client);
            startWaiting();
        } else {
            start(client, now);
        }
    }

    double percentile(double share)
    {
        if (m_latencies.empty())
            return 0;
        const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(m_latencies.size() - 1));
        std::nth_element(m_latencies.begin(), m_latencies.begin() + at, m_latencies.end());
        return static_cast<double>(m_latencies[static_cast<std::size_t>(at)]);
    }

    void print(std::map<std::string, std::int64_t> before, Clock::duration took)
    {
        std::ostringstream threads;
        double cpu = 0;
        for (const auto &[name, nanoseconds] : m_meter.cpuByThread()) {
            const double spent = static_cast<double>(nanoseconds - before[name]) / 1000;
            cpu += spent;
            threads << (threads.tellp() > 0 ? "," : "") << '"' << name << "\":" << spent;
        }
        std::printf("{\"answers\":%ld,\"events\":%ld,\"errors\":%ld,\"first_error\":\"%s\",\"seconds\":%.3f,"
                    "\"cpu_us\":%.1f,\"threads_us\":{%s},\"p50_us\":%.1f,\"p99_us\":%.1f,\"rss_kib\":%ld}\n",
            m_answers, m_events, m_errors, m_firstError.c_str(), microseconds(took) / 1e6, cpu,
            threads.str().c_str(), percentile(0.5), percentile(0.99), m_meter.residentKib());
    }

    const Options m_options;
    const std::string m_request;
    const ProcessMeter m_meter;
    int m_epoll, m_timer = -1;
    Clock::time_point m_began, m_nextDue;
    std::vector<std::unique_ptr<Client>> m_clients;
    std::vector<Client *> m_idle;
    std::deque<Clock::time_point> m_waiting;
    bool m_measuring = false;
    long m_answers = 0, m_events = 0, m_errors = 0;
    std::string m_firstError;
    std::vector<float> m_latencies;
    std::array<char, 256 * 1024> m_buffer {};
};

std::vector<int> numbersOf(const std::string &list)
{
    std::vector<int> numbers;
    std::istringstream in(list);
    for (std::string one; std::getline(in, one, ',');)
        numbers.push_back(std::stoi(one));
    return numbers;
}

Options readOptions(int argc, char **argv)
{
    Options options;
    options.port = static_cast<std::uint16_t>(numberArgument(argc, argv, "--port", 0));
    options.mode = textArgument(argc, argv, "--mode", "closed");
    options.key = textArgument(argc, argv, "--key", "none");
    options.model = textArgument(argc, argv, "--model", "up/plain");
    options.connections = std::clamp(numberArgument(argc, argv, "--connections", 1), 1L, 2000L);
    options.rate = std::clamp(numberArgument(argc, argv, "--rate", 500), 1L, 50'000L);
    options.bodyBytes = std::min(numberArgument(argc, argv, "--body", 4096), 8L << 20);
    options.warmup
        = std::chrono::milliseconds(std::min(numberArgument(argc, argv, "--warmup", 300), 30'000L));
    options.window = std::chrono::seconds(std::min(numberArgument(argc, argv, "--seconds", 2), 120L));
    options.pids = numbersOf(textArgument(argc, argv, "--pids", ""));
    return options;
}

} // namespace

} // namespace bench

int main(int argc, char **argv)
{
    const auto load = std::make_unique<bench::Load>(bench::readOptions(argc, argv));
    return load->run();
}
