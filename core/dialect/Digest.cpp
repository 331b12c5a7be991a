#include "core/dialect/Digest.h"

#include <openssl/evp.h>

#include <array>

namespace slipswitch::dialect {

std::string digestOf(std::string_view text, std::size_t digits)
{
    constexpr std::string_view alphabet = "0123456789abcdef";
    std::array<unsigned char, 32> digest {};
    EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    std::string result;
    for (const auto byte : digest) {
        result += alphabet[byte >> 4U];
        result += alphabet[byte & 0xFU];
    }
    result.resize(digits);
    return result;
}

} // namespace slipswitch::dialect
