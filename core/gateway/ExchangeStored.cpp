// Answers of the responses API that are read or deleted later: kept here, or at the provider that gave them.

#include "core/dialect/Json.h"
#include "core/gateway/Exchange.h"

#include <algorithm>
#include <array>

// GCC 12 takes a coroutine's inlined operator new and delete for a mismatched pair.
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

namespace slipswitch::gateway {

namespace {

constexpr unsigned firstErrorStatus = 400;

/// What may follow an answer's id in a path.
constexpr std::array<std::string_view, 3> below {"", "/input_items", "/cancel"};

/// The id at the start of it; empty: it is none of the paths that there are.
std::string_view idIn(std::string_view argument)
{
    const auto end = std::min(argument.find('/'), argument.size());
    return std::ranges::find(below, argument.substr(end)) == below.end() ? std::string_view()
                                                                         : argument.substr(0, end);
}

std::string deletedAnswer(std::string_view id)
{
    std::string body;
    dialect::JsonWriter(body)
        .beginObject()
        .field("id", id)
        .field("object", "response")
        .fieldBool("deleted", true)
        .endObject();
    return body;
}

} // namespace

/// The provider may be asked for it again.
void Exchange::rememberPlace(const Relay &answer)
{
    const auto &step = m_plan[m_step];
    const auto &credentials = provider().credentials;
    m_context.places.put(m_record.keyId, answer.scanner().answerId(),
        {provider().name, credentials.empty() ? std::string() : credentials[step.credential].id, step.model});
}

/// GET and DELETE.
http::Task<Result<void>> Exchange::answerStored()
{
    const std::string id(m_endpoint.argument);
    const auto *stored = m_context.responses.find(m_record.keyId, id);
    if (!stored) {
        auto elsewhere = co_await answerFromItsProvider();
        co_return elsewhere;
    }
    auto body = stored->json;
    if (m_client.head().method == "DELETE") {
        m_context.responses.erase(m_record.keyId, id);
        body = deletedAnswer(id);
    }
    http::ServerExchange::ResponseHead head;
    head.fields = "Content-Type: application/json\r\n";
    auto sent = co_await m_client.respond(head, body);
    co_return sent;
}

std::optional<routing::Try> Exchange::stepTo(const AnswerPlaces::Place &place) const
{
    const auto &providers = m_compiled->providers();
    for (std::size_t i = 0; i < providers.size(); ++i) {
        const auto &candidate = providers[i];
        if (candidate.name != place.provider || !candidate.enabled
            || m_compiled->outbound(i, m_endpoint.dialect, place.model).dialect != m_endpoint.dialect)
            continue;
        const auto key = std::ranges::find(candidate.credentials, place.credential, &domain::Credential::id);
        if (key == candidate.credentials.end() && !candidate.credentials.empty())
            return std::nullopt; // another key's answers are not this one's to read
        return routing::Try {i, static_cast<std::size_t>(key - candidate.credentials.begin()), place.model,
            "it keeps the answer"};
    }
    return std::nullopt;
}

bool Exchange::keeps(const routing::Try &step, const AnswerPlaces::Place &place) const
{
    const auto &asked = m_compiled->providers()[step.provider];
    return asked.name == place.provider
        && (asked.credentials.empty() || asked.credentials[step.credential].id == place.credential);
}

/// Whether the request may refer to answers before it.
bool Exchange::mayFollow() const
{
    return m_endpoint.operation == dialect::Operation::Responses
        || m_endpoint.operation == dialect::Operation::ResponsesCountTokens;
}

/// The rest of a conversation can only be asked for where its beginning is kept, unless that is here.
Result<void> Exchange::followConversation()
{
    const auto &earlier = m_peek.previousResponse;
    if (!mayFollow() || earlier.empty() || m_context.responses.find(m_record.keyId, earlier))
        return {};
    const auto *place = m_context.places.find(m_record.keyId, earlier);
    std::vector<routing::Try> keepers;
    for (const auto &step : m_plan) {
        const bool relays = m_compiled->outbound(step.provider, m_endpoint.dialect, step.model).dialect
            == m_endpoint.dialect;
        if (relays && (!place || keeps(step, *place)))
            keepers.push_back(step);
    }
    if (place && keepers.empty())
        return failure(ErrorCode::BadRequest,
            "The answer " + earlier + " is kept by the provider " + place->provider
                + ", which this request can't go to: name one of its models, such as " + place->provider + '/'
                + place->model + ", or send the whole conversation.",
            ErrorSource::Client);
    if (keepers.empty())
        return {}; // what is told of it by translation
    for (auto &step : keepers)
        step.reason += place ? ", it keeps the answer before" : ", it may keep the answer before";
    m_plan = std::move(keepers);
    return {};
}

/// Without a row: nothing is generated, so nothing is paid.
http::Task<Result<void>> Exchange::answerFromItsProvider()
{
    const std::string id(idIn(m_endpoint.argument));
    const auto *place = m_context.places.find(m_record.keyId, id);
    auto step = place ? stepTo(*place) : std::nullopt; // others may change the places from here on
    if (!step)
        co_return failure(ErrorCode::NotFound,
            "Response with id '" + std::string(m_endpoint.argument) + "' not found.", ErrorSource::Client);
    m_plan.assign(1, *step);
    if (m_client.head().method == "POST") {
        auto body = co_await m_client.readBody(); // says nothing
        if (!body)
            co_return failure(std::move(body.error()));
    }
    auto &row = m_record.attempts.emplace_back();
    if (!provider().credentials.empty())
        row.credential = provider().credentials[m_plan[m_step].credential].id;
    auto sent = co_await send(row);
    if (!sent)
        co_return failure(std::move(sent.error()));
    if (m_client.head().method == "DELETE" && m_response->status() < firstErrorStatus)
        m_context.places.erase(m_record.keyId, id);
    auto passed = co_await passStored();
    co_return passed;
}

/// As it is, but for a secret that an error quotes back.
http::Task<Result<void>> Exchange::passStored()
{
    if (m_response->status() >= firstErrorStatus) {
        auto body = co_await readError();
        http::ServerExchange::ResponseHead head;
        head.status = m_response->status();
        appendRelayed(m_response->fields(), head.fields);
        const auto shown = m_redactor.withoutKnown(std::move(body));
        auto told = co_await m_client.respond(head, shown);
        co_return told;
    }
    Relay::Options options;
    options.dialect = m_endpoint.dialect;
    options.quirks = quirks();
    Relay answer(*m_response, options);
    std::string fields = "x-slipswitch-provider: " + provider().name + "\r\n";
    const Relay::Progress progress = [](bool) { };
    auto passed = co_await answer.pass(m_client, std::move(fields), progress);
    co_return passed;
}

} // namespace slipswitch::gateway
