#include "core/gateway/ResponseScanner.h"

#include "core/dialect/EventMarks.h"

namespace slipswitch::gateway {

namespace {

constexpr std::size_t largestPlainRead = 4 * 1024 * 1024;
constexpr std::size_t keptEnd = 64 * 1024;
constexpr std::int64_t bytesPerToken = 4;

/// `{"usage":{…}}` cut from the end of a body too large to keep, such as an image's; empty if not there.
std::string usageAtTheEnd(domain::Dialect dialect, std::string_view end)
{
    const auto at = end.rfind(dialect == domain::Dialect::Gemini ? R"("usageMetadata")" : R"("usage")");
    if (at == std::string_view::npos)
        return {};
    const auto open = end.find('{', at);
    if (open == std::string_view::npos)
        return {};
    int depth = 0;
    for (auto i = open; i < end.size(); ++i) {
        depth += end[i] == '{' ? 1 : (end[i] == '}' ? -1 : 0);
        if (depth == 0)
            return '{' + std::string(end.substr(at, i + 1 - at)) + '}';
    }
    return {};
}

} // namespace

ResponseScanner::ResponseScanner(
    domain::Dialect dialect, domain::Quirks quirks, Shape shape, http::Framing framing)
    : m_dialect(dialect)
    , m_shape(shape)
    , m_framing(framing)
    , m_usage(dialect, quirks)
    , m_events(framing)
{ }

void ResponseScanner::feed(std::string_view bytes)
{
    m_bytes += static_cast<std::int64_t>(bytes.size());
    if (m_shape == Shape::Plain)
        return keep(bytes);
    if (m_shape == Shape::Opaque) {
        m_hasContent = m_hasContent || !bytes.empty();
        return;
    }
    listenTo(m_events.feed(bytes));
}

void ResponseScanner::listenTo(const Result<std::span<const http::SseEvent>> &events)
{
    if (events) {
        for (const auto &item : *events)
            event(item.data);
        return;
    }
    m_shape = Shape::Opaque;
    // Text may pass all the same; broken frames are of no use to anybody.
    if (m_framing == http::Framing::Frames)
        m_error = events.error().detail;
}

void ResponseScanner::finish()
{
    if (m_shape == Shape::Stream) {
        listenTo(m_events.finish());
        return;
    }
    if (m_shape == Shape::Plain)
        readPlain(m_plain);
    m_ended = true;
}

void ResponseScanner::event(std::string_view data)
{
    if (data.empty())
        return;
    if (m_contentEvents++ == 0 && m_dialect == domain::Dialect::OpenAiResponses)
        m_answerId = dialect::answerIdIn(data);
    m_usage.read(data);
    auto marks = dialect::marksOf(m_dialect, data, !m_hasContent);
    m_hasContent = m_hasContent || marks.content;
    m_ended = m_ended || marks.ended;
    if (!marks.error.empty())
        m_error = std::move(marks.error);
}

void ResponseScanner::keep(std::string_view bytes)
{
    m_hasContent = m_hasContent || !bytes.empty();
    if (!m_onlyEnd && m_plain.size() + bytes.size() > largestPlainRead)
        m_onlyEnd = true;
    m_plain.append(bytes);
    if (m_onlyEnd && m_plain.size() > 2 * keptEnd)
        m_plain.erase(0, m_plain.size() - keptEnd);
}

void ResponseScanner::readPlain(std::string_view body)
{
    if (m_onlyEnd) {
        m_usage.read(usageAtTheEnd(m_dialect, body));
        return;
    }
    if (m_dialect == domain::Dialect::OpenAiResponses)
        m_answerId = dialect::answerIdIn(body);
    m_usage.readAnswer(body);
    m_error = dialect::errorIn(m_dialect, body);
}

std::int64_t ResponseScanner::estimatedOutputTokens() const
{
    return m_shape == Shape::Stream ? m_contentEvents : m_bytes / bytesPerToken;
}

} // namespace slipswitch::gateway
