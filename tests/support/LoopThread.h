#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <thread>
#include <type_traits>

namespace slipswitch::tests {

/// An io_context on a thread of its own, as the data plane has it. Stopped and joined on destruction; what
/// lives on it should be taken down by `run` before.
class LoopThread
{
public:
    LoopThread()
        : m_guard(m_context.get_executor())
        , m_thread([this] { m_context.run(); })
    { }
    ~LoopThread()
    {
        m_context.stop();
        m_thread.join();
    }
    [[nodiscard]] boost::asio::io_context &context() { return m_context; }

    /// Runs `function` on the thread and waits for what it returns.
    template <typename Function>
    auto run(Function function)
    {
        std::packaged_task<std::invoke_result_t<Function>()> task(std::move(function));
        auto result = task.get_future();
        boost::asio::post(m_context, [&task] { task(); });
        return result.get();
    }

private:
    boost::asio::io_context m_context {1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_guard;
    std::thread m_thread;
};

} // namespace slipswitch::tests
