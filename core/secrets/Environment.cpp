#include "core/secrets/Environment.h"

#include "core/base/Files.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <sstream>
#include <utility>

namespace slipswitch::secrets {

namespace {

constexpr std::size_t longestPassphraseFile = 4096;

constexpr std::size_t mostNeeded = 2; ///< an id and its secret; a token is there for some keys only

bool isSet(const std::string &variable)
{
    const char *value = std::getenv(variable.c_str());
    return value && *value != '\0';
}

std::vector<std::string> namesIn(const std::string &list)
{
    std::vector<std::string> names;
    std::istringstream rest(list);
    for (std::string name; std::getline(rest, name, ',');)
        names.push_back(name);
    return names;
}

bool isOffered(const std::string &list)
{
    const auto names = namesIn(list);
    const auto needed = std::min(names.size(), mostNeeded);
    return std::all_of(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(needed), isSet);
}

Secret firstLine(std::string &&text)
{
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    std::string line = text.substr(0, end);
    wipe(text);
    return Secret(std::move(line));
}

} // namespace

Result<Secret> readEnvironment(const std::string &variable)
{
    std::string all;
    const auto names = namesIn(variable);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!isSet(names[i]) && i < mostNeeded) {
            wipe(all);
            return failure(ErrorCode::NotFound, "The environment variable " + names[i] + " is not set.");
        }
        if (isSet(names[i]))
            all.append(all.empty() ? "" : ":").append(std::getenv(names[i].c_str()));
    }
    return Secret(std::move(all));
}

std::vector<std::string> offeredByEnvironment(const std::vector<std::string> &names)
{
    std::vector<std::string> offered;
    std::copy_if(names.begin(), names.end(), std::back_inserter(offered), isOffered);
    return offered;
}

Result<Secret> passphraseFromEnvironment()
{
    if (isSet("SLIPSWITCH_PASSPHRASE_FILE")) {
        auto text = readFile(std::getenv("SLIPSWITCH_PASSPHRASE_FILE"), longestPassphraseFile);
        return text ? Result<Secret>(firstLine(std::move(*text))) : failure(text.error());
    }
    if (isSet("SLIPSWITCH_PASSPHRASE"))
        return Secret(std::string(std::getenv("SLIPSWITCH_PASSPHRASE")));
    return failure(ErrorCode::Locked,
        "The vault is locked; set SLIPSWITCH_PASSPHRASE_FILE or SLIPSWITCH_PASSPHRASE to open it without a "
        "prompt.");
}

} // namespace slipswitch::secrets
