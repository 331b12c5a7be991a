#include "core/http/ErrorReply.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace slipswitch::http {

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

unsigned statusFor(const Error &error)
{
    const bool byClient = error.source == ErrorSource::Client;
    switch (error.code) {
    case ErrorCode::BadRequest:
        return 400;
    case ErrorCode::Unauthorized:
        return 401;
    case ErrorCode::Forbidden:
        return 403;
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::MethodNotAllowed:
        return 405;
    case ErrorCode::TooLarge:
        return 413;
    case ErrorCode::Unsupported:
        return 415;
    case ErrorCode::UpgradeRequired:
        return 426;
    case ErrorCode::RateLimited:
        return 429;
    case ErrorCode::Overloaded:
        return 503;
    case ErrorCode::Timeout:
        return byClient ? 408 : 504;
    case ErrorCode::ConnectionClosed:
        return byClient ? 400 : 502;
    case ErrorCode::ConnectFailed:
    case ErrorCode::TlsRejected:
    case ErrorCode::BadResponse:
    case ErrorCode::UpstreamError:
        return 502;
    default:
        return 500;
    }
}

std::string errorBody(const Error &error)
{
    const boost::json::value body = {{"error",
        {{"message", error.detail}, {"type", typeOf(error)}, {"code", name(error.code)},
            {"param", nullptr}}}};
    return boost::json::serialize(body);
}

} // namespace slipswitch::http
