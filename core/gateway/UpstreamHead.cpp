#include "core/gateway/UpstreamHead.h"

#include "core/governance/PresentedCredentials.h"
#include "core/provider/Authenticate.h"
#include "core/provider/AwsSigning.h"
#include "core/provider/KeyForm.h"
#include "core/provider/Place.h"

#include <algorithm>
#include <array>

namespace slipswitch::gateway {

namespace {

/// Ours to write, or the client's affair with us alone.
constexpr std::array<std::string_view, 8> replaced {
    "host", "content-length", "accept-encoding", "expect", "origin", "cookie", "upgrade", "forwarded"};

bool isReplaced(std::string_view name)
{
    return std::any_of(replaced.begin(), replaced.end(),
        [name](std::string_view own) { return http::equalIgnoringCase(name, own); });
}

/// Of a client that speaks another dialect than the provider, these fields mean the same to both. The others
/// (betas, versions, organisations, an SDK's own) are the client's dialect and stay here.
constexpr std::array<std::string_view, 4> commonFields {"user-agent", "traceparent", "tracestate", "baggage"};

bool isCommon(std::string_view name)
{
    return std::any_of(commonFields.begin(), commonFields.end(),
        [name](std::string_view common) { return http::equalIgnoringCase(name, common); });
}

constexpr std::string_view versionField = "anthropic-version";

/// A provider's own fields win over the client's, but for the version of the dialect, which the client's body
/// follows.
bool isOverridden(const UpstreamHeadParts &parts, std::string_view name)
{
    if (http::equalIgnoringCase(name, versionField))
        return false;
    return std::any_of(parts.provider.extraHeaders.begin(), parts.provider.extraHeaders.end(),
        [name](const auto &own) { return http::equalIgnoringCase(own.first, name); });
}

void addLine(std::string &head, std::string_view name, std::string_view value)
{
    head.append(name).append(": ").append(value).append("\r\n");
}

const domain::Authentication &authenticationOf(const UpstreamHeadParts &parts)
{
    return parts.secret ? provider::authenticationFor(parts.provider, parts.dialect, *parts.secret)
                        : parts.provider.auth;
}

std::string targetOf(const UpstreamHeadParts &parts)
{
    auto target = parts.target.basePath + std::string(parts.path);
    // A path that brings its own query wants no other.
    if (!parts.client.query.empty() && parts.translatedTo == domain::Dialect::None
        && provider::takesQuery(parts.quirks, parts.dialect) && target.find('?') == std::string::npos) {
        if (const auto query = governance::withoutCredentials(parts.client.query); !query.empty())
            target += '?' + query;
    }
    return parts.secret
        ? provider::authenticatedTarget(std::move(target), authenticationOf(parts), *parts.secret)
        : target;
}

void addClientFields(std::string &head, const UpstreamHeadParts &parts)
{
    const auto connection = parts.client.fields.find("connection").value_or(std::string_view());
    const std::string_view keyField = authenticationOf(parts).name;
    for (const auto &field : parts.client.fields) {
        if (http::isHopByHop(field.name, connection) || isReplaced(field.name)
            || governance::isCredentialField(field.name)
            || (parts.bodyWasDecoded && http::equalIgnoringCase(field.name, "content-encoding"))
            || http::equalIgnoringCase(field.name, keyField)
            || (parts.translatedTo != domain::Dialect::None && !isCommon(field.name))
            || isOverridden(parts, field.name))
            continue;
        addLine(head, field.name, field.value);
    }
}

void addProviderFields(std::string &head, const UpstreamHeadParts &parts)
{
    const bool translated = parts.translatedTo != domain::Dialect::None;
    bool versioned = !translated && parts.client.fields.find(versionField);
    for (const auto &[name, value] : parts.provider.extraHeaders) {
        const bool version = http::equalIgnoringCase(name, versionField);
        if (!version || !versioned)
            addLine(head, name, value);
        versioned = versioned || version;
    }
    if (!translated)
        return;
    addLine(head, "Content-Type", "application/json");
    const bool toAnthropic = parts.translatedTo == domain::Dialect::AnthropicMessages
        || parts.translatedTo == domain::Dialect::AnthropicCountTokens;
    if (toAnthropic && !versioned)
        addLine(head, versionField, "2023-06-01");
}

Result<void> addSignature(
    std::string &head, const UpstreamHeadParts &parts, const std::string &target, const provider::AwsKey &key)
{
    const auto region = provider::awsRegionOf(parts.provider, parts.target.origin.host);
    if (region.empty())
        return failure(ErrorCode::BadRequest,
            "The region is not known: set the provider's parameter \"region\", such as eu-west-1.");
    provider::AwsRequest request;
    request.method = parts.client.method;
    request.target = target;
    request.host = parts.target.hostField;
    request.contentType = "application/json"; // of all that is translated
    request.body = parts.signing.body;
    request.region = region;
    request.service = "bedrock";
    request.now = parts.signing.now;
    auto fields = provider::signedFields(key, request);
    head += fields;
    wipe(fields);
    return {};
}

Result<void> addKey(std::string &head, const UpstreamHeadParts &parts, const std::string &target)
{
    if (!parts.secret)
        return {};
    if (parts.dialect == domain::Dialect::BedrockConverse) {
        if (const auto key = provider::awsKeyIn(*parts.secret))
            return addSignature(head, parts, target, *key);
    }
    return provider::authenticate(head, authenticationOf(parts), *parts.secret);
}

} // namespace

Result<std::string> writeUpstreamHead(const UpstreamHeadParts &parts)
{
    constexpr std::size_t usualHead = 1024;
    std::string head;
    head.reserve(usualHead);
    const auto target = targetOf(parts);
    if (target.find_first_of(" \r\n") != std::string::npos)
        return failure(ErrorCode::Internal, "The provider's path can't be written.");
    head.append(parts.client.method).append(" ").append(target).append(" HTTP/1.1\r\n");
    addLine(head, "Host", parts.target.hostField);
    if (auto keyed = addKey(head, parts, target); !keyed)
        return failure(std::move(keyed.error()));
    addClientFields(head, parts);
    addProviderFields(head, parts);
    addLine(head, "Accept-Encoding", "identity");
    if (parts.bodyBytes > 0 || parts.client.method == "POST")
        addLine(head, "Content-Length", std::to_string(parts.bodyBytes));
    head.append("\r\n");
    return head;
}

} // namespace slipswitch::gateway
