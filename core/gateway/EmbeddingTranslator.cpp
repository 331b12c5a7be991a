#include "core/gateway/EmbeddingTranslator.h"

#include "core/gateway/Settlement.h"

#include <algorithm>
#include <numeric>

namespace slipswitch::gateway {

namespace {

constexpr std::size_t largestAnswer = 64 * 1024 * 1024;

domain::Usage estimateOf(const dialect::EmbeddingRequest &request)
{
    const auto bytes = std::accumulate(request.texts.begin(), request.texts.end(), std::size_t {0},
        [](std::size_t sum, const std::string &text) { return sum + text.size(); });
    domain::Usage usage;
    usage.known = true;
    usage.estimated = true;
    usage.input = std::max(estimatedInputTokens(static_cast<std::int64_t>(bytes)), std::int64_t {1});
    return usage;
}

} // namespace

EmbeddingTranslator::EmbeddingTranslator(const dialect::EmbeddingCodec &from,
    const dialect::EmbeddingCodec &to, dialect::EmbeddingRequest request, std::string_view model)
    : m_from(from)
    , m_to(to)
    , m_request(std::move(request))
{
    m_request.model = model;
}

void EmbeddingTranslator::feed(std::string_view bytes)
{
    if (m_plain.size() + bytes.size() <= largestAnswer)
        m_plain.append(bytes);
    else
        m_error = Error {ErrorCode::TooLarge, ErrorSource::Upstream, false, "The answer is too large."};
}

void EmbeddingTranslator::finish(const domain::Usage &usage, std::string_view failure)
{
    if (std::exchange(m_over, true) || m_error)
        return;
    const auto answer = m_from.decodeAnswer(m_plain);
    if (!answer) {
        m_error = answer.error();
        if (!failure.empty())
            m_error = Error {ErrorCode::UpstreamError, ErrorSource::Upstream, true, std::string(failure)};
        return;
    }
    m_out = m_to.encodeAnswer(*answer, m_request, usage.known ? usage : estimateOf(m_request));
}

} // namespace slipswitch::gateway
