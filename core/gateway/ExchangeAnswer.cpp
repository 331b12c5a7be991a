// Phase 9 of an exchange and its end: passing the answer on, concluding.

#include "core/gateway/Exchange.h"
#include "core/gateway/KeptHeaders.h"
#include "core/gateway/Settlement.h"

namespace slipswitch::gateway {

using domain::Outcome;

std::string Exchange::ownFields() const
{
    return "x-slipswitch-request-id: " + m_record.id.toString() + "\r\nx-slipswitch-provider: "
        + m_record.provider + "\r\nx-slipswitch-model: " + m_plan[m_step].model
        + "\r\nx-slipswitch-tries: " + std::to_string(m_record.attempts.size()) + "\r\n";
}

http::Task<void> Exchange::relay(Relay &answer, domain::Attempt &row)
{
    m_patched.reset(); // sent, and no further try will need it; a stream may last for minutes
    m_record.status = row.status;
    auto fields = ownFields();
    if (answer.wholeIsHeld()) {
        conclude(answer, nullptr);
        if (m_record.cost.known())
            fields += "x-slipswitch-cost: " + m_record.cost.amount.toString() + "\r\n";
    }
    const RunningCost running(m_context.catalog, provider(), m_plan[m_step].model,
        estimatedInputTokens(m_record.requestBytes), m_record.startedAt);
    auto passed = co_await answer.pass(m_client, std::move(fields), [&](bool ended) {
        if (answer.scanner().hasContent() && !m_record.firstContentAfter) {
            m_record.firstContentAfter = elapsed();
            row.firstContentAfter = *m_record.firstContentAfter - row.startedAfter;
        }
        if (ended)
            conclude(answer, nullptr);
        else
            noteProgress(answer, running);
    });
    conclude(answer, passed ? nullptr : &passed.error());
}

void Exchange::noteProgress(const Relay &answer, const RunningCost &running)
{
    ledger::Progress progress;
    progress.responseBytes = answer.bytes();
    progress.estimatedInputTokens = estimatedInputTokens(m_record.requestBytes);
    progress.estimatedOutputTokens = answer.scanner().estimatedOutputTokens();
    progress.estimatedPicodollars = running.at(progress.estimatedOutputTokens);
    progress.elapsedMicros = elapsed().count();
    progress.firstContentMicros = m_record.firstContentAfter ? m_record.firstContentAfter->count() : -1;
    m_context.ledger.spool().progress(m_slot, progress);
    m_live.grew(m_record, domain::Micros(progress.elapsedMicros), progress.responseBytes,
        progress.estimatedOutputTokens);
}

/// Writes the end into the record and settles it; the first call counts.
void Exchange::conclude(const Relay &answer, const Error *error)
{
    if (m_settled)
        return;
    auto &row = m_record.attempts.back();
    if (answer.scanner().hasContent() && !m_record.firstContentAfter) {
        m_record.firstContentAfter = elapsed();
        row.firstContentAfter = *m_record.firstContentAfter - row.startedAfter;
    }
    const auto verdict = verdictOn(answer, error);
    m_record.outcome = verdict.outcome;
    if (verdict.error) {
        m_record.error = verdict.error->code;
        m_record.errorSource = verdict.error->source;
        m_record.errorText = verdict.error->detail;
    }
    row.outcome = m_record.outcome;
    row.error = m_record.error;
    row.errorText = m_record.errorText;
    row.endedAfter = elapsed() - row.startedAfter;
    if (m_translator && !m_translator->losses().empty())
        row.notes += "; " + m_translator->losses().text();
    if (m_translator && m_record.outcome == Outcome::Succeeded && keepsAnswer())
        storeAnswer(answer.scanner().reading().usage);
    if (!m_translator && m_record.outcome == Outcome::Succeeded
        && m_endpoint.operation == dialect::Operation::Responses)
        rememberPlace(answer);
    m_record.responseBytes = answer.bytes();
    settleUsage(m_record, answer.scanner(), provider(), m_plan[m_step].model, m_context.catalog);
    settle();
    keepBodies(answer.kept());
}

/// Off by default.
void Exchange::keepBodies(std::string_view answer)
{
    if (!m_compiled->settings().log.keepBodies)
        return;
    using enum ledger::BodyRecord::Part;
    keep(RequestHeaders, keptHeaders(m_client.head().fields));
    keep(Request, m_body.substr(0, Relay::mostKept));
    keep(ResponseHeaders, keptHeaders(m_response->fields()));
    keep(Response, answer);
}

/// Redacted here, so that nothing behind sees a secret. A full queue drops it, and counts.
void Exchange::keep(ledger::BodyRecord::Part part, std::string_view text)
{
    if (text.empty())
        return;
    const bool kept
        = m_context.ledger.keepBody({m_record.id, part, m_redactor.forStorage(std::string(text))});
    (void)kept;
}

Exchange::Verdict Exchange::verdictOn(const Relay &answer, const Error *error) const
{
    if (m_client.clientGone() || (error && error->source == ErrorSource::Client))
        return {Outcome::ClientGone, std::nullopt};
    if (error)
        return {Outcome::Failed, *error};
    const auto &scanner = answer.scanner();
    if (!scanner.error().empty())
        return {
            Outcome::Failed, Error {ErrorCode::UpstreamError, ErrorSource::Upstream, false, scanner.error()}};
    if (answer.streams() && !scanner.complete())
        return {Outcome::Failed,
            Error {ErrorCode::BadResponse, ErrorSource::Upstream, false,
                "The provider ended its stream without the mark that it is complete."}};
    return {Outcome::Succeeded, std::nullopt};
}

} // namespace slipswitch::gateway
