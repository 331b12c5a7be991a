#include "core/base/Coding.h"
#include "core/base/Secret.h"
#include "core/http/ProxyHandshake.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>

namespace slipswitch::http {

namespace {

constexpr std::size_t maxAnswer = 16 * 1024;

std::string connectRequest(const Origin &origin)
{
    auto host = origin.host;
    if (host.find(':') != std::string::npos)
        host = '[' + host + ']';
    const auto target = host + ':' + std::to_string(origin.port);
    auto request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
    if (!origin.proxy.user.empty()) {
        auto credentials = origin.proxy.user + ':' + origin.proxy.password;
        auto encoded = base64(credentials);
        request += "Proxy-Authorization: Basic " + encoded + "\r\n";
        wipe(credentials);
        wipe(encoded);
    }
    return request + "\r\n";
}

/// 0 if it is no HTTP.
int statusOf(std::string_view answer)
{
    if (answer.size() < 12 || !answer.starts_with("HTTP/1.") || answer[8] != ' ')
        return 0;
    const auto digits = answer.substr(9, 3);
    if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return 0;
    return (digits[0] - '0') * 100 + (digits[1] - '0') * 10 + (digits[2] - '0');
}

Result<void> judge(std::string_view answer, const Origin &origin)
{
    const int status = statusOf(answer);
    if (status == 0)
        return proxyFailure(origin.proxy, "does not answer as an HTTP proxy does");
    const bool refusesUser = status == 407 || status == 401; // tinyproxy says 401 to a wrong password
    if (refusesUser && origin.proxy.user.empty())
        return proxyFailure(origin.proxy, "wants a user name and password");
    if (refusesUser)
        return proxyFailure(origin.proxy, "did not accept the user name or password");
    if (status / 100 != 2)
        return proxyFailure(origin.proxy,
            "refused the connection to " + origin.host + " (status " + std::to_string(status) + ')');
    if (!answer.ends_with("\r\n\r\n"))
        return proxyFailure(origin.proxy, "sent more than its answer");
    return {};
}

} // namespace

tl::unexpected<Error> proxyFailure(const Proxy &proxy, const std::string &what)
{
    return upstreamFailure(ErrorCode::ConnectFailed,
        "The proxy " + proxy.host + " at port " + std::to_string(proxy.port) + ' ' + what + '.');
}

Task<Result<void>> connectThroughHttp(TcpSocket &socket, const Origin &origin)
{
    const bool printable
        = std::all_of(origin.host.begin(), origin.host.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (!printable)
        co_return upstreamFailure(ErrorCode::ConnectFailed, "The host name holds forbidden characters.");
    auto request = connectRequest(origin);
    const auto toSend = boost::asio::buffer(request);
    const auto [writeError, written] = co_await boost::asio::async_write(socket, toSend, plainly);
    wipe(request);
    std::string answer;
    while (!writeError && answer.size() < maxAnswer && answer.find("\r\n\r\n") == std::string::npos) {
        char bytes[2048];
        const auto room = boost::asio::buffer(bytes);
        const auto [error, got] = co_await socket.async_read_some(room, plainly);
        if (error)
            co_return proxyFailure(origin.proxy, "closed the connection");
        answer.append(bytes, got);
    }
    if (writeError)
        co_return proxyFailure(origin.proxy, "closed the connection");
    co_return judge(answer, origin);
}

} // namespace slipswitch::http
