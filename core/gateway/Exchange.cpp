#include "core/gateway/Exchange.h"

#include "core/dialect/Patch.h"
#include "core/gateway/ModelList.h"
#include "core/gateway/Refusal.h"
#include "core/gateway/Settlement.h"
#include "core/governance/LoopbackGuard.h"
#include "core/governance/PresentedCredentials.h"
#include "core/http/ContentDecoder.h"
#include "core/http/ErrorReply.h"

namespace slipswitch::gateway {

namespace {

constexpr std::size_t longestPathKept = 256;
constexpr std::size_t longestAgentKept = 200;
constexpr std::size_t longestModel = 512;

tl::unexpected<Error> refused(ErrorCode code, std::string detail)
{
    return failure(code, std::move(detail), ErrorSource::Client);
}

Result<void> checkOperation(const dialect::Endpoint &endpoint, const http::RequestHead &head)
{
    if (endpoint.operation == dialect::Operation::Unknown) {
        const auto nearest = dialect::nearestPath(head.path);
        return refused(ErrorCode::NotFound,
            "There is no " + std::string(head.path.substr(0, longestPathKept)) + " here."
                + (nearest.empty() ? " The base URL for OpenAI clients ends in /v1."
                                   : " Did you mean " + nearest + "?"));
    }
    // Codex tries a WebSocket first, and falls back at once only on this status.
    if (endpoint.operation == dialect::Operation::Responses
        && http::equalIgnoringCase(head.fields.find("upgrade").value_or(std::string_view()), "websocket"))
        return refused(ErrorCode::UpgradeRequired,
            "This gateway speaks plain HTTP: send the request with POST instead of upgrading to a "
            "WebSocket.");
    if (!dialect::takes(endpoint, head.method))
        return refused(ErrorCode::MethodNotAllowed,
            std::string(head.path) + " takes " + std::string(dialect::methodOf(endpoint)) + ", not "
                + std::string(head.method) + ".");
    return {};
}

/// It comes to stand in paths, logs and tables.
Result<void> checkModel(std::string_view model)
{
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (model.size() <= longestModel && std::ranges::none_of(model, control)
        && model.find("..") == std::string_view::npos)
        return {};
    return refused(ErrorCode::BadRequest,
        "No model has a name like this: it has control characters, \"..\" or "
        "more than 512 bytes.");
}

} // namespace

Exchange::Exchange(Context &context, http::ServerExchange &client)
    : m_context(context)
    , m_client(client, context.sweep)
    , m_compiled(context.compiled)
    , m_started(context.clock.steadyNow())
    , m_live(context.live)
{
    ++m_context.counters.exchanges;
    ++m_context.counters.inFlight;
    m_client.onClientGone([this] { m_cancellation.fire(); });
}

Exchange::~Exchange()
{
    m_client.onClientGone(nullptr);
    settle();
    wipe(m_upstreamHead);
    --m_context.counters.inFlight;
}

http::Task<void> Exchange::run()
{
    std::exception_ptr thrown;
    try {
        auto done = co_await phases();
        if (!done) {
            auto refusal = refuse(done.error());
            co_await std::move(refusal);
        }
    } catch (...) {
        thrown = std::current_exception();
    }
    settle();
    if (m_client.isTelling()) // what it writes with goes with us
        co_await m_client.untilTold();
    if (thrown)
        std::rethrow_exception(thrown);
}

http::Task<Result<void>> Exchange::phases()
{
    if (auto step = accept(); !step)
        co_return step;
    if (m_endpoint.operation == dialect::Operation::Health
        || m_endpoint.operation == dialect::Operation::OllamaVersion) {
        auto answered = co_await answerOurselves();
        co_return answered;
    }
    if (auto step = identify(); !step)
        co_return step;
    if (auto running = checkPause(); !running)
        co_return running;
    if (dialect::isOwn(m_endpoint)) {
        auto answered = co_await answerOurselves();
        co_return answered;
    }
    auto understood = co_await understand();
    if (!understood)
        co_return understood;
    for (auto step : {&Exchange::screen, &Exchange::recall, &Exchange::plan, &Exchange::reserve}) {
        if (auto passed = (this->*step)(); !passed)
            co_return passed;
    }
    if (dialect::counts(m_endpoint) && !outbound().target) {
        auto estimated = co_await answerEstimate();
        co_return estimated;
    }
    if (onlyLoads()) {
        auto loaded = co_await answerLoaded();
        co_return loaded;
    }
    breakSilence();
    auto answered = co_await tryInOrder();
    co_return answered;
}

/// A web page must not be able to call: its browser tells a foreign Host or an Origin. Nothing is recorded.
Result<void> Exchange::accept()
{
    const auto &head = m_client.head();
    const auto host = head.fields.find("host").value_or(std::string_view());
    const auto origin = head.fields.find("origin");
    const auto &allowed = m_compiled->settings().listen.allowedOrigins;
    if (!governance::isLoopbackHost(host) || (origin && !governance::originAllowed(*origin, allowed))) {
        ++m_context.counters.refusedOutside;
        return refused(ErrorCode::Forbidden,
            "Only programs on this machine may call: the request's Host or Origin says that it comes from a "
            "web "
            "page. Allow its origin in the settings if you trust it.");
    }
    m_endpoint = dialect::endpointOf(head.path);
    return {};
}

Result<void> Exchange::identify()
{
    const auto &head = m_client.head();
    m_record.startedAt = m_context.clock.utcNow();
    m_record.id = RequestId::make(m_record.startedAt);
    m_record.dialect = m_endpoint.dialect;
    m_record.method = head.method;
    m_record.path = head.path.substr(0, longestPathKept);
    m_record.userAgent
        = head.fields.find("user-agent").value_or(std::string_view()).substr(0, longestAgentKept);

    governance::PresentedCredentials presented;
    governance::collectCredentials(presented, head.fields, head.query);
    for (const auto credential : presented.all())
        m_redactor.add(credential);
    const auto key = m_compiled->keys().identify(presented.all());
    if (key) {
        m_record.keyId = (*key)->id;
        m_record.keyName = (*key)->name;
        m_record.tool = (*key)->tool;
        m_record.project = (*key)->project;
    }
    // Our own lists and probes are no traffic; everything else has a row, a refused key too.
    if (!dialect::isOwn(m_endpoint) || m_endpoint.operation == dialect::Operation::Unknown) {
        m_slot = m_context.ledger.spool().claim(m_record);
        m_claimed = true;
    }
    if (!key)
        return refused(ErrorCode::Unauthorized, std::string(governance::explain(key.error())));
    return checkOperation(m_endpoint, head);
}

/// Nothing leaves for a provider while the user has paused the gateway; what was asked is still recorded.
Result<void> Exchange::checkPause() const
{
    if (!m_context.paused)
        return {};
    return refused(ErrorCode::Overloaded,
        "Slipswitch is paused, so nothing is sent to a provider. Resume it in its window or with "
        "'slipswitch resume', then try again.");
}

http::Task<Result<void>> Exchange::understand()
{
    auto body = co_await m_client.readBody();
    if (!body)
        co_return failure(std::move(body.error()));
    m_body = *body;
    m_record.requestBytes = static_cast<std::int64_t>(m_body.size());
    const auto &fields = m_client.head().fields;
    if (const auto coding = fields.find("content-encoding"); coding && *coding != "identity") {
        auto decoded = http::decodeBody(m_body, *coding, m_compiled->settings().listen.maxBodyBytes);
        if (!decoded)
            co_return failure(std::move(decoded.error()));
        constexpr std::size_t padding = 64; // simdjson reads behind the end
        m_decoded = std::move(*decoded);
        m_decoded.reserve(m_decoded.size() + padding);
        m_body = m_decoded;
    }
    const auto type = fields.find("content-type").value_or(std::string_view());
    if (!m_endpoint.argument.empty()) { // Gemini's path tells all there is to know
        m_peek.model = percentDecoded(m_endpoint.argument);
        m_peek.stream = m_endpoint.operation == dialect::Operation::StreamGenerateContent;
    } else {
        auto peek = m_endpoint.body == dialect::BodyKind::Json ? dialect::peekJson(m_body)
                                                               : dialect::peekMultipart(m_body, type);
        if (!peek)
            co_return failure(std::move(peek.error()));
        m_peek = std::move(*peek);
        if (m_endpoint.dialect == domain::Dialect::Ollama && !m_peek.streamSaid)
            m_peek.stream = true;
    }
    if (auto named = checkModel(m_peek.model); !named)
        co_return failure(std::move(named.error()));
    m_record.requestedModel = m_peek.model;
    m_record.streaming = m_peek.stream;
    m_live.tell(LiveReport::Phase::Began, m_record, elapsed());
    co_return Result<void>();
}

/// Guardrails have their place here; none exist yet, so nothing is masked or blocked.
Result<void> Exchange::screen()
{
    return {};
}

/// Stored answers have their place here; there is no cache yet, so every request is asked.
Result<void> Exchange::recall()
{
    return {};
}

Result<void> Exchange::plan()
{
    const auto able = m_compiled->ableTo(m_endpoint.dialect);
    auto planned = m_compiled->planner().plan(m_peek.model, able);
    if (const auto untagged = withoutUsualTag(m_endpoint.dialect, m_peek.model); !planned && untagged)
        planned = m_compiled->planner().plan(*untagged, able);
    if (!planned)
        return failure(std::move(planned.error()));
    m_plan = std::move(*planned);
    if (auto followed = followConversation(); !followed)
        return followed;
    const bool decodes = outbound().target && translates();
    return decodes ? decodeRequest() : Result<void>();
}

/// Budgets and limits have their place here; none can be set yet, so nothing is set aside.
Result<void> Exchange::reserve()
{
    return {};
}

domain::Micros Exchange::elapsed() const
{
    return std::chrono::duration_cast<domain::Micros>(m_context.clock.steadyNow() - m_started);
}

/// Before the last bytes leave, so that an answer the client got in full always has its row.
void Exchange::settle()
{
    if (!m_claimed || m_settled)
        return;
    m_settled = true;
    if (m_record.outcome == domain::Outcome::InFlight)
        m_record.outcome = m_client.clientGone() ? domain::Outcome::ClientGone : domain::Outcome::Failed;
    m_record.endedAfter = elapsed();
    m_record.errorText = m_redactor.forStorage(std::move(m_record.errorText));
    for (auto &attempt : m_record.attempts)
        attempt.errorText = m_redactor.forStorage(std::move(attempt.errorText));
    m_context.ledger.spool().settle(m_slot, m_record);
    m_context.ledger.notify();
    m_live.tell(LiveReport::Phase::Settled, m_record, *m_record.endedAfter);
}

/// Whoever waits for a stream is told so while nothing comes of it.
void Exchange::breakSilence()
{
    const auto *codec = dialect::clientCodecFor(m_endpoint.dialect);
    if (codec && m_peek.stream)
        m_client.breakSilence(*codec, m_compiled->settings().listen.keepAliveAfter, m_record.id);
}

/// As the client sees it.
std::uint16_t Exchange::toldStatus(unsigned status) const
{
    constexpr std::uint16_t good = 200;
    return m_client.keptWaiting() ? good : static_cast<std::uint16_t>(status);
}

http::Task<void> Exchange::refuse(const Error &error)
{
    if (m_record.outcome == domain::Outcome::InFlight) {
        m_record.outcome = m_client.clientGone()  ? domain::Outcome::ClientGone
            : error.source == ErrorSource::Client ? domain::Outcome::Refused
                                                  : domain::Outcome::Failed;
        m_record.error = error.code;
        m_record.errorSource = error.source;
        m_record.errorText = error.detail;
    }
    if (m_client.begun() || m_client.clientGone())
        co_return;
    http::ServerExchange::ResponseHead head;
    head.status = http::statusFor(error);
    head.fields = "Content-Type: application/json\r\n";
    if (m_claimed)
        head.fields += "x-slipswitch-request-id: " + m_record.id.toString()
            + "\r\nx-slipswitch-tries: " + std::to_string(m_record.attempts.size()) + "\r\n";
    if (sdkRepeats(head.status))
        head.fields += "x-should-retry: false\r\n";
    m_record.status = toldStatus(head.status);
    auto shown = error;
    shown.detail = m_redactor.withoutKnown(std::move(shown.detail));
    const auto body = errorBody(shown, m_endpoint.dialect);
    settle();
    auto sent = co_await m_client.respond(head, body);
    (void)sent; // a client that is gone by now has been settled
}

http::Task<Result<void>> Exchange::answerOurselves()
{
    if (auto known = checkOperation(m_endpoint, m_client.head()); !known)
        co_return known;
    if (m_endpoint.operation == dialect::Operation::StoredResponse) {
        auto stored = co_await answerStored();
        co_return stored;
    }
    auto asked = m_endpoint;
    std::string model;
    if (asked.operation == dialect::Operation::OllamaShow) {
        auto sent = co_await m_client.readBody();
        if (!sent)
            co_return failure(std::move(sent.error()));
        model = shownModel(*sent);
        asked.argument = model;
    }
    auto body = ownAnswer(asked, m_client.head(), *m_compiled, m_context.catalog);
    if (!body)
        co_return failure(std::move(body.error()));
    http::ServerExchange::ResponseHead head;
    head.fields = "Content-Type: application/json\r\n";
    auto sent = co_await m_client.respond(head, *body);
    co_return sent;
}

} // namespace slipswitch::gateway
