#include "core/gateway/EmbeddingTranslator.h"

#include "core/gateway/Settlement.h"

#include <algorithm>
#include <numeric>

namespace slipswitch::gateway {

namespace {

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

Result<std::string> EmbeddingTranslator::translated(std::string_view answer, const domain::Usage &usage) const
{
    const auto decoded = m_from.decodeAnswer(answer);
    if (!decoded)
        return failure(decoded.error());
    return m_to.encodeAnswer(*decoded, m_request, usage.known ? usage : estimateOf(m_request));
}

} // namespace slipswitch::gateway
