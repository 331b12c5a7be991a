#include "core/http/ErrorReply.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace slipswitch::http {

unsigned statusFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadRequest:
    case ErrorCode::ConnectionClosed:
        return 400;
    case ErrorCode::Unauthorized:
        return 401;
    case ErrorCode::Forbidden:
        return 403;
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::Timeout:
        return 408;
    case ErrorCode::TooLarge:
        return 413;
    case ErrorCode::Unsupported:
        return 415;
    case ErrorCode::RateLimited:
        return 429;
    case ErrorCode::Overloaded:
        return 503;
    default:
        return 500;
    }
}

std::string errorBody(unsigned status, std::string_view code, std::string_view message)
{
    constexpr unsigned firstServerError = 500;
    const std::string_view type = status >= firstServerError ? "server_error" : "invalid_request_error";
    const boost::json::value body
        = {{"error", {{"message", message}, {"type", type}, {"code", code}, {"param", nullptr}}}};
    return boost::json::serialize(body);
}

} // namespace slipswitch::http
