#include "core/gateway/WholeTranslator.h"

namespace slipswitch::gateway {

namespace {

constexpr std::size_t largestAnswer = 64 * 1024 * 1024;

} // namespace

void WholeTranslator::feed(std::string_view bytes)
{
    if (m_plain.size() + bytes.size() <= largestAnswer)
        m_plain.append(bytes);
    else
        m_error = Error {ErrorCode::TooLarge, ErrorSource::Upstream, false, "The answer is too large."};
}

void WholeTranslator::finish(const domain::Usage &usage, std::string_view failure)
{
    if (std::exchange(m_over, true) || m_error)
        return;
    auto answer = translated(m_plain, usage);
    if (answer)
        m_out = std::move(*answer);
    else if (failure.empty())
        m_error = std::move(answer.error());
    else
        m_error = Error {ErrorCode::UpstreamError, ErrorSource::Upstream, true, std::string(failure)};
}

} // namespace slipswitch::gateway
