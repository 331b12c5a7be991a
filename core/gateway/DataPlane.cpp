#include "core/gateway/DataPlane.h"

#include "core/base/ThreadName.h"
#include "core/gateway/Exchange.h"
#include "core/gateway/RushMemory.h"
#include "core/gateway/demo/DemoUpstream.h"
#include "core/http/DeadlineSweep.h"
#include "core/http/Listener.h"
#include "core/http/PooledUpstream.h"
#include "core/platform/SystemCertificates.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <thread>

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace slipswitch::gateway {

namespace {

http::ServerLimits limitsOf(const config::Settings::Listen &listen)
{
    http::ServerLimits limits;
    limits.bodyBytes = listen.maxBodyBytes;
    limits.connections = listen.maxConnections;
    return limits;
}

http::UpstreamOptions upstreamOptions()
{
    http::UpstreamOptions options;
    options.systemCertificates = platform::systemCertificates;
    return options;
}

void giveMemoryBack(ledger::Spool &spool)
{
    spool.forgetPages();
#ifdef __GLIBC__
    ::malloc_trim(0);
#endif
}

} // namespace

/// Everything that lives on the thread. Members go in reverse: connections first, the loop last.
struct DataPlane::Loop
{
    Loop(DataPlane &plane, std::shared_ptr<const Compiled> compiled)
        : sweep(io)
        , network(sweep, plane.m_clock, upstreamOptions())
        , tokens(network, plane.m_clock)
        , context {plane.m_clock, plane.m_catalog, network, demo, plane.m_ledger, plane.m_counters, thoughts,
              responses, places, tokens, sweep, std::move(compiled), plane.m_live}
        , listener(
              io, limitsOf(context.compiled->settings().listen),
              [this](http::ServerExchange &client) { return answer(client); }, sweep)
        , memory(sweep, [&spool = plane.m_ledger.spool()] { giveMemoryBack(spool); })
    { }
    http::Task<void> answer(http::ServerExchange &client);

    boost::asio::io_context io {1};
    boost::asio::executor_work_guard<http::Executor> work {io.get_executor()};
    http::DeadlineSweep sweep;
    http::PooledUpstream network;
    demo::DemoUpstream demo;
    ThoughtStore thoughts;
    ResponseStore responses;
    AnswerPlaces places;
    TokenStore tokens;
    Context context;
    http::Listener listener;
    RushMemory memory;
    std::thread thread;
};

http::Task<void> DataPlane::Loop::answer(http::ServerExchange &client)
{
    memory.requestBegan();
    {
        Exchange exchange(context, client);
        co_await exchange.run();
    }
    memory.requestEnded();
}

DataPlane::DataPlane(
    const Clock &clock, const catalog::Catalog &catalog, ledger::Ledger &ledger, LiveFeed *live)
    : m_clock(clock)
    , m_catalog(catalog)
    , m_ledger(ledger)
    , m_live(live)
{ }

DataPlane::~DataPlane()
{
    stop(std::chrono::milliseconds {0});
}

Result<std::uint16_t> DataPlane::start(std::uint16_t port, std::shared_ptr<const Compiled> compiled)
{
    auto loop = std::make_unique<Loop>(*this, std::move(compiled));
    auto bound = loop->listener.listen(port);
    if (!bound)
        return bound;
    loop->thread = std::thread([raw = loop.get()] {
        nameThisThread("data plane");
        raw->io.run();
    });
    m_loop = std::move(loop);
    return bound;
}

void DataPlane::apply(std::shared_ptr<const Compiled> compiled)
{
    if (!m_loop)
        return;
    boost::asio::post(m_loop->io, [loop = m_loop.get(), compiled = std::move(compiled)]() mutable {
        loop->context.compiled = std::move(compiled);
    });
}

void DataPlane::setPaused(bool paused)
{
    if (m_loop)
        boost::asio::post(m_loop->io, [loop = m_loop.get(), paused] { loop->context.paused = paused; });
}

void DataPlane::stop(std::chrono::milliseconds grace)
{
    if (!m_loop)
        return;
    boost::asio::post(m_loop->io,
        [loop = m_loop.get(), grace] { loop->listener.stop(grace, [loop] { loop->io.stop(); }); });
    m_loop->thread.join();
    m_loop.reset();
}

} // namespace slipswitch::gateway
