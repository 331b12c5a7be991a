#include "core/gateway/Refusal.h"

#include "core/dialect/Codec.h"
#include "core/http/ErrorReply.h"

namespace slipswitch::gateway {

std::string errorBody(const Error &error, domain::Dialect dialect)
{
    using domain::Dialect;
    const bool counts = dialect == Dialect::AnthropicCountTokens;
    if (counts || dialect == Dialect::AnthropicMessages)
        return dialect::codecFor(Dialect::AnthropicMessages)
            ->encodeFailure({http::statusFor(error), error.detail, {}, std::string(name(error.code))});
    return http::errorBody(error);
}

bool sdkRepeats(unsigned status)
{
    return status == 408 || status == 409 || status == 429 || status >= 500;
}

} // namespace slipswitch::gateway
