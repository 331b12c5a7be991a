#include "core/gateway/Refusal.h"

#include "core/dialect/Codec.h"
#include "core/http/ErrorReply.h"

namespace slipswitch::gateway {

std::string errorBody(const Error &error, domain::Dialect dialect)
{
    using domain::Dialect;
    const bool anthropic = dialect == Dialect::AnthropicCountTokens || dialect == Dialect::AnthropicMessages;
    const bool gemini = dialect == Dialect::GeminiCountTokens || dialect == Dialect::GeminiEmbed
        || dialect == Dialect::Gemini;
    if (anthropic || gemini)
        return dialect::codecFor(anthropic ? Dialect::AnthropicMessages : Dialect::Gemini)
            ->encodeFailure({http::statusFor(error), error.detail, {}, std::string(name(error.code))});
    return http::errorBody(error);
}

bool sdkRepeats(unsigned status)
{
    return status == 408 || status == 409 || status == 429 || status >= 500;
}

} // namespace slipswitch::gateway
