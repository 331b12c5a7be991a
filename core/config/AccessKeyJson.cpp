#include "core/config/AccessKeyJson.h"

#include "core/config/Rules.h"
#include "core/config/TimeText.h"

#include <optional>

namespace slipswitch::config {

namespace json = boost::json;
using domain::AccessKey;

namespace {

constexpr std::string_view hexDigits = "0123456789abcdef";

std::string toHex(const std::array<std::uint8_t, 32> &hash)
{
    std::string text;
    for (const auto byte : hash) {
        text += hexDigits[byte >> 4U];
        text += hexDigits[byte & 15U];
    }
    return text;
}

bool fromHex(std::string_view text, std::array<std::uint8_t, 32> &hash)
{
    if (text.size() != hash.size() * 2)
        return false;
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const auto high = hexDigits.find(text[2 * i]);
        const auto low = hexDigits.find(text[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos)
            return false;
        hash[i] = static_cast<std::uint8_t>(high << 4U | low);
    }
    return true;
}

std::optional<UtcTime> readTime(ObjectReader &reader, std::string_view key)
{
    std::string text;
    reader.read(key, text);
    const auto time = timeFromText(text);
    if (!text.empty() && !time)
        reader.note(key, "must be a time such as 2026-11-22T19:57:24Z");
    return time;
}

} // namespace

AccessKey readAccessKey(ObjectReader &reader)
{
    AccessKey key;
    std::string hash;
    reader.read("id", key.id);
    reader.read("name", key.name);
    reader.read("hash", hash);
    reader.read("ending", key.ending);
    reader.read("tool", key.tool);
    reader.read("project", key.project);
    key.createdAt = readTime(reader, "createdAt").value_or(UtcTime {});
    key.revokedAt = readTime(reader, "revokedAt");
    if (const auto complaint = checkId(key.id))
        reader.note("id", *complaint);
    if (!fromHex(hash, key.hash))
        reader.note("hash", "must be a SHA-256 of 64 hexadecimal digits");
    // Longer, and the file could hold a whole key where only its ending belongs.
    if (key.ending.size() > 4)
        reader.note("ending", "must be at most 4 characters");
    return key;
}

json::object writeAccessKey(const AccessKey &key)
{
    json::object object {{"id", key.id}, {"name", key.name}, {"hash", toHex(key.hash)},
        {"ending", key.ending}, {"tool", key.tool}, {"project", key.project},
        {"createdAt", timeText(key.createdAt)}, {"revokedAt", nullptr}};
    if (key.revokedAt)
        object["revokedAt"] = timeText(*key.revokedAt);
    return object;
}

} // namespace slipswitch::config
