#pragma once

#include "core/base/Result.h"
#include "core/dialect/Conversation.h"
#include "core/dialect/Losses.h"
#include "core/domain/Usage.h"
#include "core/http/EventReader.h"

#include <optional>
#include <string>
#include <string_view>

namespace slipswitch::gateway {

/// A provider's answer in one dialect becomes the client's in another, while it comes in.
/// Thread: data plane; one an answer.
class Translator
{
public:
    virtual ~Translator() = default;

    /// Before the first bytes. @param providerStreams  the answer is a stream of events, else one JSON text
    virtual void begin(bool providerStreams, http::Framing framing) = 0;
    /// Bytes of the provider's answer, decompressed.
    virtual void feed(std::string_view bytes) = 0;
    /// The provider's answer is over; later calls do nothing.
    /// @param failure  told inside the answer, or empty.
    virtual void finish(const domain::Usage &usage, std::string_view failure) = 0;
    /// The provider left in the middle: tells the client.
    virtual void breakOff(const dialect::Failure &failure) = 0;
    /// What may go to the client now.
    [[nodiscard]] virtual std::string take() = 0;

    /// Why a plain answer could not be read; empty: it could.
    [[nodiscard]] virtual const std::optional<Error> &error() const = 0;
    [[nodiscard]] virtual const dialect::Losses &losses() const = 0;
    [[nodiscard]] virtual std::string_view contentType() const = 0;
    [[nodiscard]] virtual bool clientStreams() const = 0;
};

} // namespace slipswitch::gateway
