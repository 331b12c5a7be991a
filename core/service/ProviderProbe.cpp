#include "core/service/ProviderProbe.h"

#include "core/base/Clock.h"
#include "core/dialect/Codec.h"
#include "core/dialect/Endpoint.h"
#include "core/dialect/EventMarks.h"
#include "core/dialect/anthropic/CloudBody.h"
#include "core/gateway/Redactor.h"
#include "core/gateway/TokenStore.h"
#include "core/http/DeadlineSweep.h"
#include "core/http/EventReader.h"
#include "core/http/PooledUpstream.h"
#include "core/platform/SystemCertificates.h"
#include "core/provider/Authenticate.h"
#include "core/provider/AwsSigning.h"
#include "core/provider/Endpoint.h"
#include "core/provider/GoogleAccount.h"
#include "core/provider/KeyForm.h"
#include "core/provider/Place.h"
#include "core/provider/Presets.h"
#include "core/service/ProxyFinder.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/json.hpp>

namespace slipswitch::service {

namespace {

namespace json = boost::json;

constexpr std::size_t longestAnswer = 8 * 1024 * 1024;
constexpr unsigned unauthorized = 401;
constexpr unsigned forbidden = 403;
constexpr unsigned notFound = 404;
constexpr unsigned tooMany = 429;
constexpr unsigned firstError = 400;

struct Reply
{
    unsigned status = 0;
    std::string type, body;
};

/// What is sent, and whether its first bytes are enough.
struct Question
{
    std::string_view method = "GET";
    domain::Dialect dialect = domain::Dialect::None; ///< None: the list of models
    std::string path; ///< behind the endpoint's own
    std::string body; ///< JSON; empty: none
    bool firstBytesOnly = false;
};

http::Task<Result<Reply>> fetch(
    http::Upstream &upstream, const http::UpstreamRequest &request, bool firstBytesOnly)
{
    http::Cancellation cancellation;
    auto response = co_await upstream.send(request, cancellation);
    if (!response)
        co_return failure(std::move(response.error()));
    Reply reply;
    reply.status = (*response)->status();
    reply.type = (*response)->fields().find("content-type").value_or(std::string_view());
    const bool enough = firstBytesOnly && reply.status < firstError;
    for (bool last = false; !last && reply.body.size() < longestAnswer && !(enough && !reply.body.empty());) {
        auto part = co_await (*response)->read();
        if (!part)
            co_return failure(std::move(part.error()));
        reply.body.append(part->bytes);
        last = part->last;
    }
    co_return reply;
}

/// A loop of its own for one question.
class OwnLoop
{
public:
    OwnLoop()
        : m_sweep(m_io)
        , m_upstream(m_sweep, m_clock, options())
    { }
    /// @param make  starts the coroutine with the upstream; what it refers to outlives the call
    template <typename T, typename Make>
    [[nodiscard]] Result<T> run(Make make)
    {
        Result<T> outcome = failure(ErrorCode::Internal, "The request did not run.");
        boost::asio::co_spawn(m_io, make(m_upstream, m_clock), [&](std::exception_ptr, Result<T> got) {
            outcome = std::move(got);
            m_io.stop();
        });
        m_io.run();
        return outcome;
    }

private:
    static http::UpstreamOptions options()
    {
        http::UpstreamOptions options;
        options.systemCertificates = platform::systemCertificates;
        return options;
    }

