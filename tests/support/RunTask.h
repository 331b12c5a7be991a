#pragma once

#include "core/http/Types.h"

#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>

namespace slipswitch::tests {

/// The result may be of a type that has no default.
template <typename T>
http::Task<void> storeResult(http::Task<T> task, std::optional<T> &result)
{
    result.emplace(co_await std::move(task));
}

/// Runs the loop on the calling thread until the coroutine is done and returns what it gave; what else is
/// queued stays for the next run. Throws when it takes longer than `limit`.
template <typename T>
T runTask(boost::asio::io_context &context, http::Task<T> task,
    std::chrono::seconds limit = std::chrono::seconds {30})
{
    std::optional<T> result;
    std::exception_ptr thrown;
    bool done = false;
    boost::asio::co_spawn(context, storeResult(std::move(task), result), [&](std::exception_ptr error) {
        thrown = error;
        done = true;
    });
    context.restart();
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!done && std::chrono::steady_clock::now() < until)
        context.run_one_for(std::chrono::milliseconds {100});
    if (thrown)
        std::rethrow_exception(thrown);
    if (!done)
        throw std::runtime_error("the coroutine did not end in time");
    return std::move(*result);
}

} // namespace slipswitch::tests
