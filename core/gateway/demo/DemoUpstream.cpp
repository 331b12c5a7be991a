#include "core/gateway/demo/DemoUpstream.h"

#include "core/gateway/demo/DemoScript.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace slipswitch::gateway::demo {

namespace {

using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
    boost::asio::wait_traits<std::chrono::steady_clock>, http::Executor>;

/// False: called off meanwhile.
http::Task<bool> wait(std::chrono::milliseconds pause, http::Cancellation &cancellation)
{
    if (pause.count() > 0 && !cancellation.fired()) {
        const auto executor = co_await boost::asio::this_coro::executor;
        Timer timer(executor, pause);
        cancellation.onFire([&timer] { timer.cancel(); });
        auto waited = co_await timer.async_wait(
            boost::asio::as_tuple(boost::asio::use_awaitable_t<http::Executor>()));
        (void)waited;
        cancellation.onFire(nullptr);
    }
    co_return !cancellation.fired();
}

tl::unexpected<Error> calledOff()
{
    return failure(ErrorCode::Cancelled, "The client left.", ErrorSource::Client);
}

class DemoResponse final : public http::UpstreamResponse
{
public:
    DemoResponse(Script script, http::Cancellation &cancellation)
        : m_script(std::move(script))
        , m_cancellation(cancellation)
    {
        m_fields.add("content-type", m_script.contentType);
        if (!m_script.retryAfter.empty())
            m_fields.add("retry-after", m_script.retryAfter);
    }

    [[nodiscard]] unsigned status() const override { return m_script.status; }
    [[nodiscard]] const http::Fields &fields() const override { return m_fields; }
    [[nodiscard]] std::optional<std::uint64_t> contentLength() const override { return std::nullopt; }
    [[nodiscard]] const http::UpstreamTiming &timing() const override { return m_timing; }

    [[nodiscard]] http::Task<Result<http::BodyPart>> read() override
    {
        const auto &piece = m_script.pieces[m_next];
        const bool going = co_await wait(piece.pause, m_cancellation);
        if (!going)
            co_return calledOff();
        ++m_next;
        co_return http::BodyPart {piece.bytes, m_next == m_script.pieces.size()};
    }

private:
    Script m_script;
    http::Cancellation &m_cancellation;
    http::Fields m_fields;
    http::UpstreamTiming m_timing;
    std::size_t m_next = 0;
};

/// "/chat/completions" out of "POST /v1/chat/completions HTTP/1.1…".
std::string_view pathOf(std::string_view head)
{
    constexpr std::string_view base = "/v1";
    const auto start = head.find(' ') + 1;
    auto path = head.substr(start, head.find(' ', start) - start);
    path = path.substr(0, path.find('?'));
    return path.starts_with(base) ? path.substr(base.size()) : path;
}

} // namespace

http::Task<Result<std::unique_ptr<http::UpstreamResponse>>> DemoUpstream::send(
    const http::UpstreamRequest &request, http::Cancellation &cancellation)
{
    if (cancellation.fired())
        co_return calledOff();
    auto script = scriptFor(pathOf(request.head), request.body);
    std::unique_ptr<http::UpstreamResponse> response
        = std::make_unique<DemoResponse>(std::move(script), cancellation);
    co_return response;
}

} // namespace slipswitch::gateway::demo
