#include "core/gateway/KeptHeaders.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace slipswitch::gateway {

namespace {

/// By what their names have in common, since every provider and proxy has its own: x-api-key, api-key,
/// Proxy-Authorization, Set-Cookie, x-amz-security-token.
bool carriesSecret(std::string name)
{
    std::ranges::transform(
        name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    static constexpr std::array marks {
        "auth", "cookie", "key", "password", "secret", "security-token", "signature"};
    return std::ranges::any_of(marks, [&](const char *mark) { return name.find(mark) != std::string::npos; })
        || name.ends_with("-token");
}

} // namespace

std::string keptHeaders(const http::Fields &fields)
{
    std::string text;
    for (const auto &field : fields)
        text.append(field.name)
            .append(": ")
            .append(carriesSecret(std::string(field.name)) ? "(left out)" : field.value)
            .append("\n");
    return text;
}

} // namespace slipswitch::gateway
