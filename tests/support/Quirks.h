#pragma once

#include "core/catalog/Catalog.h"

#include <string_view>

namespace slipswitch::tests {

/// What the shipped catalogue says of a kind; nothing of one that it does not have.
inline domain::Quirks quirksOf(std::string_view kind)
{
    static const auto catalog = catalog::Catalog::loadShipped().value();
    const auto *preset = catalog->provider(kind);
    return preset ? preset->quirks : domain::Quirks();
}

} // namespace slipswitch::tests