    boost::asio::io_context m_io {1};
    http::DeadlineSweep m_sweep;
    SystemClock m_clock;
    http::PooledUpstream m_upstream;
};

std::vector<std::string> modelsIn(const std::string &body)
{
    std::vector<std::string> models;
    json::error_code wrong;
    const auto root = json::parse(body, wrong);
    const auto *object = root.if_object();
    for (const char *list : {"data", "models", "modelSummaries"}) {
        const auto *found = object ? object->if_contains(list) : nullptr;
        if (!found || !found->is_array())
            continue;
        for (const auto &item : found->get_array()) {
            const auto *model = item.if_object();
            for (const char *key : {"id", "modelId", "name"}) {
                const auto *id = model ? model->if_contains(key) : nullptr;
                if (id && id->is_string()) {
                    models.emplace_back(id->get_string());
                    break;
                }
            }
        }
    }
    return models;
}

/// An error status in the provider's own words, without our key in them.
Error refusalIn(const Reply &reply, const Secret *secret)
{
    gateway::Redactor redactor;
    if (secret) {
        redactor.add(*secret);
        for (const auto &piece : provider::piecesOf(*secret))
            redactor.add(piece);
    }
    auto words = dialect::marksOf(domain::Dialect::OpenAiChat, reply.body, true).error;
    constexpr std::size_t longestWords = 400;
    if (words.empty())
        words = reply.body.substr(0, longestWords);
    words = redactor.forStorage(std::move(words));
    const auto code = reply.status == unauthorized || reply.status == forbidden ? ErrorCode::Unauthorized
        : reply.status == tooMany                                               ? ErrorCode::RateLimited
                                                                                : ErrorCode::UpstreamError;
    return {code, ErrorSource::Upstream, false, "It answered " + std::to_string(reply.status) + ": " + words};
}

Result<ProbeAnswer> judge(const Reply &reply, const Secret *secret)
{
    if (reply.status < firstError) {
        ProbeAnswer answer;
        answer.models = modelsIn(reply.body);
        answer.listsModels = !answer.models.empty();
        return answer;
    }
    if (reply.status == notFound)
        return ProbeAnswer {};
    return failure(refusalIn(reply, secret));
}

const Secret *keyOf(const domain::Provider &provider)
{
    return provider.credentials.empty() ? nullptr : &provider.credentials.front().secret;
}

Result<void> addKey(std::string &head, const domain::Provider &provider, const Secret &secret,
    const provider::Endpoint &endpoint, const Question &question, const std::string &target)
{
    const auto key = provider.kind == "bedrock" ? provider::awsKeyIn(secret) : std::nullopt;
    if (!key)
        return provider::authenticate(
            head, provider::authenticationFor(provider, question.dialect, secret), secret);
    provider::AwsRequest request;
    request.method = question.method;
    request.target = target;
    request.host = endpoint.hostField;
    request.contentType = question.body.empty() ? "" : "application/json";
    request.body = question.body;
    request.region = provider::awsRegionOf(provider, endpoint.host);
    request.service = "bedrock";
    request.now = SystemClock().utcNow();
    head += provider::signedFields(*key, request);
    return {};
}

/// The request's head with the provider's key, to be wiped after use.
Result<std::string> headFor(const domain::Provider &provider, const Secret *secret,
    const provider::Endpoint &endpoint, const Question &question)
{
    auto target = endpoint.target(question.path);
    const auto &auth
        = secret ? provider::authenticationFor(provider, question.dialect, *secret) : provider.auth;
    if (secret)
        target = provider::authenticatedTarget(std::move(target), auth, *secret);
    std::string head = std::string(question.method) + " " + target
        + " HTTP/1.1\r\nHost: " + endpoint.hostField
        + "\r\nAccept: " + (question.firstBytesOnly ? "text/event-stream" : "application/json")
        + "\r\nUser-Agent: slipswitch\r\n";
    if (!question.body.empty())
        head += "Content-Type: application/json\r\nContent-Length: " + std::to_string(question.body.size())
            + "\r\n";
    if (secret) {
        if (const auto keyed = addKey(head, provider, *secret, endpoint, question, target); !keyed)
            return failure(keyed.error());
    }
    for (const auto &[name, value] : provider.extraHeaders)
        head.append(name).append(": ").append(value).append("\r\n");
    return head + "\r\n";
}

/// The token that a service account's key is good for.
Result<Secret> tokenHere(const Secret &key, const http::Origin &like, const http::Timeouts &timeouts)
{
    http::Cancellation cancellation;
    std::optional<gateway::TokenStore> tokens;
    return OwnLoop().run<Secret>([&](http::Upstream &upstream, const Clock &clock) {
        tokens.emplace(upstream, clock);
        return tokens->tokenFor(key, like, timeouts, cancellation);
    });
}

Result<Reply> ask(const domain::Provider &provider, const config::Settings &settings,
    const provider::Endpoint &endpoint, const Question &question)
{
    const SystemClock clock;
    config::Settings one = settings;
    one.providers = {provider};
    const auto proxies = ProxyFinder(clock).proxiesFor(one);
    const http::Origin origin {endpoint.tls, endpoint.host, endpoint.port,
        provider.caFile.empty() ? settings.upstream.caFile : provider.caFile, proxies.at(provider.name)};
    http::UpstreamRequest request;
    request.timeouts
        = {settings.upstream.connectTimeout, std::chrono::seconds {30}, std::chrono::seconds {30}};
    const auto *secret = keyOf(provider);
    std::optional<Secret> token;
    if (secret && provider.kind == "vertex" && provider::serviceAccountIn(*secret)) {
        auto fetched = tokenHere(*secret, origin, request.timeouts);
        if (!fetched)
            return failure(fetched.error());
        token = std::move(*fetched);
        secret = &*token;
    }
    auto head = headFor(provider, secret, endpoint, question);
    if (!head)
        return failure(head.error());
    request.origin = &origin;
    request.head = *head;
    request.body = question.body;
    auto reply = OwnLoop().run<Reply>([&](http::Upstream &upstream, const Clock &) {
        return fetch(upstream, request, question.firstBytesOnly);
    });
    wipe(*head);
    if (reply && token) {
        gateway::Redactor redactor;
        redactor.add(*token);
        reply->body = redactor.withoutKnown(std::move(reply->body));
    }
    return reply;
}

std::chrono::milliseconds since(SteadyTime began)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(SystemClock().steadyNow() - began);
}

std::string shortChat(const std::string &model, ChatAbility ability)
{
    json::object body {{"model", model}, {"stream", true},
        {"messages",
            json::array {json::object {{"role", "user"}, {"content", "Answer with the word yes."}}}}};
    if (ability == ChatAbility::Tools) {
        const json::object parameters {{"type", "object"}, {"properties", json::object {}}};
        const json::object function {
            {"name", "nothing"}, {"description", "Does nothing."}, {"parameters", parameters}};
        body["tools"] = json::array {json::object {{"type", "function"}, {"function", function}}};
    }
    return json::serialize(body);
}

/// The dialect that a short chat is sent in; chat itself where it is spoken.
domain::Dialect chatDialect(const domain::Provider &provider, domain::Quirks quirks, const std::string &model)
{
    using domain::Dialect;
    for (const auto dialect : {Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::AnthropicMessages,
             Dialect::Gemini, Dialect::BedrockConverse, Dialect::CohereChatV2}) {
        if (provider::speaks(provider, dialect) && provider::answersIn(quirks, dialect, model))
            return dialect;
    }
    return Dialect::OpenAiChat;
}

Result<Question> chatQuestion(
    const domain::Provider &provider, domain::Quirks quirks, const std::string &model, ChatAbility ability)
{
    Question question;
    question.method = "POST";
    question.dialect = chatDialect(provider, quirks, model);
    question.firstBytesOnly = true;
    const std::string name(provider::nameAt(provider, model));
    const auto request
        = dialect::codecFor(domain::Dialect::OpenAiChat)->decodeRequest(shortChat(name, ability));
    if (!request)
        return failure(request.error());
    dialect::Destination to;
    to.model = name;
    to.quirks = quirks;
    dialect::Losses losses;
    question.body = dialect::codecFor(question.dialect)->encodeRequest(*request, to, losses);
    const auto usual = dialect::pathOf(question.dialect, name, true);
    question.path = provider::pathAt(provider, {question.dialect, usual, name, true});
    if (provider::versionStandsInBody(quirks, question.dialect))
        question.body = dialect::anthropic::forVertex(question.body, dialect::anthropic::ModelIn::Path);
    return question;
}

/// What costs nothing: the list of models; of Vertex, which has none, the tokens of a word.
Question firstQuestion(const domain::Provider &provider)
{
    Question question;
    question.path = provider::pathAt(provider, {});
    if (provider.kind != "vertex" || !provider::speaks(provider, domain::Dialect::Gemini))
        return question;
    question.method = "POST";
    question.dialect = domain::Dialect::Gemini;
    question.path = dialect::geminiPath("gemini-2.5-flash", ":countTokens");
    question.body = R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}]})";
    return question;
}

} // namespace

