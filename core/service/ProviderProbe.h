#pragma once

#include "core/base/Result.h"
#include "core/catalog/Catalog.h"
#include "core/config/Settings.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace slipswitch::service {

/// What a provider answered to a request that costs nothing: the list of its models.
struct ProbeAnswer
{
    unsigned status = 0;
    std::chrono::milliseconds roundTrip {};
    std::vector<std::string> models; ///< as the provider spells them
    bool listsModels = false; ///< false: it answered, but has no such list
};

/// Asks a provider, whose keys are resolved, with its first one. Blocks for as long as the timeouts allow:
/// for the command line and for helper threads. Errors: those of the connection; Unauthorized, RateLimited or
/// UpstreamError with the provider's own words.
[[nodiscard]] Result<ProbeAnswer> probeProvider(
    const domain::Provider &provider, const config::Settings &settings, const catalog::Catalog &catalog);

/// What a short chat tries out.
enum class ChatAbility : std::uint8_t
{
    Streaming,
    Tools
};

/// Begins a chat of a few words in OpenAI's dialect and breaks it off with the first event, which costs next
/// to nothing but is not free. Blocks and fails as probeProvider; Unsupported when the provider does not
/// speak that dialect, BadResponse when what came is no stream of events.
/// @return  how long the first event took.
[[nodiscard]] Result<std::chrono::milliseconds> probeChat(const domain::Provider &provider,
    const config::Settings &settings, const catalog::Catalog &catalog, const std::string &model,
    ChatAbility ability);

} // namespace slipswitch::service
