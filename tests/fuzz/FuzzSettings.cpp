#include "core/config/SettingsText.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Whatever stands in a settings file is read or refused; what was read once is written so that it reads the
/// same again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace slipswitch::config;
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const auto settings = parseSettings(text);
    if (!settings)
        return 0;
    const auto again = parseSettings(writeSettings(*settings, text));
    if (!again || *again != *settings)
        std::abort();
    return 0;
}
