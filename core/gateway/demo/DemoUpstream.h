#pragma once

#include "core/http/Upstream.h"

namespace slipswitch::gateway::demo {

/// A provider inside the process, so that a newcomer without any key sees everything work. Requests reach it
/// by the same path as any other: only the socket is missing. Thread: data plane.
class DemoUpstream final : public http::Upstream
{
public:
    [[nodiscard]] http::Task<Result<std::unique_ptr<http::UpstreamResponse>>> send(
        const http::UpstreamRequest &request, http::Cancellation &cancellation) override;
};

} // namespace slipswitch::gateway::demo
