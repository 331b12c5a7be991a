#include "core/base/SecretReference.h"

#include <algorithm>
#include <array>
#include <utility>

namespace slipswitch {

namespace {

using Place = SecretReference::Place;

constexpr std::array<std::pair<Place, std::string_view>, 3> prefixes {
    {{Place::Keychain, "keychain:"}, {Place::Vault, "vault:"}, {Place::Environment, "env:"}}};
constexpr std::size_t longestName = 200;
constexpr std::string_view entryPunctuation = "._-/";

bool isAlphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool isVariable(std::string_view name)
{
    return !name.empty() && !(name.front() >= '0' && name.front() <= '9')
        && std::all_of(name.begin(), name.end(), [](char c) { return isAlphanumeric(c) || c == '_'; });
}

/// One, or several with commas between them.
bool areVariables(std::string_view names)
{
    while (true) {
        const auto end = std::min(names.find(','), names.size());
        if (!isVariable(names.substr(0, end)))
            return false;
        if (end == names.size())
            return true;
        names.remove_prefix(end + 1);
    }
}

bool isEntry(std::string_view name)
{
    return std::all_of(name.begin(), name.end(),
        [](char c) { return isAlphanumeric(c) || entryPunctuation.find(c) != std::string_view::npos; });
}

} // namespace

Result<SecretReference> SecretReference::parse(std::string_view text)
{
    for (const auto &[place, prefix] : prefixes) {
        if (!text.starts_with(prefix))
            continue;
        const auto name = text.substr(prefix.size());
        if (name.empty() || name.size() > longestName)
            return failure(ErrorCode::BadRequest, "needs a name of 1 to 200 characters after the colon");
        if (place == Place::Environment ? !areVariables(name) : !isEntry(name))
            return failure(
                ErrorCode::BadRequest, "has a character after the colon that is not allowed there");
        return SecretReference {place, std::string(name)};
    }
    return failure(ErrorCode::BadRequest, "must start with keychain:, vault: or env:");
}

std::string SecretReference::toString() const
{
    for (const auto &[known, prefix] : prefixes) {
        if (known == place)
            return std::string(prefix) + name;
    }
    return {};
}

} // namespace slipswitch
