#pragma once

#include "core/dialect/Codec.h"
#include "tests/support/Quirks.h"

#include <boost/json.hpp>

namespace slipswitch::tests {

/// A request in another dialect, and what was noted on the way.
struct Translated
{
    boost::json::object body;
    std::string notes;
    [[nodiscard]] bool noted(std::string_view words) const { return notes.find(words) != std::string::npos; }
};

inline dialect::Destination destinationOf(std::string model, std::string_view kind = "some")
{
    dialect::Destination to;
    to.model = std::move(model);
    to.quirks = quirksOf(kind);
    return to;
}

inline Translated translated(
    domain::Dialect from, domain::Dialect into, std::string_view body, const dialect::Destination &to)
{
    dialect::Losses losses;
    const auto request = dialect::codecFor(from)->decodeRequest(body);
    if (!request)
        return {{{"error", request.error().detail}}, {}};
    const auto text = dialect::codecFor(into)->encodeRequest(*request, to, losses);
    return {boost::json::parse(text).as_object(), losses.text()};
}

} // namespace slipswitch::tests
