#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// How usage readers look into JSON: raw slices of one padded copy, so that large answers are skipped over
/// and only the small objects that count are parsed. Nothing here throws; what is malformed is absent.
namespace slipswitch::dialect::usage {

/// JSON text of one value; empty: absent or null. Valid until the next `padded` on the same thread.
using Raw = std::string_view;

/// Does `json` have this key with a value other than null, at any depth? Scans bytes only.
/// @param quotedKey  with its quotes: "\"usage\""
[[nodiscard]] bool mentions(std::string_view json, std::string_view quotedKey);

/// Copies a text to where the parser may read past its end.
[[nodiscard]] Raw padded(std::string_view json);

/// The members of an object, in the order of `names`; of duplicates the last.
void members(Raw object, std::span<const std::string_view> names, std::span<Raw> values);
[[nodiscard]] Raw member(Raw object, std::string_view name);
/// The elements of an array, nulls left out; at most 256.
[[nodiscard]] std::vector<Raw> elements(Raw array);
/// The members of each object in an array, in one pass: as many values for each as there are names. At most
/// 256 elements; one that is no object has none.
[[nodiscard]] std::vector<Raw> membersOfEach(Raw array, std::span<const std::string_view> names);

/// A string without its escapes, cut to 256 bytes; empty for everything else.
[[nodiscard]] std::string text(Raw value);
/// A whole number from 0 to 10^10; everything else (negative, huge, fraction, string) is no count.
[[nodiscard]] std::optional<std::int64_t> count(Raw value);
[[nodiscard]] inline std::optional<std::int64_t> count(Raw object, std::string_view name)
{
    return count(member(object, name));
}

} // namespace slipswitch::dialect::usage
