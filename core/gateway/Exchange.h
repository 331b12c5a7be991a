#pragma once

#include "core/dialect/Embeddings.h"
#include "core/dialect/Endpoint.h"
#include "core/dialect/Patch.h"
#include "core/dialect/Peek.h"
#include "core/domain/Exchange.h"
#include "core/gateway/AnswerTranslator.h"
#include "core/gateway/Context.h"
#include "core/gateway/LiveReport.h"
#include "core/gateway/PatientClient.h"
#include "core/gateway/Redactor.h"
#include "core/gateway/Relay.h"
#include "core/gateway/Settlement.h"
#include "core/http/Server.h"
#include "core/routing/Planner.h"
#include "core/routing/RetryRule.h"

#include <memory>
#include <optional>
#include <vector>

namespace slipswitch::gateway {

/// The life of one request, from the client's head to the row in the ledger: ten phases, each over one room.
/// A phase that fails ends the exchange with an error of ours; settling happens in any case.
/// Lives in the handler's coroutine. Thread: data plane.
class Exchange
{
public:
    Exchange(Context &context, http::ServerExchange &client);
    Exchange(const Exchange &) = delete;
    Exchange &operator=(const Exchange &) = delete;
    ~Exchange();

    [[nodiscard]] http::Task<void> run();

private:
    template <typename T>
    using Task = http::Task<T>;

    [[nodiscard]] Task<Result<void>> phases();
    [[nodiscard]] Result<void> accept(); // 1
    [[nodiscard]] Result<void> identify(); // 2
    [[nodiscard]] Task<Result<void>> understand(); // 3
    [[nodiscard]] Result<void> screen(); // 4
    [[nodiscard]] Result<void> recall(); // 5
    [[nodiscard]] Result<void> plan(); // 6
    [[nodiscard]] Result<void> reserve(); // 7
    [[nodiscard]] Task<Result<void>> tryInOrder(); // 8
    [[nodiscard]] Task<void> relay(Relay &answer, domain::Attempt &row); // 9
    void settle(); // 10

    /// What follows a try that gave no content.
    enum class Next : std::uint8_t
    {
        Done,
        Repeat,
        Move,
        GiveUp
    };
    struct Verdict
    {
        domain::Outcome outcome;
        std::optional<Error> error;
    };

    [[nodiscard]] Result<void> checkPause() const;
    [[nodiscard]] Task<Result<void>> answerOurselves();
    [[nodiscard]] Task<void> refuse(const Error &error);
    void breakSilence();
    [[nodiscard]] std::uint16_t toldStatus(unsigned status) const;

    [[nodiscard]] domain::Attempt &beginTry();
    [[nodiscard]] Task<Next> tryOnce();
    [[nodiscard]] Task<Result<void>> send(domain::Attempt &row);
    [[nodiscard]] Task<Result<void>> prepareKey(const Target &to, const domain::Attempt &row);
    [[nodiscard]] Result<std::string_view> prepareBody(domain::Attempt &row);
    [[nodiscard]] std::string_view bodyForProvider();
    [[nodiscard]] std::vector<dialect::Edit> chatEdits();
    [[nodiscard]] std::vector<dialect::Edit> messagesEdits(std::string_view body, const dialect::Peek &peek);
    void fitWrittenAnew();
    [[nodiscard]] const domain::Provider &provider() const;
    /// Of the provider being tried.
    [[nodiscard]] domain::Quirks quirks() const;
    [[nodiscard]] const Secret *credential() const;
    [[nodiscard]] Next noteFailure(domain::Attempt &row, const Error &error);
    [[nodiscard]] Next nextAfter(const routing::TryFailure &failed);
    [[nodiscard]] Task<Next> errorAnswer(domain::Attempt &row);
    [[nodiscard]] Task<std::string> readError();
    [[nodiscard]] Task<void> passError(const domain::Attempt &row, std::string body);
    [[nodiscard]] Task<void> pause(std::chrono::milliseconds duration);
    [[nodiscard]] std::string ownFields() const;

