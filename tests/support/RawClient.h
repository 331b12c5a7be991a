#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace slipswitch::tests {

/// A TCP client that sends exactly what it is told and reads HTTP without our own parsers.
/// Every call blocks, but no longer than its timeout.
class RawClient
{
public:
    using Timeout = std::chrono::milliseconds;
    static constexpr Timeout patience {10'000};

    enum class Family : std::uint8_t
    {
        V4,
        V6
    };
    /// How a connection stands after reading.
    enum class End : std::uint8_t
    {
        Open,
        Closed,
        Reset
    };

    struct Response
    {
        int status = 0; ///< 0: no head came
        std::string head, body; ///< head with its blank line; body without framing
        bool complete = false; ///< ended as its own head says
        [[nodiscard]] bool hasField(std::string_view line) const
        {
            return head.find(line) != std::string::npos;
        }
    };

    explicit RawClient(std::uint16_t port, Family family = Family::V4);
    ~RawClient();
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    [[nodiscard]] bool connected() const { return m_socket >= 0; }
    /// @return false when the peer did not take everything.
    bool send(std::string_view bytes, Timeout timeout = patience);
    /// Up to and including `mark`, or everything until the connection ended or time was up.
    std::string readUntil(std::string_view mark, Timeout timeout = patience);
    /// Everything until the peer closes or resets.
    std::string readAll(Timeout timeout = patience);
    /// One response; bytes behind it stay for the next one.
    Response readResponse(Timeout timeout = patience, bool headRequest = false);
    [[nodiscard]] End end() const { return m_end; }
    /// Waits until the peer closed or reset; what comes until then is dropped.
    End waitForEnd(Timeout timeout = patience);
    void shutdownWrite();
    void close();
    /// Closes with a reset instead of a clean end.
    void reset();
    /// A small receive buffer shows back-pressure early; call before anything was read.
    void setReceiveBuffer(int bytes);

private:
    using Moment = std::chrono::steady_clock::time_point;
    bool fill(Moment until);
    [[nodiscard]] bool waitFor(short events, Moment until) const;
    std::string take(std::size_t size);
    bool readSized(std::size_t size, std::string &out, Moment until);
    bool readChunks(std::string &out, Moment until);
    std::string readMark(std::string_view mark, Moment until);

    int m_socket = -1;
    End m_end = End::Open;
    std::string m_held;
};

} // namespace slipswitch::tests
