#include "core/gateway/Relay.h"

#include "core/dialect/EventMarks.h"

#include <array>

namespace slipswitch::gateway {

namespace {

using Shape = ResponseScanner::Shape;

Shape shapeOf(const http::UpstreamResponse &response, bool streamAsked)
{
    const auto type = response.fields().find("content-type").value_or(std::string_view());
    if (type.find("event-stream") != std::string_view::npos || http::framingOf(type) != http::Framing::Events)
        return Shape::Stream;
    if (type.find("json") != std::string_view::npos)
        return Shape::Plain;
    if (type.empty() || type.starts_with("text/"))
        return streamAsked ? Shape::Stream : Shape::Plain;
    return Shape::Opaque;
}

http::Framing framingOf(const http::UpstreamResponse &response)
{
    return http::framingOf(response.fields().find("content-type").value_or(std::string_view()));
}

/// What of a provider's head still holds when its body was translated.
constexpr std::array<std::string_view, 4> stillTrue {
    "retry-after", "retry-after-ms", "request-id", "x-request-id"};

std::optional<http::ContentDecoder> decoderFor(const http::UpstreamResponse &response)
{
    const auto coding = response.fields().find("content-encoding").value_or(std::string_view());
    return http::ContentDecoder::forCoding(coding);
}

} // namespace

void appendRelayed(const http::Fields &fields, std::string &head)
{
    const auto connection = fields.find("connection").value_or(std::string_view());
    for (const auto &field : fields) {
        if (!http::isHopByHop(field.name, connection)
            && !http::equalIgnoringCase(field.name, "content-length")
            && !http::equalIgnoringCase(field.name, "x-should-retry"))
            head.append(field.name).append(": ").append(field.value).append("\r\n");
    }
}

void appendStillTrue(const http::Fields &fields, std::string &head)
{
    for (const auto name : stillTrue) {
        if (const auto value = fields.find(name))
            head.append(name).append(": ").append(*value).append("\r\n");
    }
}

Relay::Relay(http::UpstreamResponse &response, const Options &options)
    : m_response(response)
    , m_dialect(options.dialect)
    , m_streams(shapeOf(response, options.streamAsked) == Shape::Stream)
    , m_pieces(options.dialect == domain::Dialect::Gemini && options.streamAsked && !options.translator
          && shapeOf(response, options.streamAsked) == Shape::Plain)
    , m_decoder(decoderFor(response))
    , m_scanner(options.dialect, options.quirks, shapeOf(response, options.streamAsked), framingOf(response))
    , m_translator(options.translator)
    , m_keepBody(options.keepBody)
{
    if (m_translator)
        m_translator->begin(m_streams, framingOf(response));
    // A compressed stream passes as it is: nothing can be cut out of it.
    if (options.withholdUsage && m_streams && !m_decoder)
        m_withholder.emplace(options.dialect);
}

void Relay::scan(const http::BodyPart &part)
{
    if (!m_decoder) {
        listen(part.bytes);
    } else if (const auto decoded = m_decoder->feed(part.bytes)) {
        listen(*decoded);
    }
    if (part.last)
        m_scanner.finish();
    if (m_translator && (part.last || m_scanner.ended()))
        m_translator->finish(m_scanner.reading().usage, m_scanner.error());
}

void Relay::listen(std::string_view text)
{
    m_scanner.feed(text);
    if (m_translator)
        m_translator->feed(text);
    if (m_keepBody && m_kept.size() < mostKept)
        m_kept.append(text.substr(0, mostKept - m_kept.size()));
}

http::Task<Result<http::BodyPart>> Relay::read()
{
    auto part = co_await m_response.read();
    if (part) {
        scan(*part);
        m_bytes += static_cast<std::int64_t>(part->bytes.size());
        m_last = part->last;
        if (m_withholder)
            part->bytes = m_withholder->pass(part->bytes, part->last);
        if (m_translator) {
            m_translated = m_translator->take();
            part->bytes = m_translated;
        }
    }
    co_return part;
}

http::Task<Result<void>> Relay::hold(const Clock &clock)
{
    const auto until = clock.steadyNow() + longestHold;
    // A plain answer is of no use to the client before it is whole; a stream is from its first content on.
    const bool whole = m_translator && mustBeWhole();
    while (!m_last
        && (whole
            || (m_held.size() < mostHeld && clock.steadyNow() < until
                && !((m_streams || m_pieces) && m_scanner.hasContent())))) {
        auto part = co_await read();
        if (!part)
            co_return failure(std::move(part.error()));
        m_held.append(part->bytes);
        if (m_translator && m_translator->error())
            co_return failure(*m_translator->error());
        if (!m_scanner.error().empty() && !m_scanner.hasContent())
            co_return failure(ErrorCode::UpstreamError, m_scanner.error(), ErrorSource::Upstream, true);
    }
    co_return Result<void>();
}

http::ServerExchange::ResponseHead Relay::clientHead(std::string fields) const
{
    http::ServerExchange::ResponseHead head;
    head.status = m_response.status();
    head.fields = std::move(fields);
    if (m_translator) {
        head.fields.append("Content-Type: ").append(m_translator->contentType()).append("\r\n");
        appendStillTrue(m_response.fields(), head.fields);
        return head;
    }
    appendRelayed(m_response.fields(), head.fields);
    if (!m_withholder)
        head.contentLength = m_response.contentLength();
    return head;
}

http::Task<Result<void>> Relay::pass(
    http::ServerExchange &client, std::string fields, const Progress &progress)
{
    auto head = clientHead(std::move(fields));
    if (m_last) {
        head.contentLength = m_held.size();
        progress(true);
        auto sent = co_await client.respond(head, m_held);
        co_return sent;
    }
    client.begin(head);
    if (!m_held.empty()) {
        progress(false);
        auto sent = co_await client.write(m_held, false);
        if (!sent)
            co_return sent;
        std::string().swap(m_held);
    }
    auto rest = co_await passRest(client, progress);
    co_return rest;
}

http::Task<Result<void>> Relay::passRest(http::ServerExchange &client, const Progress &progress)
{
    while (!m_last) {
        auto part = co_await read();
        if (!part) {
            auto broken = co_await breakOff(client, std::move(part.error()));
            co_return broken;
        }
        progress(m_last || m_scanner.ended());
        if (part->bytes.empty() && !m_last)
            continue;
        auto sent = co_await client.write(part->bytes, m_last);
        if (!sent)
            co_return sent;
    }
    co_return Result<void>();
}

/// The provider left in the middle. A clean end would make the client take a part for the whole.
http::Task<Result<void>> Relay::breakOff(http::ServerExchange &client, Error error)
{
    if (m_translator && error.source != ErrorSource::Client) {
        m_translator->breakOff({0, error.detail, {}, std::string(name(error.code))});
        const auto event = m_translator->take();
        auto told = co_await client.write(event, true);
        (void)told;
    } else if (m_streams && !m_decoder && error.source != ErrorSource::Client) {
        // Behind what may be half an event.
        const auto event = "\n\n" + dialect::errorEvent(m_dialect, error.detail, name(error.code));
        auto told = co_await client.write(event, true);
        (void)told;
    } else {
        client.abort();
    }
    co_return failure(std::move(error));
}

} // namespace slipswitch::gateway
