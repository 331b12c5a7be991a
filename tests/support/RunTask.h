#pragma once

#include "core/http/Types.h"

#include <boost/asio/co_spawn.hpp>

#include <chrono>
#include <exception>
#include <optional>

namespace slipswitch::tests {

/// Runs the loop on the calling thread until the coroutine is done and returns what it gave; what else is
/// queued stays for the next run. Throws when it takes longer than `limit`.
template <typename T>
T runTask(boost::asio::io_context &context, http::Task<T> task,
    std::chrono::seconds limit = std::chrono::seconds {30})
{
    std::optional<T> result;
    std::exception_ptr thrown;
    boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr error, T value) {
        thrown = error;
        result.emplace(std::move(value));
    });
    context.restart();
    const auto until = std::chrono::steady_clock::now() + limit;
    while (!result && std::chrono::steady_clock::now() < until)
        context.run_one_for(std::chrono::milliseconds {100});
    if (thrown)
        std::rethrow_exception(thrown);
    if (!result)
        throw std::runtime_error("the coroutine did not end in time");
    return std::move(*result);
}

} // namespace slipswitch::tests
