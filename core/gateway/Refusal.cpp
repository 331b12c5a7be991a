#include "core/gateway/Refusal.h"

#include "core/dialect/Codec.h"
#include "core/http/ErrorReply.h"

namespace slipswitch::gateway {

std::string errorBody(const Error &error, domain::Dialect dialect)
{
    const auto &codec = dialect::errorCodecFor(dialect);
    const bool openai
        = codec.dialect == domain::Dialect::OpenAiChat || codec.dialect == domain::Dialect::OpenAiResponses;
    if (openai) // with the kind of fault as its type
        return http::errorBody(error);
    return codec.encodeFailure({http::statusFor(error), error.detail, {}, std::string(name(error.code))});
}

bool sdkRepeats(unsigned status)
{
    return status == 408 || status == 409 || status == 429 || status >= 500;
}

} // namespace slipswitch::gateway
