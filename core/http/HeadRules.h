#pragma once

#include <cstdint>
#include <string_view>

namespace slipswitch::http {

/// What we refuse in a head although parsers commonly let it pass: two peers that read such a head
/// differently can be played off against one another. Sources: RFC 9112, 5.2, 6.1, 6.3; RFC 9110, 7.2, 8.6.
/// Every check returns an empty text, or in one sentence what is wrong.
class HeadRules
{
public:
    enum class Side : std::uint8_t
    {
        Request,
        Response
    };

    explicit HeadRules(Side side)
        : m_side(side)
    { }
    /// @param head  the bytes that are being parsed; name and value usually are views into them.
    [[nodiscard]] std::string_view checkField(
        std::string_view head, std::string_view name, std::string_view value);
    [[nodiscard]] std::string_view checkEnd(int minorVersion) const;

private:
    [[nodiscard]] std::string_view checkHost();
    [[nodiscard]] std::string_view checkLength(std::string_view value);
    [[nodiscard]] std::string_view checkCoding(std::string_view value);

    Side m_side;
    bool m_host = false;
    bool m_length = false;
    bool m_coding = false;
};

} // namespace slipswitch::http
