// Phase 8 of an exchange: trying in order.

#include "core/dialect/EventMarks.h"
#include "core/dialect/Patch.h"
#include "core/dialect/anthropic/CloudBody.h"
#include "core/dialect/anthropic/MessagesPatch.h"
#include "core/dialect/openai/ChatPatch.h"
#include "core/gateway/Exchange.h"
#include "core/gateway/Refusal.h"
#include "core/gateway/UpstreamHead.h"
#include "core/provider/GoogleAccount.h"
#include "core/provider/KeyForm.h"
#include "core/provider/Place.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace slipswitch::gateway {

namespace {

using domain::Outcome;
using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
    boost::asio::wait_traits<std::chrono::steady_clock>, http::Executor>;

/// An error answer is read this far; longer ones are cut.
constexpr std::size_t longestErrorRead = 256 * 1024;
constexpr std::size_t longestErrorKept = 600;
constexpr unsigned firstErrorStatus = 400;

std::optional<std::chrono::milliseconds> retryAfterOf(const http::Fields &fields)
{
    if (const auto exact = fields.find("retry-after-ms"))
        return routing::parseRetryAfter(*exact, true);
    if (const auto seconds = fields.find("retry-after"))
        return routing::parseRetryAfter(*seconds, false);
    return std::nullopt;
}

constexpr std::size_t simdjsonPadding = 64; ///< it reads behind the end

bool isForClaude(domain::Dialect dialect)
{
    return dialect == domain::Dialect::AnthropicMessages || dialect == domain::Dialect::AnthropicCountTokens;
}

/// Whoever copies an API rarely copies its counting.
bool isNoEndpoint(unsigned status)
{
    return status == 404 || status == 405 || status == 501;
}

Error notEvents()
{
    return {ErrorCode::BadResponse, ErrorSource::Upstream, false,
        "It answered without a stream of events, which the client had been told to wait for."};
}

/// What the provider itself says, out of the shapes they use; else the start of the body.
std::string messageOf(domain::Dialect dialect, std::string_view body)
{
    auto marks = dialect::marksOf(dialect, body, true);
    auto text = marks.error.empty() ? std::string(body) : std::move(marks.error);
    if (text.size() > longestErrorKept)
        text.resize(longestErrorKept);
    return text;
}

} // namespace

http::Task<Result<void>> Exchange::tryInOrder()
{
    for (m_step = 0; m_step < m_plan.size(); ++m_step) {
        for (m_repeats = 0;; ++m_repeats) {
            const auto next = co_await tryOnce();
            if (next == Next::Done)
                co_return Result<void>();
            if (next == Next::GiveUp)
                co_return failure(*m_lastFailure);
            if (next == Next::Move)
                break;
            co_await pause(m_pause);
            if (m_client.clientGone())
                co_return failure(ErrorCode::Cancelled, "The client left.", ErrorSource::Client);
        }
    }
    co_return failure(*m_lastFailure);
}

/// Another target is better than the same once more; the last one is all there is.
Exchange::Next Exchange::nextAfter(const routing::TryFailure &failed)
{
    if (m_client.clientGone() || m_client.begun())
        return Next::GiveUp;
    if (m_step + 1 < m_plan.size() && routing::anotherMayHelp(failed))
        return Next::Move;
    const auto pause = routing::repeatAfter(failed, m_repeats);
    m_pause = pause.value_or(std::chrono::milliseconds {0});
    return pause ? Next::Repeat : Next::GiveUp;
}

http::Task<void> Exchange::pause(std::chrono::milliseconds duration)
{
    const auto executor = co_await boost::asio::this_coro::executor;
    Timer timer(executor, duration);
    m_cancellation.onFire([&timer] { timer.cancel(); });
    auto waited
        = co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable_t<http::Executor>()));
    (void)waited;
    m_cancellation.onFire(nullptr);
}

domain::Attempt &Exchange::beginTry()
{
    const auto &step = m_plan[m_step];
    m_record.provider = provider().name;
    m_record.model = step.model;
    auto &row = m_record.attempts.emplace_back();
    row.provider = provider().name;
    row.model = step.model;
    row.reason = m_repeats == 0 ? step.reason : step.reason + ", once more after " + m_lastFailure->detail;
    row.startedAfter = elapsed();
    if (!provider().credentials.empty())
        row.credential = provider().credentials[step.credential].id;
    m_context.ledger.spool().update(m_slot, m_record);
    m_live.tell(LiveReport::Phase::Trying, m_record, row.startedAfter);
    return row;
}

http::Task<Exchange::Next> Exchange::tryOnce()
{
    auto &row = beginTry();
    auto sent = co_await send(row);
    if (!sent)
        co_return noteFailure(row, sent.error());
    if (m_response->status() >= firstErrorStatus) {
        const auto next = co_await errorAnswer(row);
        co_return next;
    }
    m_translator = makeTranslator();
    const Relay::Options options {outbound().dialect, quirks(), m_peek.stream, m_askedForUsage,
        m_compiled->settings().log.keepBodies, m_translator.get()};
    Relay answer(*m_response, options);
    if (!answer.isEvents()) {
        m_client.stopTelling();
        if (m_client.keptWaiting())
            co_return noteFailure(row, notEvents());
    }
    if (answer.mustBeWhole() || m_step + 1 < m_plan.size()) {
        auto held = co_await answer.hold(m_context.clock);
        if (!held)
            co_return noteFailure(row, held.error());
    }
    co_await relay(answer, row);
    co_return Next::Done;
}

