#include "tests/bench/Net.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace bench {

namespace {

int checked(int result, const char *what)
{
    if (result < 0)
        throw std::system_error(errno, std::generic_category(), what);
    return result;
}

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void switchOn(int socket, int level, int option)
{
    const int on = 1;
    checked(setsockopt(socket, level, option, &on, sizeof(on)), "setsockopt");
}

const char *argument(int argc, char **argv, std::string_view name)
{
    for (int i = 1; i + 1 < argc; ++i) {
        if (std::string_view(argv[i]) == name)
            return argv[i + 1];
    }
    return nullptr;
}

} // namespace

int listenOnLoopback(std::uint16_t port)
{
    const int socket = checked(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
    switchOn(socket, SOL_SOCKET, SO_REUSEADDR);
    switchOn(socket, IPPROTO_TCP, TCP_NODELAY);
    const sockaddr_in address = loopback(port);
    checked(bind(socket, reinterpret_cast<const sockaddr *>(&address), sizeof(address)), "bind");
    checked(listen(socket, 4096), "listen");
    return socket;
}

int connectToLoopback(std::uint16_t port)
{
    const int socket = checked(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), "socket");
    switchOn(socket, IPPROTO_TCP, TCP_NODELAY);
    const sockaddr_in address = loopback(port);
    if (connect(socket, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) < 0
        && errno != EINPROGRESS)
        checked(-1, "connect");
    return socket;
}

std::uint16_t portOf(int socket)
{
    sockaddr_in address {};
    socklen_t size = sizeof(address);
    checked(getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size), "getsockname");
    return ntohs(address.sin_port);
}

std::string_view fieldOf(std::string_view head, std::string_view lowerName)
{
    for (std::size_t at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at)) {
        at += 2;
        const auto line = head.substr(at, head.find("\r\n", at) - at);
        if (line.size() <= lowerName.size() || line[lowerName.size()] != ':')
            continue;
        bool same = true;
        for (std::size_t i = 0; same && i < lowerName.size(); ++i)
            same = std::tolower(static_cast<unsigned char>(line[i])) == lowerName[i];
        if (same) {
            const auto value = line.substr(lowerName.size() + 1);
            const auto start = value.find_first_not_of(' ');
            return start == std::string_view::npos ? std::string_view {} : value.substr(start);
        }
    }
    return {};
}

long numberArgument(int argc, char **argv, std::string_view name, long otherwise)
{
    const char *text = argument(argc, argv, name);
    if (!text)
        return otherwise;
    char *end = nullptr;
    const long value = std::strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value < 0) {
        std::fprintf(stderr, "%s wants a number\n", argv[0]);
        std::exit(2);
    }
    return value;
}

std::string textArgument(int argc, char **argv, std::string_view name, std::string otherwise)
{
    const char *text = argument(argc, argv, name);
    return text ? text : otherwise;
}

} // namespace bench
