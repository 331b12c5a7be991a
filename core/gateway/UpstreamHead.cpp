#include "core/gateway/UpstreamHead.h"

#include "core/governance/PresentedCredentials.h"

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

void addLine(std::string &head, std::string_view name, std::string_view value)
{
    head.append(name).append(": ").append(value).append("\r\n");
}

std::string queryWith(const UpstreamHeadParts &parts)
{
    std::string query
        = parts.client.query.empty() ? std::string() : governance::withoutCredentials(parts.client.query);
    if (parts.secret && parts.provider.auth.scheme == domain::AuthScheme::Query) {
        query += (query.empty() ? "" : "&") + parts.provider.auth.name + '=';
        query += parts.secret->reveal();
    }
    return query;
}

void addClientFields(std::string &head, const UpstreamHeadParts &parts)
{
    const auto connection = parts.client.fields.find("connection").value_or(std::string_view());
    for (const auto &field : parts.client.fields) {
        if (http::isHopByHop(field.name, connection) || isReplaced(field.name)
            || governance::isCredentialField(field.name)
            || (parts.bodyWasDecoded && http::equalIgnoringCase(field.name, "content-encoding"))
            || http::equalIgnoringCase(field.name, parts.provider.auth.name)
            || parts.provider.extraHeaders.contains(std::string(field.name)))
            continue;
        addLine(head, field.name, field.value);
    }
}

void addAuthentication(std::string &head, const UpstreamHeadParts &parts)
{
    const auto &auth = parts.provider.auth;
    if (!parts.secret
        || (auth.scheme != domain::AuthScheme::Bearer && auth.scheme != domain::AuthScheme::Header))
        return;
    head.append(auth.name).append(": ").append(auth.prefix).append(parts.secret->reveal()).append("\r\n");
}

} // namespace

std::string writeUpstreamHead(const UpstreamHeadParts &parts)
{
    constexpr std::size_t usualHead = 1024;
    std::string head;
    head.reserve(usualHead);
    head.append(parts.client.method).append(" ").append(parts.target.basePath).append(parts.path);
    if (const auto query = queryWith(parts); !query.empty())
        head.append("?").append(query);
    head.append(" HTTP/1.1\r\n");
    addLine(head, "Host", parts.target.hostField);
    addAuthentication(head, parts);
    addClientFields(head, parts);
    for (const auto &[name, value] : parts.provider.extraHeaders)
        addLine(head, name, value);
    addLine(head, "Accept-Encoding", "identity");
    if (parts.bodyBytes > 0 || parts.client.method == "POST")
        addLine(head, "Content-Length", std::to_string(parts.bodyBytes));
    head.append("\r\n");
    return head;
}

} // namespace slipswitch::gateway
