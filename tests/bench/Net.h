#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

/// The little that the benchmark's two ends share: plain sockets on loopback, as cheap as they can be, so
/// that what is measured is the gateway between them.
namespace bench {

using Clock = std::chrono::steady_clock;

/// Both throw std::system_error. Sockets are non-blocking, without Nagle's delay.
[[nodiscard]] int listenOnLoopback(std::uint16_t port);
[[nodiscard]] int connectToLoopback(std::uint16_t port);
[[nodiscard]] std::uint16_t portOf(int socket);

/// The value of a field in a head, by its lower-case name; empty when it is not there.
[[nodiscard]] std::string_view fieldOf(std::string_view head, std::string_view lowerName);

/// The number after `--name`, or `otherwise`. Ends the program on nonsense.
[[nodiscard]] long numberArgument(int argc, char **argv, std::string_view name, long otherwise);
[[nodiscard]] std::string textArgument(int argc, char **argv, std::string_view name, std::string otherwise);

} // namespace bench
