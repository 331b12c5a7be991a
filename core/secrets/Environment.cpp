#include "core/secrets/Environment.h"

#include "core/base/Files.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

namespace slipswitch::secrets {

namespace {

constexpr std::size_t longestPassphraseFile = 4096;

bool isSet(const std::string &variable)
{
    const char *value = std::getenv(variable.c_str());
    return value && *value != '\0';
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
    if (!isSet(variable))
        return failure(ErrorCode::NotFound, "The environment variable " + variable + " is not set.");
    return Secret(std::string(std::getenv(variable.c_str())));
}

std::vector<std::string> offeredByEnvironment(const std::vector<std::string> &names)
{
    std::vector<std::string> offered;
    std::copy_if(names.begin(), names.end(), std::back_inserter(offered), isSet);
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
