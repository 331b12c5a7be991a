#pragma once

#include "core/provider/Presets.h"
#include "tests/core/gateway/Fixture.h"

#include <string>
#include <utility>

namespace slipswitch::tests {

/// A provider as its preset makes it, moved to a loopback port.
inline domain::Provider &addCloud(
    GatewayFixture &gateway, const provider::Choice &choice, std::uint16_t port, std::string key)
{
    static const auto facts = catalog::Catalog::loadShipped().value();
    auto made = provider::makeProvider(*facts, choice).value();
    for (auto &[dialect, url] : made.baseUrls) {
        const auto path = url.find('/', std::string_view("https://").size());
        url = "http://127.0.0.1:" + std::to_string(port)
            + (path == std::string::npos ? "" : url.substr(path));
    }
    made.credentials.push_back({"main", "env:NONE", Secret(std::move(key))});
    gateway.settings.providers.push_back(std::move(made));
    return gateway.settings.providers.back();
}

/// A request's body with its model, which stands as "M".
inline std::string named(std::string body, const std::string &model)
{
    return body.replace(body.find("\"M\""), 3, '"' + model + '"');
}

inline std::string streamed(std::string body)
{
    return body.replace(0, 1, "{\"stream\":true,");
}

inline std::string okay(std::string_view body)
{
    return reply("200 OK", "application/json", body);
}

} // namespace slipswitch::tests
