#pragma once

#include "core/service/GatewayService.h"
#include "core/service/KeyGuess.h"
#include "ui/providers/ProvidersData.h"

#include <map>
#include <set>

/// From what the core knows to what the providers page shows. Thread: Qt; nothing here waits.
namespace slipswitch::ui {

/// The catalogue's name of a kind, without what stands in brackets.
[[nodiscard]] QString kindTitle(const catalog::Catalog &catalog, const std::string &kind);
/// That, where the user kept the kind's own name; else the user's.
[[nodiscard]] QString providerTitle(const catalog::Catalog &catalog, const domain::Provider &provider);
/// "api.groq.com, OpenAI Chat format".
[[nodiscard]] QString placeText(const std::map<domain::Dialect, std::string> &baseUrls);
[[nodiscard]] bool isLocal(const std::map<domain::Dialect, std::string> &baseUrls);

/// For the user to pick from: these, or all that can be added, the best known ones first.
[[nodiscard]] std::vector<ChoiceRow> kindChoices(
    const catalog::Catalog &catalog, const std::vector<std::string> &kinds);
[[nodiscard]] std::vector<ChoiceRow> allKinds(const catalog::Catalog &catalog);

/// What was found at the provider, what is switched on and what the catalogue knows, the newest first.
[[nodiscard]] std::vector<ModelRow> modelRows(const catalog::Catalog &catalog,
    const domain::Provider &provider, const std::vector<std::string> &found,
    const std::set<std::string> &off);

/// The five steps, those still to come as waiting.
[[nodiscard]] std::vector<TestLine> testLines(const std::vector<service::TestStep> &steps, bool running);
/// What the test's two short chats cost at most, where a price is known; empty: not.
[[nodiscard]] QString testCost(
    const catalog::Catalog &catalog, const std::string &kind, const std::vector<service::TestStep> &steps);

/// A provider whose fields the user edited, and which of them is wrong.
struct EditedProvider
{
    Result<domain::Provider> provider;
    QString wrongField; ///< as ProviderForm::wrongField
};
/// @param before  what it was, or as makeProvider gave it. @param given  the fields as they were shown for
/// it.
[[nodiscard]] EditedProvider withFields(const catalog::Catalog &catalog, const domain::Provider &before,
    const ProviderFields &given, const ProviderFields &now);
[[nodiscard]] ProviderFields fieldsOf(const catalog::Catalog &catalog, const domain::Provider &provider);
/// A draft's fields; the address may have {names} to be filled in.
[[nodiscard]] ProviderFields presetFields(
    const catalog::Catalog &catalog, const std::string &kind, const config::Settings &settings);

} // namespace slipswitch::ui