/// What this try is sent with: the key itself, or the token that a service account's key is good for.
http::Task<Result<void>> Exchange::prepareKey(const Target &to, const domain::Attempt &row)
{
    m_secret = credential();
    if (!m_secret)
        co_return Result<void>();
    if (m_secret->empty())
        co_return failure(ErrorCode::Locked,
            "the key \"" + row.credential + "\" can't be read: unlock the keychain or set the key anew.");
    m_redactor.add(*m_secret);
    for (const auto &piece : provider::piecesOf(*m_secret))
        m_redactor.add(piece);
    if (provider().kind != "vertex" || !provider::serviceAccountIn(*m_secret))
        co_return Result<void>();
    auto token
        = co_await m_context.tokens.tokenFor(*m_secret, to.origin, m_compiled->timeouts(), m_cancellation);
    if (!token)
        co_return failure(std::move(token.error()));
    m_token = std::move(*token);
    m_secret = &m_token;
    m_redactor.add(m_token);
    co_return Result<void>();
}

/// The client's bytes or a translation of them, as the provider wants them.
Result<std::string_view> Exchange::prepareBody(domain::Attempt &row)
{
    if (translates()) {
        if (auto encoded = translateRequest(row); !encoded)
            return failure(std::move(encoded.error()));
    }
    const auto body = translates() ? std::string_view(*m_patched) : bodyForProvider();
    const auto to = outbound().dialect;
    if (!provider::versionStandsInBody(quirks(), to))
        return body;
    using dialect::anthropic::ModelIn;
    m_patched = dialect::anthropic::forVertex(
        body, to == domain::Dialect::AnthropicCountTokens ? ModelIn::Body : ModelIn::Path);
    return std::string_view(*m_patched);
}

http::Task<Result<void>> Exchange::send(domain::Attempt &row)
{
    const auto to = outbound();
    const auto prepared = prepareBody(row);
    if (!prepared)
        co_return failure(prepared.error());
    auto keyed = co_await prepareKey(*to.target, row);
    if (!keyed)
        co_return failure(std::move(keyed.error()));
    const auto body = *prepared;
    const bool translated = translates();
    const auto path = pathForProvider(to.dialect);
    const UpstreamHeadParts parts {m_client.head(), *to.target, provider(), m_secret, path, body.size(),
        !m_decoded.empty(), translated ? to.dialect : domain::Dialect::None, to.dialect,
        {body, m_context.clock.utcNow()}, quirks()};
    auto head = writeUpstreamHead(parts);
    if (!head)
        co_return failure(std::move(head.error()));
    wipe(m_upstreamHead);
    m_upstreamHead.swap(*head);

    http::UpstreamRequest request;
    request.origin = &to.target->origin;
    request.head = m_upstreamHead;
    request.body = body;
    request.timeouts = m_compiled->timeouts();
    auto &upstream = provider().kind == "demo" ? m_context.demo : m_context.network;
    m_response.reset();
    auto sent = co_await upstream.send(request, m_cancellation);
    if (!sent)
        co_return failure(std::move(sent.error()));
    m_response = std::move(*sent);
    row.status = static_cast<std::uint16_t>(m_response->status());
    row.reusedConnection = m_response->timing().reusedConnection;
    row.connectedAfter = m_response->timing().connected;
    row.firstByteAfter = m_response->timing().firstByte;
    co_return Result<void>();
}

/// The client's bytes, with only what must change patched in place.
std::string_view Exchange::bodyForProvider()
{
    const bool countable = m_endpoint.dialect == domain::Dialect::OpenAiChat
        || m_endpoint.dialect == domain::Dialect::OpenAiCompletions;
    m_askedForUsage = countable && m_peek.stream && !m_peek.includeUsage
        && !quirks().has(domain::Quirk::RejectsStreamOptions);
    if (writeAnew()) {
        fitWrittenAnew();
        return *m_patched;
    }
    if (!m_endpoint.argument.empty())
        return m_body; // the model stands in the path
    dialect::Changes changes {modelName(), m_askedForUsage};
    if (m_endpoint.dialect == domain::Dialect::OpenAiChat)
        changes.edits = chatEdits();
    else if (isForClaude(m_endpoint.dialect))
        changes.edits = messagesEdits(m_body, m_peek);
    m_patched = m_endpoint.body == dialect::BodyKind::Json ? dialect::patchJson(m_body, m_peek, changes)
                                                           : dialect::patchMultipart(m_body, m_peek, changes);
    return m_patched ? std::string_view(*m_patched) : m_body;
}

