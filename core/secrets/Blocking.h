#pragma once

#include "core/base/Result.h"

#include <QEventLoop>

#include <functional>
#include <optional>
#include <utility>

namespace slipswitch::secrets {

/// Waits for one answer on a local event loop: for the command line, never under a window.
/// `auto key = waitFor<Secret>([&](auto done) { store.read(reference, done); });`
template <typename T>
[[nodiscard]] Result<T> waitFor(const std::function<void(std::function<void(Result<T>)>)> &start)
{
    QEventLoop loop;
    std::optional<Result<T>> answer;
    start([&](Result<T> result) {
        answer = std::move(result);
        loop.quit();
    });
    if (!answer)
        loop.exec();
    return answer ? *answer : Result<T>(failure(ErrorCode::Cancelled, "The program is ending."));
}

} // namespace slipswitch::secrets
