#include "core/provider/AwsSigning.h"

#include "core/base/Coding.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <vector>

namespace slipswitch::provider {

namespace {

using Digest = std::array<unsigned char, 32>;

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

std::string hex(const Digest &digest)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : digest) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

std::string hashOf(std::string_view text)
{
    Digest digest {};
    EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    return hex(digest);
}

Digest keyed(std::string_view key, std::string_view text)
{
    Digest digest {};
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
        reinterpret_cast<const unsigned char *>(text.data()), text.size(), digest.data(), nullptr);
    return digest;
}

/// 20150830T123600Z
std::string stamp(UtcTime now)
{
    const auto seconds = std::chrono::system_clock::to_time_t(
        std::chrono::time_point_cast<std::chrono::system_clock::duration>(now));
    std::tm parts {};
    gmtime_r(&seconds, &parts);
    std::array<char, 20> text {};
    const auto size = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
    return {text.data(), size};
}

/// Every piece of the path is encoded once more.
std::string canonicalPath(std::string_view path)
{
    std::string result;
    while (!path.empty()) {
        const auto slash = std::min(path.find('/'), path.size());
        result += percentEncoded(path.substr(0, slash));
        if (slash < path.size())
            result += '/';
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return result.empty() ? "/" : result;
}

/// In order of name, then value; each with its equals sign.
std::string canonicalQuery(std::string_view query)
{
    std::vector<std::string> pieces;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        std::string piece(query.substr(0, end));
        if (piece.find('=') == std::string::npos)
            piece += '=';
        pieces.push_back(std::move(piece));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    std::sort(pieces.begin(), pieces.end());
    std::string result;
    for (const auto &piece : pieces)
        result.append(result.empty() ? "" : "&").append(piece);
    return result;
}

struct Signed
{
    std::string names, lines; ///< of the fields, in the order of their names
};

Signed signedOf(const AwsKey &key, const AwsRequest &request, const std::string &time)
{
    Signed fields;
    const auto add = [&fields](std::string_view name, std::string_view value) {
        if (value.empty())
            return;
        fields.names.append(fields.names.empty() ? "" : ";").append(name);
        fields.lines.append(name).append(":").append(value).append("\n");
    };
    add("content-type", request.contentType);
    add("host", request.host);
    add("x-amz-date", time);
    add("x-amz-security-token", key.token.reveal());
    return fields;
}

std::string canonicalRequest(const AwsRequest &request, const Signed &fields)
{
    const auto query = std::min(request.target.find('?'), request.target.size());
    return std::string(request.method) + '\n' + canonicalPath(request.target.substr(0, query)) + '\n'
        + canonicalQuery(request.target.substr(std::min(query + 1, request.target.size()))) + '\n'
        + fields.lines + '\n' + fields.names + '\n' + hashOf(request.body);
}

std::string_view view(const Digest &digest)
{
    return {reinterpret_cast<const char *>(digest.data()), digest.size()};
}

std::string signatureOf(
    const AwsKey &key, const AwsRequest &request, std::string_view day, std::string_view text)
{
    auto first = "AWS4" + std::string(key.secret.reveal());
    Digest step = keyed(first, day);
    wipe(first);
    for (const auto piece : {request.region, request.service, std::string_view("aws4_request"), text})
        step = keyed(view(step), piece);
    return hex(step);
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// "eu-west-1", "us-gov-east-1": words and a number between hyphens.
bool isRegion(std::string_view label)
{
    return label.size() >= 8 && label.size() <= 20 && label[2] == '-' && isDigit(label.back())
        && label[label.size() - 2] == '-' && std::all_of(label.begin(), label.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || isDigit(c) || c == '-';
           });
}

} // namespace

std::string signedFields(const AwsKey &key, const AwsRequest &request)
{
    const auto time = stamp(request.now);
    const auto day = time.substr(0, 8);
    const auto scope
        = day + '/' + std::string(request.region) + '/' + std::string(request.service) + "/aws4_request";
    const auto fields = signedOf(key, request, time);
    auto canonical = canonicalRequest(request, fields);
    const auto text = std::string(algorithm) + '\n' + time + '\n' + scope + '\n' + hashOf(canonical);
    wipe(canonical); // holds the token
    std::string lines = "X-Amz-Date: " + time + "\r\n";
    if (!key.token.empty())
        lines.append("X-Amz-Security-Token: ").append(key.token.reveal()).append("\r\n");
    return lines + "Authorization: " + std::string(algorithm) + " Credential=" + key.id + '/' + scope
        + ", SignedHeaders=" + fields.names + ", Signature=" + signatureOf(key, request, day, text) + "\r\n";
}

std::string_view awsRegionOf(const domain::Provider &provider, std::string_view host)
{
    if (const auto told = provider.parameters.find("region"); told != provider.parameters.end())
        return told->second;
    while (!host.empty()) {
        const auto end = std::min(host.find('.'), host.size());
        if (isRegion(host.substr(0, end)))
            return host.substr(0, end);
        host.remove_prefix(std::min(end + 1, host.size()));
    }
    return {};
}

} // namespace slipswitch::provider