/// The client speaks chat, and so does the provider, but not quite the same.
std::vector<dialect::Edit> Exchange::chatEdits()
{
    dialect::Destination to;
    to.quirks = quirks();
    if (dialect::chat::editsNeedFacts(to.quirks, m_peek))
        to = destination();
    dialect::Losses losses;
    auto edits = dialect::chat::editsFor(m_body, m_peek, to, losses);
    m_record.attempts.back().notes = losses.text();
    return edits;
}

/// The client speaks Anthropic's dialect to a Claude it may know by another name.
std::vector<dialect::Edit> Exchange::messagesEdits(std::string_view body, const dialect::Peek &peek)
{
    dialect::Losses losses;
    auto edits = dialect::anthropic::editsFor(body, peek, modelName(), losses);
    auto &notes = m_record.attempts.back().notes;
    if (!losses.empty())
        notes += (notes.empty() ? "" : "; ") + losses.text();
    return edits;
}

/// What went through a tree is no longer the client's bytes, and is looked at once more.
void Exchange::fitWrittenAnew()
{
    if (!isForClaude(m_endpoint.dialect))
        return;
    m_patched->reserve(m_patched->size() + simdjsonPadding);
    const auto peek = dialect::peekJson(*m_patched);
    if (!peek)
        return;
    dialect::Changes changes {peek->model};
    changes.edits = messagesEdits(*m_patched, *peek);
    if (auto fitted = dialect::patchJson(*m_patched, *peek, changes))
        m_patched = std::move(fitted);
}

const domain::Provider &Exchange::provider() const
{
    return m_compiled->providers()[m_plan[m_step].provider];
}

domain::Quirks Exchange::quirks() const
{
    return m_compiled->quirks(m_plan[m_step].provider);
}

const Secret *Exchange::credential() const
{
    if (provider().credentials.empty())
        return nullptr;
    return &provider().credentials[m_plan[m_step].credential].secret;
}

/// No answer, or one that broke off before any content.
Exchange::Next Exchange::noteFailure(domain::Attempt &row, const Error &error)
{
    row.outcome = m_client.clientGone() ? Outcome::ClientGone : Outcome::Failed;
    row.error = error.code;
    row.errorText = error.detail;
    row.endedAfter = elapsed() - row.startedAfter;
    m_lastFailure = error;
    m_lastFailure->detail = row.provider + ": " + error.detail;
    m_response.reset();
    return nextAfter({0, error.code, std::nullopt});
}

http::Task<std::string> Exchange::readError()
{
    std::string body;
    for (bool last = false; !last && body.size() < longestErrorRead;) {
        auto part = co_await m_response->read();
        if (!part)
            break; // what came of the provider's words is better than none
        body.append(part->bytes);
        last = part->last;
    }
    co_return body;
}

/// An answer with an error status: the next try's reason, or the provider's own words for the client.
http::Task<Exchange::Next> Exchange::errorAnswer(domain::Attempt &row)
{
    auto body = co_await readError();
    row.outcome = m_client.clientGone() ? Outcome::ClientGone : Outcome::Failed;
    row.error = row.status == 429 ? ErrorCode::RateLimited : ErrorCode::UpstreamError;
    row.errorText = messageOf(outbound().dialect, body);
    row.endedAfter = elapsed() - row.startedAfter;
    m_lastFailure = Error {*row.error, ErrorSource::Upstream, true, row.provider + ": " + row.errorText};
    constexpr unsigned unauthorized = 401;
    if (row.status == unauthorized && m_secret == &m_token)
        m_context.tokens.forget(*credential());
    const auto next = nextAfter({row.status, row.error, retryAfterOf(m_response->fields())});
    if (next != Next::GiveUp || m_client.clientGone())
        co_return next;
    if (dialect::counts(m_endpoint) && (translates() || isNoEndpoint(row.status))) {
        auto estimated = co_await answerEstimate();
        (void)estimated; // a client that is gone by now has been settled
        co_return Next::Done;
    }
    co_await passError(row, std::move(body));
    co_return Next::Done;
}

http::Task<void> Exchange::passError(const domain::Attempt &row, std::string body)
{
    m_record.outcome = Outcome::Failed;
    m_record.status = toldStatus(row.status);
    m_record.error = row.error;
    m_record.errorSource = ErrorSource::Upstream;
    m_record.errorText = row.errorText;
    http::ServerExchange::ResponseHead head;
    head.status = row.status;
    head.fields = ownFields();
    if (sdkRepeats(row.status))
        head.fields += "x-should-retry: false\r\n";
    if (translates()) {
        body = translatedError(body, row.status);
        head.fields += "Content-Type: application/json\r\n";
        appendStillTrue(m_response->fields(), head.fields);
    } else {
        appendRelayed(m_response->fields(), head.fields);
    }
    // The body stays the provider's, byte for byte, unless it quotes a secret back.
    if (m_redactor.finds(body))
        body = m_redactor.withoutKnown(std::move(body));
    m_record.responseBytes = static_cast<std::int64_t>(body.size());
    settle();
    keepBodies(body);
    auto answered = co_await m_client.respond(head, body);
    (void)answered; // a client that is gone by now has been settled
}

} // namespace slipswitch::gateway
