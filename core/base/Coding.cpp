#include "core/base/Coding.h"

#include <openssl/evp.h>

#include <algorithm>

namespace slipswitch {

namespace {

bool isUnreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')
        || std::string_view("-._~").find(c) != std::string_view::npos;
}

std::string encoded(std::string_view text, std::string_view kept)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        if (isUnreserved(c) || kept.find(c) != std::string_view::npos) {
            result += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        result += '%';
        result += digits[byte >> 4U];
        result += digits[byte & 15U];
    }
    return result;
}

} // namespace

std::string percentEncoded(std::string_view text)
{
    return encoded(text, {});
}

std::string percentEncodedPath(std::string_view text)
{
    return encoded(text, "/:@");
}

std::string base64(std::string_view bytes)
{
    std::string result((bytes.size() + 2) / 3 * 4 + 1, '\0'); // OpenSSL ends it with a zero
    const auto size = EVP_EncodeBlock(reinterpret_cast<unsigned char *>(result.data()),
        reinterpret_cast<const unsigned char *>(bytes.data()), static_cast<int>(bytes.size()));
    result.resize(static_cast<std::size_t>(size));
    return result;
}

std::optional<std::string> bytesOfBase64(std::string_view text)
{
    constexpr std::size_t group = 4, bytesOfGroup = 3;
    std::string padded(text.substr(0, text.find('=')));
    const auto size = padded.size() * bytesOfGroup / group;
    padded.resize((padded.size() + group - 1) / group * group, '=');
    std::string bytes(padded.size() / group * bytesOfGroup, '\0');
    const auto written = EVP_DecodeBlock(reinterpret_cast<unsigned char *>(bytes.data()),
        reinterpret_cast<const unsigned char *>(padded.data()), static_cast<int>(padded.size()));
    if (written != static_cast<int>(bytes.size()))
        return std::nullopt;
    bytes.resize(size);
    return bytes;
}

std::string base64Url(std::string_view bytes)
{
    auto result = base64(bytes);
    result.erase(std::min(result.find('='), result.size()));
    std::replace(result.begin(), result.end(), '+', '-');
    std::replace(result.begin(), result.end(), '/', '_');
    return result;
}

} // namespace slipswitch
