#include "core/http/HeadRules.h"

#include "core/http/Types.h"

#include <algorithm>
#include <functional>

namespace slipswitch::http {

namespace {

// A folded value is handed over joined, outside of the head, or it starts on another line than its name.
bool folded(std::string_view head, std::string_view name, std::string_view value)
{
    const std::less<> before;
    const char *nameEnd = name.data() + name.size();
    if (before(value.data(), nameEnd) || before(head.data() + head.size(), value.data()))
        return true;
    return std::find(nameEnd, value.data(), '\r') != value.data();
}

bool isDecimal(std::string_view text)
{
    return !text.empty()
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::string_view HeadRules::checkField(std::string_view head, std::string_view name, std::string_view value)
{
    if (folded(head, name, value))
        return "A header field is folded over several lines.";
    switch (name.size()) {
    case 4:
        return equalIgnoringCase(name, "host") ? checkHost() : std::string_view();
    case 14:
        return equalIgnoringCase(name, "content-length") ? checkLength(value) : std::string_view();
    case 17:
        return equalIgnoringCase(name, "transfer-encoding") ? checkCoding(value) : std::string_view();
    default:
        return {};
    }
}

std::string_view HeadRules::checkEnd(int minorVersion) const
{
    if (m_side == Side::Response)
        return {};
    if (!m_host && minorVersion >= 1)
        return "The Host header field is missing.";
    if (m_coding && minorVersion == 0)
        return "Transfer-Encoding is not possible with HTTP/1.0.";
    return {};
}

std::string_view HeadRules::checkHost()
{
    if (m_host && m_side == Side::Request)
        return "The Host header field is repeated.";
    m_host = true;
    return {};
}

std::string_view HeadRules::checkLength(std::string_view value)
{
    if (m_length)
        return "The Content-Length header field is repeated.";
    if (m_coding)
        return "Content-Length and Transfer-Encoding exclude one another.";
    if (!isDecimal(value))
        return "The Content-Length header field is not a number.";
    m_length = true;
    return {};
}

std::string_view HeadRules::checkCoding(std::string_view value)
{
    if (m_length)
        return "Content-Length and Transfer-Encoding exclude one another.";
    if (m_coding || !equalIgnoringCase(value, "chunked"))
        return "The only transfer coding we take is chunked, once.";
    m_coding = true;
    return {};
}

} // namespace slipswitch::http
