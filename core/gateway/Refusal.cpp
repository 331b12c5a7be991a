#include "core/gateway/Refusal.h"

#include "core/dialect/Codec.h"
#include "core/dialect/Patch.h"

namespace slipswitch::gateway {

namespace {

std::string_view typeOf(const Error &error)
{
    switch (error.source) {
    case ErrorSource::Client:
        return "slipswitch_request_error";
    case ErrorSource::Upstream:
        return "slipswitch_upstream_error";
    case ErrorSource::Internal:
        break;
    }
    return "slipswitch_error";
}

} // namespace

unsigned statusOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::BadRequest:
        return 400;
    case ErrorCode::Unauthorized:
        return 401;
    case ErrorCode::Forbidden:
        return 403;
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::Unsupported:
        return 405;
    case ErrorCode::TooLarge:
        return 413;
    case ErrorCode::UpgradeRequired:
        return 426;
    case ErrorCode::RateLimited:
        return 429;
    case ErrorCode::Overloaded:
        return 503;
    case ErrorCode::Timeout:
        return error.source == ErrorSource::Client ? 408 : 504;
    case ErrorCode::ConnectFailed:
    case ErrorCode::TlsRejected:
    case ErrorCode::ConnectionClosed:
    case ErrorCode::BadResponse:
    case ErrorCode::UpstreamError:
        return 502;
    default:
        return 500;
    }
}

std::string errorBody(const Error &error, domain::Dialect dialect)
{
    using domain::Dialect;
    const bool counts = dialect == Dialect::AnthropicCountTokens;
    if (counts || dialect == Dialect::AnthropicMessages)
        return dialect::codecFor(Dialect::AnthropicMessages)
            ->encodeFailure({statusOf(error), error.detail, {}, std::string(name(error.code))});
    return R"({"error":{"message":)" + dialect::quoted(error.detail) + R"(,"type":)"
        + dialect::quoted(typeOf(error)) + R"(,"code":)" + dialect::quoted(name(error.code))
        + R"(,"param":null}})";
}

bool sdkRepeats(unsigned status)
{
    return status == 408 || status == 409 || status == 429 || status >= 500;
}

} // namespace slipswitch::gateway
