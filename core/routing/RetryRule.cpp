#include "core/routing/RetryRule.h"

#include <array>
#include <charconv>

namespace slipswitch::routing {

namespace {

using std::chrono::milliseconds;

/// Short: a person waits. What takes longer is another provider's turn, or the tool's.
constexpr std::array<milliseconds, 2> pauses {milliseconds {300}, milliseconds {1200}};
constexpr milliseconds longestPauseAskedFor {3000};

bool passesByItself(const TryFailure &failure)
{
    if (failure.status != 0)
        return failure.status == 429 || failure.status == 408 || failure.status >= 500;
    // A timeout has cost its time already, and a refused certificate stays refused.
    return failure.error == ErrorCode::ConnectFailed || failure.error == ErrorCode::ConnectionClosed
        || failure.error == ErrorCode::UpstreamError;
}

} // namespace

bool anotherMayHelp(const TryFailure &failure)
{
    if (failure.status == 0)
        return failure.error != ErrorCode::Cancelled;
    return failure.status == 401 || failure.status == 402 || failure.status == 403 || failure.status == 404
        || failure.status == 408 || failure.status == 429 || failure.status >= 500;
}

std::optional<milliseconds> repeatAfter(const TryFailure &failure, int repeats)
{
    if (repeats >= static_cast<int>(pauses.size()) || !passesByItself(failure))
        return std::nullopt;
    const auto pause = failure.retryAfter.value_or(pauses[static_cast<std::size_t>(repeats)]);
    if (pause > longestPauseAskedFor)
        return std::nullopt;
    return pause;
}

std::optional<milliseconds> parseRetryAfter(std::string_view value, bool inMilliseconds)
{
    double number = 0;
    const auto [end, wrong] = std::from_chars(value.data(), value.data() + value.size(), number);
    constexpr double longest = 1e9;
    if (wrong != std::errc() || end != value.data() + value.size() || !(number >= 0) || number > longest)
        return std::nullopt;
    return milliseconds {static_cast<std::int64_t>(inMilliseconds ? number : number * 1000)};
}

} // namespace slipswitch::routing
