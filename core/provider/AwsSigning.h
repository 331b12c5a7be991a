#pragma once

#include "core/base/Clock.h"
#include "core/base/Secret.h"
#include "core/domain/Provider.h"

#include <optional>
#include <string>
#include <string_view>

/// AWS Signature Version 4. Source: AWS, "Create a signed AWS API request".
namespace slipswitch::provider {

/// What a request is signed with.
struct AwsKey
{
    std::string id; ///< "AKIA…"
    Secret secret;
    Secret token; ///< of temporary keys ("ASIA…"); empty otherwise
};

/// Reads "id:secret", "id:secret:token" or the JSON that AWS's own tools print (AccessKeyId, SecretAccessKey,
/// SessionToken); nullopt for every other text, such as an API key of Bedrock.
[[nodiscard]] std::optional<AwsKey> awsKeyIn(const Secret &text);

/// The request as it will be sent.
struct AwsRequest
{
    std::string_view method = "POST";
    std::string_view target; ///< path, already percent-encoded, and query
    std::string_view host; ///< value of the Host field
    std::string_view contentType; ///< empty: none is sent
    std::string_view body;
    std::string_view region, service;
    UtcTime now {};
};

/// Header lines that sign the request: X-Amz-Date, Authorization and, where the key has one, the token; each
/// ends in CRLF. They hold for some minutes round `now`.
[[nodiscard]] std::string signedFields(const AwsKey &key, const AwsRequest &request);

/// What the user set, else what is in a name such as bedrock-runtime.eu-west-1.amazonaws.com; empty: nobody
/// says. A view into either.
[[nodiscard]] std::string_view awsRegionOf(const domain::Provider &provider, std::string_view host);

} // namespace slipswitch::provider
