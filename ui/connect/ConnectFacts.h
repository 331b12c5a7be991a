#pragma once

#include "core/service/GatewayService.h"
#include "core/service/ToolFinder.h"
#include "ui/connect/ConnectData.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

/// From what the service knows to what the connect page shows. Pure.
namespace slipswitch::ui {

/// A request that a key was seen with.
struct SeenRequest
{
    std::string id;
    UtcTime at {};
    std::string asked; ///< the model the client named
    std::string provider, model;
    domain::Outcome outcome = domain::Outcome::InFlight;
    std::uint16_t status = 0;
    std::string errorText;
    std::size_t tries = 0;
    std::optional<domain::Micros> took;
};
[[nodiscard]] SeenRequest seenIn(const ledger::LogRow &row);
[[nodiscard]] SeenRequest seenIn(const domain::LiveExchange &exchange);

[[nodiscard]] ConnectData::Proof proofOf(
    const SeenRequest &request, const QString &providerKind, UtcTime now);

/// @param found  where the tool lies on this machine; empty: not found
[[nodiscard]] ConnectData::Entry entryOf(const service::Tool &tool, const QString &found,
    service::Reach reach, std::optional<UtcTime> lastUsed, UtcTime now);

[[nodiscard]] std::vector<ConnectData::Note> notesOf(const service::Tool &tool, service::Reach reach);

/// @param secret  nullptr: it isn't known any more, or there is no key yet
[[nodiscard]] std::vector<ConnectData::Way> waysOf(
    const service::Tool &tool, const QString &address, const Secret *secret, const QString &model);

} // namespace slipswitch::ui
