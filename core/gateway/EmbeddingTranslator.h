#pragma once

#include "core/dialect/Embeddings.h"
#include "core/gateway/WholeTranslator.h"

namespace slipswitch::gateway {

/// Vectors of one dialect as another's. Where a provider counts no tokens, they are estimated, since clients
/// want a number.
class EmbeddingTranslator final : public WholeTranslator
{
public:
    /// @param model  to name when the provider's answer names none
    EmbeddingTranslator(const dialect::EmbeddingCodec &from, const dialect::EmbeddingCodec &to,
        dialect::EmbeddingRequest request, std::string_view model);

private:
    [[nodiscard]] Result<std::string> translated(
        std::string_view answer, const domain::Usage &usage) const override;

    const dialect::EmbeddingCodec &m_from, &m_to;
    dialect::EmbeddingRequest m_request;
};

} // namespace slipswitch::gateway
