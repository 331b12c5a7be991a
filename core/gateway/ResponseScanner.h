#pragma once

#include "core/dialect/UsageReader.h"
#include "core/domain/Dialect.h"
#include "core/http/EventReader.h"

#include <string>
#include <string_view>

namespace slipswitch::gateway {

/// Listens to an answer as it passes: first content, end, errors told inside it, usage. Never changes a byte.
/// Thread: data plane.
class ResponseScanner
{
public:
    enum class Shape : std::uint8_t
    {
        Stream,
        Plain,
        Opaque
    };

    /// @param shape  Stream for events, Plain for JSON; Opaque (audio) is only counted.
    /// @param framing  of a stream
    ResponseScanner(domain::Dialect dialect, domain::Quirks quirks, Shape shape,
        http::Framing framing = http::Framing::Events);

    void feed(std::string_view bytes);
    /// The body is complete.
    void finish();

    [[nodiscard]] bool hasContent() const { return m_hasContent; }
    /// The dialect's own end passed by: "[DONE]", or a finished plain body.
    [[nodiscard]] bool ended() const { return m_ended; }
    /// A stream that neither ended nor named a reason to finish was cut off by its provider.
    [[nodiscard]] bool complete() const { return m_ended || !reading().finishReason.empty(); }
    [[nodiscard]] const std::string &error() const { return m_error; }
    [[nodiscard]] const dialect::UsageReading &reading() const { return m_usage.reading(); }
    /// Of an answer of the responses API, by which it may be asked for later; empty: it tells none.
    [[nodiscard]] const std::string &answerId() const { return m_answerId; }
    /// A rough count for requests that are cut off: about one token an event, or four bytes.
    [[nodiscard]] std::int64_t estimatedOutputTokens() const;

private:
    void event(std::string_view data);
    void listenTo(const Result<std::span<const http::SseEvent>> &events);
    void keep(std::string_view bytes);
    void readPlain(std::string_view body);

    domain::Dialect m_dialect;
    Shape m_shape;
    http::Framing m_framing;
    dialect::UsageReader m_usage;
    http::EventReader m_events;
    std::string m_answerId;
    std::string m_plain; ///< body so far, bounded; of larger ones only the end
    bool m_onlyEnd = false;
    bool m_hasContent = false, m_ended = false;
    std::string m_error;
    std::int64_t m_bytes = 0, m_contentEvents = 0;
};

} // namespace slipswitch::gateway
