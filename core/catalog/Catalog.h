#pragma once

#include "core/base/Clock.h"
#include "core/base/Int128.h"
#include "core/base/Result.h"
#include "core/domain/Provider.h"
#include "core/domain/Usage.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::catalog {

/// What the catalogue knows of a provider, before the user adds a key.
struct ProviderPreset
{
    std::string id, name;
    std::map<domain::Dialect, std::string> baseUrls;
    domain::Authentication auth; ///< first choice
    std::string modelsList; ///< path or URL; empty: none
    std::vector<std::string> environment, keyPatterns;
    domain::Quirks quirks;
    domain::Dialect native
        = domain::Dialect::None; ///< the dialect it speaks best; None: what everybody speaks
    std::string keyUrl;
    std::map<std::string, std::string> extraHeaders; ///< the provider requires them on every request
};

enum class ModelKind : std::uint8_t
{
    Chat,
    Completion,
    Embedding,
    Rerank,
    Image,
    Realtime,
    Transcription,
    Speech,
    Ocr,
    Moderation
};

/// What is known of a model at a provider, prices apart. Zero or empty: unknown.
struct ModelFacts
{
    std::string id, name;
    ModelKind kind = ModelKind::Chat;
    std::int64_t contextTokens = 0, maxOutputTokens = 0;
    std::optional<std::vector<std::string>> capabilities;
    std::string released, status;
};

/// Which rates apply.
enum class ServiceClass : std::uint8_t
{
    Standard,
    Flex,
    Priority,
    Batch
};

/// "flex", "priority", "batch"; every other word is Standard.
[[nodiscard]] ServiceClass serviceClassNamed(std::string_view name);

/// What one model did of a request in which several took part.
struct Share
{
    std::string_view servedModel; ///< as the answer names it; may be empty
    const domain::Usage *usage = nullptr;
};

/// Facts and prices, loaded once, then immutable. Source: resources/catalog/README.md.
/// Thread: any.
class Catalog
{
public:
    /// Errors: Corrupt, naming the row.
    [[nodiscard]] static Result<std::shared_ptr<const Catalog>> load(
        std::string_view providersJson, std::string_view modelsJson);
    /// The facts that were shipped, from resources.
    [[nodiscard]] static Result<std::shared_ptr<const Catalog>> loadShipped();
    virtual ~Catalog() = default;

    [[nodiscard]] virtual const std::vector<ProviderPreset> &providers() const = 0;
    [[nodiscard]] virtual const ProviderPreset *provider(std::string_view id) const = 0;
    /// Models of a provider kind, in the file's order.
    [[nodiscard]] virtual std::vector<const ModelFacts *> models(std::string_view providerKind) const = 0;
    /// By the README's steps of looking up; nullptr when there is no row.
    [[nodiscard]] virtual const ModelFacts *model(
        std::string_view providerKind, std::string_view modelId) const
        = 0;

    /// Usage → cost. Sums in 128 bits at 1e-15 USD, rounded half-even once.
    /// @param servedModel  as the answer names it; may be empty
    /// @param startedAt    the rates of that moment
    /// @return  Unknown when there is no price, or usage is not known.
    [[nodiscard]] virtual domain::Cost cost(std::string_view providerKind, std::string_view servedModel,
        std::string_view requestedModel, const domain::Usage &usage, ServiceClass service,
        UtcTime startedAt) const
        = 0;
    /// The same for several models: each is priced on its own row, the sum is rounded once.
    /// @return  Unknown when one of them is.
    [[nodiscard]] virtual domain::Cost costOfShares(std::string_view providerKind,
        std::span<const Share> shares, std::string_view requestedModel, ServiceClass service,
        UtcTime startedAt) const
        = 0;
};

/// A provider's own figure: rounded like a computed one, marked Reported.
[[nodiscard]] domain::Cost reportedCost(Int128 femtodollars);

} // namespace slipswitch::catalog
