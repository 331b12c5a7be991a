#pragma once

#include "core/base/ShortText.h"

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace slipswitch::ledger {

/// Writes numbers and texts one after the other; once something did not fit, `fits()` stays false.
class ByteWriter
{
public:
    explicit ByteWriter(std::span<std::uint8_t> to)
        : m_to(to)
    { }
    void byte(std::uint8_t value)
    {
        if (m_used < m_to.size())
            m_to[m_used++] = value;
        else
            m_fits = false;
    }
    /// Seven bits a byte, lowest first.
    void number(std::uint64_t value)
    {
        for (; value > 0x7F; value >>= 7U)
            byte(static_cast<std::uint8_t>(value | 0x80U));
        byte(static_cast<std::uint8_t>(value));
    }
    /// Small negative numbers stay short too.
    void signedNumber(std::int64_t value)
    {
        number((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63));
    }
    void text(std::string_view value, std::size_t limit)
    {
        value = cutText(value, limit);
        number(value.size());
        if (value.size() > m_to.size() - m_used) {
            m_fits = false;
            return;
        }
        std::memcpy(m_to.data() + m_used, value.data(), value.size());
        m_used += value.size();
    }
    [[nodiscard]] bool fits() const { return m_fits; }
    [[nodiscard]] std::size_t used() const { return m_used; }

private:
    std::span<std::uint8_t> m_to;
    std::size_t m_used = 0;
    bool m_fits = true;
};

/// The way back; once something was missing, `sound()` stays false and everything read is empty.
class ByteReader
{
public:
    explicit ByteReader(std::span<const std::uint8_t> from)
        : m_from(from)
    { }
    std::uint8_t byte()
    {
        if (m_used < m_from.size())
            return m_from[m_used++];
        m_sound = false;
        return 0;
    }
    std::uint64_t number()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto next = byte();
            value |= static_cast<std::uint64_t>(next & 0x7FU) << shift;
            if (next < 0x80)
                return value;
        }
        m_sound = false;
        return 0;
    }
    std::int64_t signedNumber()
    {
        const auto value = number();
        return static_cast<std::int64_t>((value >> 1U) ^ (~(value & 1U) + 1U));
    }
    std::string text()
    {
        const auto size = number();
        if (!m_sound || size > m_from.size() - m_used) {
            m_sound = false;
            return {};
        }
        std::string value(reinterpret_cast<const char *>(m_from.data()) + m_used, size);
        m_used += size;
        return value;
    }
    /// For numbers that name an enumerator up to `last`.
    template <typename Enum>
    Enum oneOf(Enum last)
    {
        const auto value = byte();
        if (value > static_cast<std::uint8_t>(last)) {
            m_sound = false;
            return Enum {};
        }
        return static_cast<Enum>(value);
    }
    [[nodiscard]] bool sound() const { return m_sound; }
    [[nodiscard]] bool atEnd() const { return m_used == m_from.size(); }

private:
    std::span<const std::uint8_t> m_from;
    std::size_t m_used = 0;
    bool m_sound = true;
};

} // namespace slipswitch::ledger
