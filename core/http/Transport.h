#pragma once

#include "core/http/Interrupt.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace slipswitch::http {

enum class IoStatus : std::uint8_t
{
    Ok,
    Blocked, ///< nothing more without waiting
    End, ///< the peer ended its side in the proper way
    Cut, ///< reset, or a TLS stream that ended without saying so
};

struct ReadResult
{
    std::size_t bytes = 0; ///< may come together with End or Cut
    IoStatus status = IoStatus::Ok;
};

/// Two pieces to write one after the other; what was written is taken off.
struct Gather
{
    std::string_view head;
    std::string_view body;
    [[nodiscard]] bool empty() const { return head.empty() && body.empty(); }
    void consume(std::size_t bytes);
};

/// A byte stream to a peer, plain or encrypted. One read and one write may be under way at the same time.
/// Thread: data plane.
class Transport
{
public:
    explicit Transport(TcpSocket socket)
        : m_socket(std::move(socket))
    { }
    virtual ~Transport() = default;
    Transport(const Transport &) = delete;
    Transport &operator=(const Transport &) = delete;

    /// Waits until there is something, then gives all of it that fits.
    [[nodiscard]] virtual Task<ReadResult> readSome(std::span<char> into) = 0;
    /// Writes what fits without waiting and takes it off `pending`: Ok when all went.
    [[nodiscard]] virtual IoStatus tryWrite(Gather &pending) = 0;
    /// Whether an idle stream can be used again: neither ended nor holding bytes that nobody asked for.
    [[nodiscard]] virtual bool aliveWhenIdle() = 0;
    /// Ends both sides at once; what waits ends with Cut.
    virtual void close();

    /// After Blocked. The result says nothing about success: write again to learn it.
    [[nodiscard]] Task<void> waitWritable();

protected:
    TcpSocket m_socket;
};

/// Bytes as they are.
class PlainTransport final : public Transport
{
public:
    using Transport::Transport;
    [[nodiscard]] Task<ReadResult> readSome(std::span<char> into) override;
    [[nodiscard]] IoStatus tryWrite(Gather &pending) override;
    [[nodiscard]] bool aliveWhenIdle() override;
};

} // namespace slipswitch::http