    // ExchangeTranslation.cpp
    [[nodiscard]] Outbound outbound() const;
    [[nodiscard]] bool translates() const;
    [[nodiscard]] std::string_view modelName() const;
    [[nodiscard]] std::string pathForProvider(domain::Dialect to) const;
    [[nodiscard]] Result<void> decodeRequest();
    [[nodiscard]] dialect::Destination destination() const;
    [[nodiscard]] std::optional<std::string> withKeptAnswers(dialect::Losses &losses) const;
    [[nodiscard]] bool writeAnew();
    [[nodiscard]] Result<void> translateRequest(domain::Attempt &row);
    [[nodiscard]] std::unique_ptr<Translator> makeTranslator() const;
    [[nodiscard]] std::string translatedError(std::string_view body, unsigned status) const;
    [[nodiscard]] Task<Result<void>> answerEstimate();
    [[nodiscard]] bool onlyLoads() const;
    [[nodiscard]] Task<Result<void>> answerLoaded();
    [[nodiscard]] Task<Result<void>> answerAtOnce(std::string fields, std::string body);
    [[nodiscard]] bool keepsAnswer() const;
    void storeAnswer(const domain::Usage &usage);
    [[nodiscard]] dialect::AnswerTerms answerTerms() const;

    // ExchangeStored.cpp
    [[nodiscard]] Task<Result<void>> answerStored();
    [[nodiscard]] Task<Result<void>> answerFromItsProvider();
    [[nodiscard]] Task<Result<void>> passStored();
    [[nodiscard]] bool mayFollow() const;
    [[nodiscard]] Result<void> followConversation();
    [[nodiscard]] bool keeps(const routing::Try &step, const AnswerPlaces::Place &place) const;
    [[nodiscard]] std::optional<routing::Try> stepTo(const AnswerPlaces::Place &place) const;
    void rememberPlace(const Relay &answer);

    void noteProgress(const Relay &answer, const RunningCost &running);
    void conclude(const Relay &answer, const Error *error);
    void keepBodies(std::string_view answer);
    void keep(ledger::BodyRecord::Part part, std::string_view text);
    [[nodiscard]] Verdict verdictOn(const Relay &answer, const Error *error) const;
    [[nodiscard]] domain::Micros elapsed() const;

    Context &m_context;
    PatientClient m_client;
    std::shared_ptr<const Compiled> m_compiled;
    SteadyTime m_started;
    domain::Exchange m_record;
    LiveReport m_live;
    ledger::Spool::Slot m_slot = ledger::Spool::none;
    bool m_claimed = false, m_settled = false;

    dialect::Endpoint m_endpoint;
    dialect::Peek m_peek;
    std::string_view m_body; ///< as the client sent it, or decoded
    std::string m_decoded; ///< a compressed body's content
    Redactor m_redactor;

    std::vector<routing::Try> m_plan;
    std::size_t m_step = 0; ///< of the plan
    int m_repeats = 0; ///< of this step
    std::chrono::milliseconds m_pause {};
    std::optional<Error> m_lastFailure;
    http::Cancellation m_cancellation; ///< outlives the response
    const Secret *m_secret = nullptr; ///< that this try is sent with; nullptr: none is needed
    Secret m_token; ///< of a service account
    std::string m_upstreamHead; ///< holds the provider's key: wiped
    std::optional<std::string> m_patched; ///< or translated
    std::optional<dialect::Request> m_request; ///< once it had to be translated
    std::optional<dialect::EmbeddingRequest> m_embedding; ///< the same, when it asks for vectors
    std::unique_ptr<Translator> m_translator; ///< of this try; nullptr: same dialect
    bool m_askedForUsage = false;
    std::unique_ptr<http::UpstreamResponse> m_response;
};

} // namespace slipswitch::gateway
