#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>

namespace slipswitch::http {

/// What a parser made of the bytes of one read.
struct BodyBytes
{
    std::string_view bytes; ///< payload without framing, inside the memory that was given
    std::size_t consumed = 0; ///< the rest must stand in front of the next read's bytes
    bool last = false; ///< the message is complete; what was not consumed belongs to the next one
};

/// Joins the pieces of payload that lie in one read, with framing between them, by moving the later ones
/// forward.
class PayloadJoin
{
public:
    void start() { m_begin = m_end = nullptr; }
    void add(std::string_view piece)
    {
        // The parser sees const bytes; the memory is the caller's, who gave it as writable.
        auto *data = const_cast<char *>(piece.data()); // NOLINT(cppcoreguidelines-pro-type-const-cast)
        if (!m_begin)
            m_begin = m_end = data;
        if (data != m_end)
            std::memmove(m_end, data, piece.size());
        m_end += piece.size();
    }
    [[nodiscard]] std::string_view joined() const
    {
        return {m_begin, static_cast<std::size_t>(m_end - m_begin)};
    }

private:
    char *m_begin = nullptr;
    char *m_end = nullptr;
};

} // namespace slipswitch::http
