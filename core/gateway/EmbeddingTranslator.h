#pragma once

#include "core/dialect/Embeddings.h"
#include "core/gateway/Translator.h"

namespace slipswitch::gateway {

/// Vectors of one dialect as another's; never a stream. Where a provider counts no tokens, they are
/// estimated, since clients want a number.
class EmbeddingTranslator final : public Translator
{
public:
    /// @param model  to name when the provider's answer names none
    EmbeddingTranslator(const dialect::EmbeddingCodec &from, const dialect::EmbeddingCodec &to,
        dialect::EmbeddingRequest request, std::string_view model);

    void begin(bool, http::Framing) override { }
    void feed(std::string_view bytes) override;
    void finish(const domain::Usage &usage, std::string_view failure) override;
    /// Nothing has gone to the client yet: it gets an error answer instead.
    void breakOff(const dialect::Failure &) override { m_over = true; }
    [[nodiscard]] std::string take() override { return std::exchange(m_out, {}); }
    [[nodiscard]] const std::optional<Error> &error() const override { return m_error; }
    [[nodiscard]] const dialect::Losses &losses() const override { return m_losses; }
    [[nodiscard]] std::string_view contentType() const override { return "application/json"; }
    [[nodiscard]] bool clientStreams() const override { return false; }

private:
    const dialect::EmbeddingCodec &m_from, &m_to;
    dialect::EmbeddingRequest m_request;
    std::string m_plain, m_out;
    std::optional<Error> m_error;
    dialect::Losses m_losses;
    bool m_over = false;
};

} // namespace slipswitch::gateway
