#pragma once

#include <boost/crc.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// AWS's binary event stream, written by an implementation of its own, so that the reader's checks are
/// checked.
namespace slipswitch::tests {

inline std::string bigEndian(std::uint32_t value)
{
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(value >> shift & 255U);
    return bytes;
}

inline std::string crcOf(std::string_view bytes)
{
    boost::crc_32_type crc;
    crc.process_bytes(bytes.data(), bytes.size());
    return bigEndian(crc.checksum());
}

/// @param headers  name and value, all of type text
inline std::string frameOf(
    const std::vector<std::pair<std::string, std::string>> &headers, std::string_view payload)
{
    constexpr char text = 7;
    std::string fields;
    for (const auto &[name, value] : headers) {
        fields += static_cast<char>(name.size());
        fields += name + text + bigEndian(static_cast<std::uint32_t>(value.size())).substr(2) + value;
    }
    constexpr std::size_t around = 16;
    auto frame = bigEndian(static_cast<std::uint32_t>(around + fields.size() + payload.size()))
        + bigEndian(static_cast<std::uint32_t>(fields.size()));
    frame += crcOf(frame);
    frame += fields;
    frame += payload;
    return frame + crcOf(frame);
}

inline std::string eventFrame(const std::string &type, std::string_view payload)
{
    return frameOf(
        {{":event-type", type}, {":content-type", "application/json"}, {":message-type", "event"}}, payload);
}

inline std::string exceptionFrame(const std::string &type, std::string_view payload)
{
    return frameOf(
        {{":exception-type", type}, {":content-type", "application/json"}, {":message-type", "exception"}},
        payload);
}

} // namespace slipswitch::tests
