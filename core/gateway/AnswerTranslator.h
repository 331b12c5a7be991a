#pragma once

#include "core/dialect/Codec.h"
#include "core/gateway/ThoughtStore.h"
#include "core/gateway/Translator.h"

#include <memory>

namespace slipswitch::gateway {

/// Translates the answers of conversations.
class AnswerTranslator final : public Translator
{
public:
    struct Parts
    {
        const dialect::Codec &from; ///< the provider's
        const dialect::Codec &to; ///< the client's
        dialect::AnswerTerms terms;
        bool clientStreams = false;
        ThoughtStore *thoughts = nullptr; ///< may be null
        std::string owner; ///< for the store: the access key's id
        const dialect::Request *request = nullptr; ///< its tools tell how calls were named; may be null
        bool keepAnswer = false; ///< it may be referred to later
    };
    explicit AnswerTranslator(Parts parts);
    ~AnswerTranslator() override;

    void begin(bool providerStreams, http::Framing framing) override;
    void feed(std::string_view bytes) override;
    void finish(const domain::Usage &usage, std::string_view failure) override;
    void breakOff(const dialect::Failure &failure) override;
    [[nodiscard]] std::string take() override;
    [[nodiscard]] const std::optional<Error> &error() const override { return m_error; }
    [[nodiscard]] const dialect::Losses &losses() const override { return m_losses; }
    [[nodiscard]] std::string_view contentType() const override;
    [[nodiscard]] bool clientStreams() const override { return m_parts.clientStreams; }
    [[nodiscard]] const dialect::AnswerTerms &terms() const { return m_parts.terms; }
    /// The answer, once it is over, if it was to be kept.
    [[nodiscard]] const dialect::Answer &kept() const;

private:
    class Between;
    void readEvent(std::string_view data);
    void finishPlain(const domain::Usage &usage, std::string_view failure);
    void finishStream(const domain::Usage &usage);

    Parts m_parts;
    dialect::Losses m_losses;
    bool m_providerStreams = false, m_over = false;
    http::EventReader m_events;
    std::string m_plain, m_out;
    std::unique_ptr<dialect::StreamDecoder> m_decoder;
    std::unique_ptr<dialect::StreamEncoder> m_encoder; ///< when the client wants a stream
    dialect::Collector m_collector; ///< when it does not
    std::unique_ptr<Between> m_between;
    std::optional<Error> m_error;
};

} // namespace slipswitch::gateway
