#pragma once

#include "core/gateway/Translator.h"

#include <utility>

namespace slipswitch::gateway {

/// Answers that are no conversations come whole: never a stream.
class WholeTranslator : public Translator
{
public:
    void begin(bool, http::Framing) final { }
    void feed(std::string_view bytes) final;
    void finish(const domain::Usage &usage, std::string_view failure) final;
    /// Nothing has gone to the client yet: it gets an error answer instead.
    void breakOff(const dialect::Failure &) final { m_over = true; }
    [[nodiscard]] std::string take() final { return std::exchange(m_out, {}); }
    [[nodiscard]] const std::optional<Error> &error() const final { return m_error; }
    [[nodiscard]] const dialect::Losses &losses() const final { return m_losses; }
    [[nodiscard]] std::string_view contentType() const final { return "application/json"; }
    [[nodiscard]] bool clientStreams() const final { return false; }

private:
    /// The provider's answer as the client's. Errors: BadResponse.
    [[nodiscard]] virtual Result<std::string> translated(
        std::string_view answer, const domain::Usage &usage) const
        = 0;

    std::string m_plain, m_out;
    std::optional<Error> m_error;
    dialect::Losses m_losses;
    bool m_over = false;
};

} // namespace slipswitch::gateway
