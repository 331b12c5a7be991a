#include "core/base/Secret.h"

#include <openssl/crypto.h>

#include <utility>

namespace slipswitch {

namespace {

constexpr std::size_t shownAtStart = 3;
constexpr std::size_t shownAtEnd = 4;
constexpr std::size_t shortestShown = 16;

} // namespace

void wipe(std::string &text)
{
    text.resize(text.capacity());
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

bool equalInConstantTime(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

Secret::Secret(std::string &&value)
    : m_value(value)
{
    wipe(value);
}

Secret::Secret(const Secret &other) = default;

Secret::Secret(Secret &&other) noexcept
    : m_value(std::move(other.m_value))
{
    // Short strings are copied by a move: the old place still holds them.
    wipe(other.m_value);
}

Secret &Secret::operator=(Secret other) noexcept
{
    std::swap(m_value, other.m_value);
    return *this;
}

Secret::~Secret()
{
    wipe(m_value);
}

std::string Secret::masked() const
{
    if (m_value.size() < shortestShown)
        return "…";
    return m_value.substr(0, shownAtStart) + "…" + m_value.substr(m_value.size() - shownAtEnd);
}

bool Secret::operator==(const Secret &other) const
{
    return equalInConstantTime(m_value, other.m_value);
}

} // namespace slipswitch
