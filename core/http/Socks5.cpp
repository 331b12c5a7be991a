#include "core/base/Secret.h"
#include "core/http/ProxyHandshake.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace slipswitch::http {

namespace {

constexpr char version = 5;
constexpr char noAuthentication = 0;
constexpr char userAndPassword = 2;
constexpr std::size_t maxText = 255;

enum AddressType : char
{
    IPv4 = 1,
    Name = 3,
    IPv6 = 4
};

void appendCounted(std::string &message, std::string_view text)
{
    message += static_cast<char>(text.size());
    message += text;
}

std::string connectRequest(const Origin &origin)
{
    std::string message {version, 1, 0};
    boost::system::error_code notAddress;
    const auto address = boost::asio::ip::make_address(origin.host, notAddress);
    if (notAddress) {
        message += static_cast<char>(Name);
        appendCounted(message, origin.host);
    } else if (address.is_v4()) {
        const auto bytes = address.to_v4().to_bytes();
        message += static_cast<char>(IPv4);
        message.append(bytes.begin(), bytes.end());
    } else {
        const auto bytes = address.to_v6().to_bytes();
        message += static_cast<char>(IPv6);
        message.append(bytes.begin(), bytes.end());
    }
    message += static_cast<char>(origin.port >> 8U);
    message += static_cast<char>(origin.port & 0xffU);
    return message;
}

std::string reason(unsigned char reply)
{
    switch (reply) {
    case 2:
        return "its rules forbid it";
    case 3:
        return "the network can't be reached";
    case 4:
        return "the host can't be reached";
    case 5:
        return "the host refused it";
    case 6:
        return "it took too long";
    default:
        return "reply " + std::to_string(reply);
    }
}

/// A conversation of short messages; a failure anywhere ends it.
class Talk
{
public:
    Talk(TcpSocket &socket, const Origin &origin)
        : m_socket(socket)
        , m_origin(origin)
    { }

    Task<Result<void>> say(std::string message)
    {
        const auto buffer = boost::asio::buffer(message);
        const auto [error, bytes] = co_await boost::asio::async_write(m_socket, buffer, plainly);
        wipe(message);
        if (error)
            co_return proxyFailure(m_origin.proxy, "closed the connection");
        co_return Result<void> {};
    }
    Task<Result<std::string>> hear(std::size_t size)
    {
        std::string message(size, '\0');
        const auto buffer = boost::asio::buffer(message);
        const auto [error, bytes] = co_await boost::asio::async_read(m_socket, buffer, plainly);
        if (error)
            co_return proxyFailure(m_origin.proxy, "closed the connection");
        co_return message;
    }
    Task<Result<std::string>> ask(std::string message, std::size_t answerSize)
    {
        const auto said = co_await say(std::move(message));
        if (!said)
            co_return failure(said.error());
        auto heard = co_await hear(answerSize);
        co_return heard;
    }

private:
    TcpSocket &m_socket;
    const Origin &m_origin;
};

Task<Result<void>> authenticate(Talk &talk, const Proxy &proxy)
{
    std::string message {1};
    appendCounted(message, proxy.user);
    appendCounted(message, proxy.password);
    const auto answer = co_await talk.ask(std::move(message), 2);
    if (!answer)
        co_return failure(answer.error());
    if ((*answer)[1] != 0)
        co_return proxyFailure(proxy, "did not accept the user name or password");
    co_return Result<void> {};
}

Task<Result<void>> agreeOnMethod(Talk &talk, const Proxy &proxy)
{
    std::string offer {version, 1, noAuthentication};
    if (!proxy.user.empty())
        offer = {version, 2, noAuthentication, userAndPassword};
    const auto choice = co_await talk.ask(std::move(offer), 2);
    if (!choice)
        co_return failure(choice.error());
    if ((*choice)[0] != version)
        co_return proxyFailure(proxy, "does not answer as a SOCKS 5 proxy does");
    const char method = (*choice)[1];
    if (method == userAndPassword && !proxy.user.empty()) {
        auto accepted = co_await authenticate(talk, proxy);
        co_return accepted;
    }
    if (method == noAuthentication)
        co_return Result<void> {};
    if (proxy.user.empty())
        co_return proxyFailure(proxy, "wants a user name and password");
    co_return proxyFailure(proxy, "offers no way to authenticate that we know");
}

/// The address it is bound to is of no use, but must be taken off the stream.
Task<Result<void>> skipAddress(Talk &talk, const Proxy &proxy, char type)
{
    std::size_t size = 2; // the port
    if (type == IPv4) {
        size += 4;
    } else if (type == IPv6) {
        size += 16;
    } else if (type == Name) {
        const auto length = co_await talk.hear(1);
        if (!length)
            co_return failure(length.error());
        size += static_cast<unsigned char>((*length)[0]);
    } else {
        co_return proxyFailure(proxy, "does not answer as a SOCKS 5 proxy does");
    }
    const auto skipped = co_await talk.hear(size);
    if (!skipped)
        co_return failure(skipped.error());
    co_return Result<void> {};
}

} // namespace

Task<Result<void>> connectThroughSocks5(TcpSocket &socket, const Origin &origin)
{
    const Proxy &proxy = origin.proxy;
    if (origin.host.size() > maxText || proxy.user.size() > maxText || proxy.password.size() > maxText)
        co_return proxyFailure(proxy, "can't be given names of more than 255 bytes");
    Talk talk(socket, origin);
    auto agreed = co_await agreeOnMethod(talk, proxy);
    if (!agreed)
        co_return agreed;
    auto request = connectRequest(origin);
    const auto answer = co_await talk.ask(std::move(request), 4);
    if (!answer)
        co_return failure(answer.error());
    if ((*answer)[0] != version)
        co_return proxyFailure(proxy, "does not answer as a SOCKS 5 proxy does");
    if (const auto reply = static_cast<unsigned char>((*answer)[1]); reply != 0)
        co_return proxyFailure(proxy, "could not connect to " + origin.host + ": " + reason(reply));
    auto skipped = co_await skipAddress(talk, proxy, (*answer)[3]);
    co_return skipped;
}

} // namespace slipswitch::http
