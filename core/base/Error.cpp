#include "core/base/Error.h"

namespace slipswitch {

std::string_view name(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadRequest:
        return "bad_request";
    case ErrorCode::Unauthorized:
        return "unauthorized";
    case ErrorCode::Forbidden:
        return "forbidden";
    case ErrorCode::NotFound:
        return "not_found";
    case ErrorCode::TooLarge:
        return "too_large";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::UpgradeRequired:
        return "upgrade_required";
    case ErrorCode::MethodNotAllowed:
        return "method_not_allowed";
    case ErrorCode::Conflict:
        return "conflict";
    case ErrorCode::RateLimited:
        return "rate_limited";
    case ErrorCode::Overloaded:
        return "overloaded";
    case ErrorCode::Timeout:
        return "timeout";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::ConnectFailed:
        return "connect_failed";
    case ErrorCode::TlsRejected:
        return "tls_rejected";
    case ErrorCode::ConnectionClosed:
        return "connection_closed";
    case ErrorCode::BadResponse:
        return "bad_response";
    case ErrorCode::UpstreamError:
        return "upstream_error";
    case ErrorCode::Locked:
        return "locked";
    case ErrorCode::Corrupt:
        return "corrupt";
    case ErrorCode::NewerVersion:
        return "newer_version";
    case ErrorCode::Io:
        return "io";
    case ErrorCode::Internal:
        break;
    }
    return "internal";
}

} // namespace slipswitch
