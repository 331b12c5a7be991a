#pragma once

#include "core/http/ConnectionPool.h"
#include "core/http/DeadlineSweep.h"
#include "core/http/Interrupt.h"

#include <memory>

namespace slipswitch::http {

/// One request's way over a connection: sends, reads the head, then serves the body. Thread: data plane.
class PooledResponse final : public UpstreamResponse
{
public:
    PooledResponse(std::shared_ptr<ConnectionPool> pool, DeadlineSweep &sweep, const Clock &clock,
        const UpstreamRequest &request);
    ~PooledResponse() override;
    PooledResponse(const PooledResponse &) = delete;
    PooledResponse &operator=(const PooledResponse &) = delete;

    /// Lets `cancellation` end this request at any time; it need not outlive it, nor the other way round.
    void follow(Cancellation &cancellation);
    void adopt(std::shared_ptr<UpstreamConnection> connection, bool reused);
    /// Sends the request and waits for the head of its answer. Errors: as Upstream::send.
    [[nodiscard]] Task<Result<void>> exchange(const UpstreamRequest &request);
    /// After a failed exchange: the connection had died while it was idle, and nothing came.
    [[nodiscard]] bool wasStale() const;
    /// Forgets the dead connection.
    void beginAgain();

    /// Ends the request if it passes.
    void armDeadline(std::chrono::milliseconds duration);
    void disarmDeadline() { m_deadline.disarm(); }
    [[nodiscard]] Interrupt &interrupt() { return *m_interrupt; }

    [[nodiscard]] unsigned status() const override;
    [[nodiscard]] const Fields &fields() const override;
    [[nodiscard]] std::optional<std::uint64_t> contentLength() const override;
    [[nodiscard]] const UpstreamTiming &timing() const override { return m_timing; }
    [[nodiscard]] Task<Result<BodyPart>> read() override;

private:
    [[nodiscard]] Result<bool> takeHead(const ReadResult &got);
    [[nodiscard]] Result<std::optional<BodyPart>> decode();
    [[nodiscard]] Result<BodyPart> endOfStream();
    [[nodiscard]] Error interrupted(std::string_view whatFor) const;
    [[nodiscard]] std::chrono::microseconds elapsed() const;
    void close();

    std::shared_ptr<ConnectionPool> m_pool;
    const Clock &m_clock;
    std::shared_ptr<Interrupt> m_interrupt;
    Deadline m_deadline;
    Timeouts m_timeouts;
    std::shared_ptr<UpstreamConnection> m_connection;
    UpstreamTiming m_timing;
    SteadyTime m_begun;
    std::span<char> m_undecoded; ///< of the body, as it came
    bool m_filled = false; ///< the last read left no room
    IoStatus m_streamStatus = IoStatus::Ok;
    bool m_received = false;
    bool m_complete = false;
    bool m_clean = true; ///< no byte beyond the message
};

} // namespace slipswitch::http
