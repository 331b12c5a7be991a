#pragma once

#include "core/base/Result.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Names that every file of the room uses. The executor is the concrete one: faster than the type-erased
/// default.
namespace slipswitch::http {

using Executor = boost::asio::io_context::executor_type;
using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
template <typename T>
using Task = boost::asio::awaitable<T, Executor>;

/// One field of a head. Views into the buffer of the message it came with.
struct Field
{
    std::string_view name;
    std::string_view value;
};

/// The fields of a head in order, names as sent. Look-ups ignore case. Small vectors: a scan beats a map.
class Fields
{
public:
    void add(std::string_view name, std::string_view value) { m_fields.push_back({name, value}); }
    void clear() { m_fields.clear(); }
    /// The first one of that name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
    [[nodiscard]] std::size_t count(std::string_view name) const;
    [[nodiscard]] auto begin() const { return m_fields.begin(); }
    [[nodiscard]] auto end() const { return m_fields.end(); }
    [[nodiscard]] std::size_t size() const { return m_fields.size(); }

private:
    std::vector<Field> m_fields;
};

[[nodiscard]] bool equalIgnoringCase(std::string_view a, std::string_view b);

/// Whether a field belongs to one connection only and is never relayed (RFC 9110, 7.6.1).
/// @param connectionOptions  the value of the message's own Connection field, whose tokens count too.
[[nodiscard]] bool isHopByHop(std::string_view name, std::string_view connectionOptions);

/// The next bytes of a body with all framing removed.
struct BodyPart
{
    std::string_view bytes; ///< valid until the next read
    bool last = false;      ///< the message is complete with these; a truncated one is an Error instead
};

/// Each one apart; zero means none.
struct Timeouts
{
    std::chrono::milliseconds connect {10'000};
    std::chrono::milliseconds firstByte {300'000};
    std::chrono::milliseconds silence {300'000}; ///< between two reads of a body
};

} // namespace slipswitch::http
