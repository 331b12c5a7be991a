#pragma once

#include "core/base/Secret.h"

#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::gateway {

/// Takes secrets out of text that leaves the data path: provider errors, log texts, kept bodies.
/// Every occurrence of a known secret becomes its masked form, and so does anything shaped like a key.
class Redactor
{
public:
    void add(const Secret &secret);
    void add(std::string_view secret);

    /// Whether `text` holds a known secret; cheap enough for every error answer.
    [[nodiscard]] bool finds(std::string_view text) const;
    /// Known secrets only: what a client may get back from its provider, otherwise unchanged.
    [[nodiscard]] std::string withoutKnown(std::string text) const;
    /// Known secrets and key-shaped words: for what is stored.
    [[nodiscard]] std::string forStorage(std::string text) const;

private:
    std::vector<Secret> m_secrets;
};

} // namespace slipswitch::gateway
