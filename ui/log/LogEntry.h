#pragma once

#include "core/domain/LiveExchange.h"
#include "core/service/LedgerQueries.h"
#include "ui/widgets/Pill.h"

#include <QString>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace slipswitch::ui {

/// How providers are called and drawn: by the settings' name, its kind.
using ProviderKinds = std::map<std::string, QString, std::less<>>;

/// What a line says, ready to be read.
struct LogTexts
{
    PillText result;
    QString time, tokensIn, tokensOut, cached, first, took, cost;
};

/// One line of the log. Its texts are made when it is first looked at, since most lines never are.
struct LogEntry
{
    std::int64_t cursor = 0; ///< where its row stands or will stand in the ledger
    RequestId id;
    UtcTime startedAt {};
    domain::Outcome outcome = domain::Outcome::InFlight;
    std::uint16_t status = 0;
    std::uint16_t tries = 0;
    bool sameProvider = false; ///< as in the try before
    bool streaming = false;
    bool failed = false; ///< an error as the ledger counts them
    bool tokensTold = false, tokensKnown = false;
    std::int64_t tokensIn = 0, tokensOut = 0;
    std::optional<std::int64_t> cached; ///< unknown while it is live
    std::optional<domain::Micros> first, duration;
    domain::Cost cost;
    QString tool, keyName, project, provider, kind, model, requested, errorText;

    [[nodiscard]] bool inFlight() const { return outcome == domain::Outcome::InFlight; }
    void setDuration(domain::Micros now);
    [[nodiscard]] const LogTexts &texts() const;
    /// "11:04:12, answered with 200, Claude Code, gpt-5.2, …": for those who hear it.
    [[nodiscard]] QString sentence() const;

private:
    mutable std::shared_ptr<const LogTexts> m_texts;
};

[[nodiscard]] LogEntry entryOf(const ledger::LogRow &row, const ProviderKinds &kinds);
[[nodiscard]] LogEntry entryOf(const domain::LiveExchange &live, const ProviderKinds &kinds);

/// Whether the ledger would list it under this filter; what it does not know yet doesn't match.
[[nodiscard]] bool matches(const ledger::Filter &filter, const domain::LiveExchange &live);

/// "11:04:12.318" today, "11-20 11:04:12" before.
[[nodiscard]] QString logTime(UtcTime time);
/// What the pill says about a settled request.
[[nodiscard]] PillText resultPill(
    domain::Outcome outcome, std::uint16_t status, bool sameProvider, std::size_t tries);
/// "$0.0013", "~$0.2" where it is an estimate, "local", "no price"; empty where nothing was used.
[[nodiscard]] QString costTextOf(const domain::Cost &cost, const QString &kind, bool used);

} // namespace slipswitch::ui
