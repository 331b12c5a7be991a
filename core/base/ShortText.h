#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace slipswitch {

/// At most `limit` bytes of `text`, never ending inside a UTF-8 character.
[[nodiscard]] constexpr std::string_view cutText(std::string_view text, std::size_t limit)
{
    if (text.size() <= limit)
        return text;
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U)
        --limit;
    return text.substr(0, limit);
}

/// A text in place, cut to `Limit` bytes: for values that cross threads without allocating.
template <std::size_t Limit>
class ShortText
{
    static_assert(Limit < 256);

public:
    constexpr ShortText() = default;
    explicit ShortText(std::string_view text) { *this = text; }
    ShortText &operator=(std::string_view text)
    {
        text = cutText(text, Limit);
        m_size = static_cast<std::uint8_t>(text.size());
        std::memcpy(m_bytes.data(), text.data(), text.size());
        return *this;
    }
    [[nodiscard]] std::string_view view() const { return {m_bytes.data(), m_size}; }
    [[nodiscard]] std::string toString() const { return std::string(view()); }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    bool operator==(const ShortText &other) const { return view() == other.view(); }
    bool operator==(std::string_view other) const { return view() == other; }

private:
    std::uint8_t m_size = 0;
    std::array<char, Limit> m_bytes; ///< the first `m_size` count
};

} // namespace slipswitch
