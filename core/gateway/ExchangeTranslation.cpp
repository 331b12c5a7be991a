// What an exchange does when provider and client speak different dialects.

#include "core/dialect/Estimate.h"
#include "core/dialect/ForeignThoughts.h"
#include "core/dialect/Rules.h"
#include "core/dialect/ollama/Chat.h"
#include "core/dialect/openai/Responses.h"
#include "core/gateway/CountTranslator.h"
#include "core/gateway/EmbeddingTranslator.h"
#include "core/gateway/Exchange.h"
#include "core/gateway/Settlement.h"
#include "core/provider/Place.h"

#include <algorithm>

namespace slipswitch::gateway {

namespace {

using domain::Dialect;

/// Whether the catalogue says that the model thinks; nullopt: it says nothing.
std::optional<bool> reasons(const catalog::ModelFacts *facts)
{
    if (!facts || !facts->capabilities)
        return std::nullopt;
    return std::find(facts->capabilities->begin(), facts->capabilities->end(), "reasoning")
        != facts->capabilities->end();
}

dialect::GeminiCount geminiCountOf(const domain::Provider &provider)
{
    return provider.kind == "vertex" ? dialect::GeminiCount::Flat : dialect::GeminiCount::Wrapped;
}

} // namespace

Outbound Exchange::outbound() const
{
    return m_compiled->outbound(m_plan[m_step].provider, m_endpoint.dialect, m_plan[m_step].model);
}

/// As the provider calls it.
std::string_view Exchange::modelName() const
{
    return provider::nameAt(provider(), m_plan[m_step].model);
}

bool Exchange::translates() const
{
    return outbound().dialect != m_endpoint.dialect;
}

std::string Exchange::pathForProvider(Dialect to) const
{
    const auto model = modelName();
    if (m_endpoint.operation == dialect::Operation::StoredResponse) {
        const auto stored = "/responses/" + std::string(m_endpoint.argument);
        return provider::pathAt(provider(), {to, stored, model, false});
    }
    const auto usual = translates()   ? dialect::pathOf(to, model, m_peek.stream)
        : m_endpoint.argument.empty() ? std::string(m_endpoint.upstreamPath)
                                      : dialect::geminiPath(model, m_endpoint.upstreamPath);
    return provider::pathAt(provider(), {to, usual, model, m_peek.stream});
}

/// Decoded once, for all tries.
Result<void> Exchange::decodeRequest()
{
    if (m_request || m_embedding)
        return {};
    if (const auto *embeds = dialect::embeddingCodecFor(m_endpoint.dialect)) {
        auto asked = embeds->decodeRequest(m_body);
        if (!asked)
            return failure(std::move(asked.error()));
        m_embedding = std::move(*asked);
        return {};
    }
    auto decoded = dialect::counts(m_endpoint)
        ? dialect::decodeCountRequest(m_endpoint.dialect, m_body)
        : dialect::clientCodecFor(m_endpoint.dialect)->decodeRequest(m_body);
    if (!decoded)
        return failure(std::move(decoded.error()));
    m_request = std::move(*decoded);
    m_request->stream = m_peek.stream;
    if (auto resolved = m_context.responses.resolve(m_record.keyId, *m_request); !resolved)
        return resolved;
    m_context.thoughts.restore(m_record.keyId, *m_request);
    return {};
}

dialect::Destination Exchange::destination() const
{
    const auto &model = m_plan[m_step].model;
    const auto *facts = m_context.catalog.model(provider().kind, model);
    dialect::Destination to;
    to.model = modelName();
    to.maxOutputTokens = facts ? facts->maxOutputTokens : 0;
    to.reasons = reasons(facts);
    to.quirks = quirks();
    return to;
}

/// Answers that were kept here, while another provider was asked, the provider of the client's own dialect
/// can't know. @return  the request with what it refers to in its place; nullopt: it refers to nothing that
/// is here.
std::optional<std::string> Exchange::withKeptAnswers(dialect::Losses &losses) const
{
    if (!mayFollow() || m_context.responses.empty())
        return std::nullopt;
    const bool mentionsItem = m_body.find(R"("item_reference")") != std::string_view::npos;
    if (!mentionsItem && m_body.find(R"("previous_response_id")") == std::string_view::npos)
        return std::nullopt;
    const bool counts = dialect::counts(m_endpoint);
    const auto *codec = dialect::codecFor(m_endpoint.dialect);
    auto request
        = counts ? dialect::decodeCountRequest(m_endpoint.dialect, m_body) : codec->decodeRequest(m_body);
    if (!request || !(mentionsItem || !request->previousResponse.empty())
        || !m_context.responses.resolve(m_record.keyId, *request))
        return std::nullopt;
    request->stream = m_peek.stream;
    if (counts)
        return dialect::encodeCountRequest(
            m_endpoint.dialect, *request, destination(), geminiCountOf(provider()), losses);
    return codec->encodeRequest(*request, destination(), losses);
}

/// A conversation that another model began, through a translation, comes to a provider of the client's own
/// dialect, where the thoughts of that model would be refused, too: they are taken out of the client's bytes.
/// @return  false: the client's bytes will do.
bool Exchange::writeAnew()
{
    dialect::Losses losses;
    m_patched = withKeptAnswers(losses);
    if (!m_patched && dialect::hasWrappedSignature(m_body))
        m_patched = dialect::withoutForeignThoughts(m_body, m_endpoint.dialect, modelName(), losses);
    if (m_patched)
        m_record.attempts.back().notes = losses.text();
    return m_patched.has_value();
}

/// Every try is encoded for its own provider.
Result<void> Exchange::translateRequest(domain::Attempt &row)
{
    if (auto decoded = decodeRequest(); !decoded)
        return decoded;
    const auto out = outbound();
    dialect::Losses losses;
    if (m_embedding)
        m_patched = dialect::embeddingCodecFor(out.dialect)->encodeRequest(*m_embedding, modelName(), losses);
    else if (dialect::counts(m_endpoint))
        m_patched = dialect::encodeCountRequest(
            out.dialect, *m_request, destination(), geminiCountOf(provider()), losses);
    else
        m_patched = dialect::codecFor(out.dialect)->encodeRequest(*m_request, destination(), losses);
    row.notes = "translated to " + std::string(domain::name(out.dialect))
        + (losses.empty() ? "" : "; " + losses.text());
    return {};
}

dialect::AnswerTerms Exchange::answerTerms() const
{
    dialect::AnswerTerms terms;
    terms.model = modelName();
    terms.id = m_record.id.toString();
    terms.created
        = std::chrono::duration_cast<std::chrono::seconds>(m_record.startedAt.time_since_epoch()).count();
    terms.wantsUsage = m_request->wantsUsage;
    terms.stores = keepsAnswer();
    terms.jsonArray = m_endpoint.operation == dialect::Operation::StreamGenerateContent
        && m_client.head().query.find("alt=sse") == std::string_view::npos;
    terms.generates = m_endpoint.operation == dialect::Operation::OllamaGenerate;
    return terms;
}

std::unique_ptr<Translator> Exchange::makeTranslator() const
{
    if (!translates())
        return nullptr;
    if (dialect::counts(m_endpoint))
        return std::make_unique<CountTranslator>(outbound().dialect, m_endpoint.dialect);
    if (m_embedding)
        return std::make_unique<EmbeddingTranslator>(*dialect::embeddingCodecFor(outbound().dialect),
            *dialect::embeddingCodecFor(m_endpoint.dialect), *m_embedding, modelName());
    return std::make_unique<AnswerTranslator>(AnswerTranslator::Parts {*dialect::codecFor(outbound().dialect),
        *dialect::clientCodecFor(m_endpoint.dialect), answerTerms(), m_peek.stream, &m_context.thoughts,
        m_record.keyId, &*m_request, keepsAnswer()});
}

/// A provider's error in the client's dialect, its words unchanged.
std::string Exchange::translatedError(std::string_view body, unsigned status) const
{
    return dialect::errorCodecFor(m_endpoint.dialect).encodeFailure(dialect::decodeFailure(body, status));
}

/// The responses API keeps answers unless it is told not to.
bool Exchange::keepsAnswer() const
{
    return m_endpoint.operation == dialect::Operation::Responses && m_request->store.value_or(true);
}

void Exchange::storeAnswer(const domain::Usage &usage)
{
    const auto &translator = dynamic_cast<const AnswerTranslator &>(*m_translator);
    const auto &answer = translator.kept();
    const auto &terms = translator.terms();
    dialect::Losses again; // noted already
    ResponseStore::Stored stored;
    stored.json = dialect::responses::encodeAnswer(answer, terms, usage, again);
    for (const auto &part : answer.parts) {
        std::string unused;
        dialect::JsonWriter writer(unused);
        if (dialect::responses::encodeOutputItem(writer, part, terms, 0, again))
            stored.output.push_back(part);
    }
    stored.conversation.assign(
        m_request->messages.begin() + static_cast<std::ptrdiff_t>(m_request->instructions),
        m_request->messages.end());
    stored.conversation.push_back({dialect::Role::Assistant, answer.parts, {}});
    m_context.responses.put(m_record.keyId, dialect::responses::responseId(terms), std::move(stored));
}

/// Nobody counts for us.
http::Task<Result<void>> Exchange::answerEstimate()
{
    std::string fields = "Content-Type: application/json\r\nx-slipswitch-estimated: true\r\n";
    auto body = dialect::encodeCount(m_endpoint.dialect, dialect::estimatedTokens(m_body));
    auto answer = answerAtOnce(std::move(fields), std::move(body));
    auto answered = co_await std::move(answer);
    co_return answered;
}

/// Ollama's clients ask for a model without saying anything, so that it is in memory when they will.
bool Exchange::onlyLoads() const
{
    return m_endpoint.dialect == Dialect::Ollama && m_request && m_request->messages.empty();
}

/// Elsewhere models are always there.
http::Task<Result<void>> Exchange::answerLoaded()
{
    auto body = dialect::ollama::loadedAnswer(answerTerms());
    std::string fields = "Content-Type: application/json\r\n";
    if (m_peek.stream) {
        body += '\n';
        fields = "Content-Type: application/x-ndjson\r\n";
    }
    auto answer = answerAtOnce(std::move(fields), std::move(body));
    auto answered = co_await std::move(answer);
    co_return answered;
}

http::Task<Result<void>> Exchange::answerAtOnce(std::string fields, std::string body)
{
    http::ServerExchange::ResponseHead head;
    head.fields = std::move(fields);
    m_record.outcome = domain::Outcome::Succeeded;
    m_record.status = 200;
    m_record.responseBytes = static_cast<std::int64_t>(body.size());
    settle();
    auto sent = co_await m_client.respond(head, body);
    co_return sent;
}

} // namespace slipswitch::gateway
