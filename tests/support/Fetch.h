#pragma once

#include "core/http/Upstream.h"

#include <optional>
#include <string>

namespace slipswitch::tests {

inline const std::string get = "GET / HTTP/1.1\r\nHost: peer\r\n\r\n";

/// What became of one request.
struct Outcome
{
    unsigned status = 0;
    std::string body;
    std::optional<Error> error;
    http::UpstreamTiming timing;
};

struct Asked
{
    std::string head = get;
    std::string_view body;
    http::Timeouts timeouts {std::chrono::seconds {20}, std::chrono::seconds {20}, std::chrono::seconds {20}};
    bool headRequest = false;
    bool keepBody = true;
};

inline http::Task<Outcome> fetch(
    http::Upstream &upstream, const http::Origin &origin, Asked asked, http::Cancellation &cancellation)
{
    const http::UpstreamRequest request {&origin, asked.head, asked.body, asked.timeouts, asked.headRequest};
    Outcome outcome;
    auto answer = co_await upstream.send(request, cancellation);
    if (!answer) {
        outcome.error = answer.error();
        co_return outcome;
    }
    outcome.status = (*answer)->status();
    outcome.timing = (*answer)->timing();
    bool last = false;
    while (!last) {
        const auto part = co_await (*answer)->read();
        if (!part) {
            outcome.error = part.error();
            co_return outcome;
        }
        if (asked.keepBody)
            outcome.body += part->bytes;
        last = part->last;
    }
    co_return outcome;
}

} // namespace slipswitch::tests
