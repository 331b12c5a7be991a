#pragma once

#include "core/dialect/Codec.h"
#include "core/gateway/ThoughtStore.h"
#include "core/http/EventReader.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace slipswitch::gateway {

/// A provider's answer in one dialect becomes the client's in another, while it comes in.
/// Thread: data plane; one an answer.
class AnswerTranslator
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
    ~AnswerTranslator();

    /// Before the first bytes. @param providerStreams  the answer is a stream of events, else one JSON text
    void begin(bool providerStreams, http::Framing framing = http::Framing::Events);
    /// Bytes of the provider's answer, decompressed.
    void feed(std::string_view bytes);
    /// The provider's answer is over; later calls do nothing.
    /// @param failure  told inside the answer, or empty.
    void finish(const domain::Usage &usage, std::string_view failure);
    /// The provider left in the middle: tells the client.
    void breakOff(const dialect::Failure &failure);
    /// What may go to the client now.
    [[nodiscard]] std::string take();

    /// Why a plain answer could not be read; empty: it could.
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] const dialect::Losses &losses() const { return m_losses; }
    [[nodiscard]] std::string_view contentType() const;
    [[nodiscard]] const dialect::AnswerTerms &terms() const { return m_parts.terms; }
    /// The answer, once it is over, if it was to be kept.
    [[nodiscard]] const dialect::Answer &kept() const;
    [[nodiscard]] bool clientStreams() const { return m_parts.clientStreams; }

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
