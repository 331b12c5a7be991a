#pragma once

#include "core/service/LedgerQueries.h"
#include "ui/log/LogEntry.h"
#include "ui/widgets/Waterfall.h"

#include <QString>

#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace slipswitch::ui {

/// How a provider is called where a sentence names it: by the settings' name.
using ProviderTitles = std::map<std::string, QString, std::less<>>;

/// Everything the detail panel says about one request; texts are ready to be read.
struct DetailData
{
    struct TokenPart
    {
        enum class Kind : std::uint8_t
        {
            Cached,
            Fresh,
            Out
        } kind
            = Kind::Fresh;
        std::int64_t count = 0;
        QString text;
    };
    struct Body
    {
        QString shown, whole; ///< for reading; for copying
    };
    using Lines = std::vector<std::pair<QString, QString>>;

    RequestId id;
    bool live = false; ///< still under way: only the head and the figures are known
    PillText result;
    QString model, requested, time, tool, about, idText;
    std::vector<WaterfallRow> trace;
    std::array<std::pair<QString, QString>, 4> figures; ///< number and unit: total, first, speed, cost
    QString tokensNote;
    std::vector<TokenPart> tokens;
    QString whyTitle, why;
    QString problem; ///< the provider's own words, or ours; empty: none
    std::optional<Body> request, response; ///< where they were kept
    Lines head, cost;
    Lines sentHeaders, gotHeaders; ///< where they were kept
    QString curl;
};

/// @param address  the gateway's base URL for OpenAI clients; empty: the usual one.
[[nodiscard]] DetailData detailOf(const ledger::LogDetail &detail, const ProviderKinds &kinds,
    const ProviderTitles &titles, const QString &address);
/// What is known of a request before it ended, or before its row can be read.
[[nodiscard]] DetailData detailOf(const LogEntry &entry);

/// JSON with line breaks, cut where it is very long; other texts as they are.
[[nodiscard]] QString readableBody(const std::string &body);

} // namespace slipswitch::ui