Result<ProbeAnswer> probeProvider(
    const domain::Provider &provider, const config::Settings &settings, const catalog::Catalog &catalog)
{
    const auto question = firstQuestion(provider);
    const auto endpoint = question.dialect == domain::Dialect::None
        ? provider::parseEndpoint(provider::modelsUrl(catalog, provider))
        : provider::endpointOf(provider, question.dialect);
    if (!endpoint)
        return failure(endpoint.error());
    const auto began = SystemClock().steadyNow();
    const auto reply = ask(provider, settings, *endpoint, question);
    if (!reply)
        return failure(reply.error());
    auto answer = judge(*reply, keyOf(provider));
    if (answer) {
        answer->status = reply->status;
        answer->roundTrip = since(began);
    }
    return answer;
}

Result<std::chrono::milliseconds> probeChat(const domain::Provider &provider,
    const config::Settings &settings, const catalog::Catalog &catalog, const std::string &model,
    ChatAbility ability)
{
    const auto question = chatQuestion(provider, provider::quirksOf(catalog, provider), model, ability);
    if (!question)
        return failure(question.error());
    const auto endpoint = provider::endpointOf(provider, question->dialect);
    if (!endpoint)
        return failure(endpoint.error());
    const auto began = SystemClock().steadyNow();
    const auto reply = ask(provider, settings, *endpoint, *question);
    if (!reply)
        return failure(reply.error());
    if (reply->status >= firstError)
        return failure(refusalIn(*reply, keyOf(provider)));
    if (reply->type.find("event-stream") == std::string::npos
        && http::framingOf(reply->type) == http::Framing::Events)
        return failure(
            ErrorCode::BadResponse, "It answered at once instead of streaming.", ErrorSource::Upstream);
    return since(began);
}

} // namespace slipswitch::service
