#include "tests/bench/ledger/SampleLedger.h"

#include "core/ledger/Store.h"

#include <cmath>
#include <random>

namespace slipswitch::tests {

using domain::Micros;
using domain::Outcome;

namespace {

struct Model
{
    const char *provider;
    const char *name;
    double dollarsPerMillionIn, dollarsPerMillionOut;
    domain::Dialect dialect;
};
constexpr std::array<Model, 12> models {{
    {"anthropic", "claude-sonnet-4-5", 3, 15, domain::Dialect::AnthropicMessages},
    {"openai", "gpt-5-mini", 0.25, 2, domain::Dialect::OpenAiResponses},
    {"openai", "gpt-5", 1.25, 10, domain::Dialect::OpenAiResponses},
    {"openai", "gpt-4o", 2.5, 10, domain::Dialect::OpenAiChat},
    {"gemini", "gemini-2.5-flash", 0.3, 2.5, domain::Dialect::Gemini},
    {"anthropic", "claude-haiku-4-5", 1, 5, domain::Dialect::AnthropicMessages},
    {"openai", "text-embedding-3-small", 0.02, 0, domain::Dialect::OpenAiEmbeddings},
    {"openrouter", "deepseek/deepseek-chat", 0.3, 1.2, domain::Dialect::OpenAiChat},
    {"groq", "llama-3.3-70b", 0.59, 0.79, domain::Dialect::OpenAiChat},
    {"gemini", "gemini-2.5-pro", 1.25, 10, domain::Dialect::Gemini},
    {"anthropic", "claude-opus-4-1", 15, 75, domain::Dialect::AnthropicMessages},
    {"local", "qwen3-30b", 0, 0, domain::Dialect::OpenAiChat}, // no price is known
}};
constexpr std::array<const char *, 8> tools {
    "claude-code", "codex", "cursor", "aider", "gemini-cli", "open-webui", "scripts", "zed"};

class Generator
{
public:
    explicit Generator(const SampleLedger &wanted)
        : m_days(wanted.days)
        , m_rows(wanted.rows)
        , m_begin(std::chrono::floor<std::chrono::days>(wanted.until) - std::chrono::days(wanted.days - 1))
    { }
    domain::Exchange next(std::uint64_t index)
    {
        domain::Exchange e;
        e.startedAt = timeOf(index);
        e.id = RequestId::make(e.startedAt);
        who(e);
        what(e);
        outcome(e);
        return e;
    }

    /// Half of a day's requests come in eight hours of work.
    UtcTime timeOf(std::uint64_t index) const
    {
        const double day = static_cast<double>(index) / static_cast<double>(m_rows) * m_days;
        const double whole = std::floor(day);
        const double part = day - whole;
        const double hour = part < 0.25 ? part * 36
            : part < 0.75               ? 9 + (part - 0.25) * 16
                                        : 17 + (part - 0.75) * 28;
        return m_begin + Micros(static_cast<std::int64_t>((whole * 24 + hour) * 3.6e9));
    }

private:
    std::size_t skewed(std::size_t count) // the first ones most
    {
        const double x = std::uniform_real_distribution(0.0, 1.0)(m_random);
        return static_cast<std::size_t>(x * x * static_cast<double>(count));
    }
    std::int64_t spread(double middle) // long tail, as prompts have
    {
        return static_cast<std::int64_t>(std::lognormal_distribution(std::log(middle), 1.1)(m_random));
    }
    void who(domain::Exchange &e)
    {
        const auto key = skewed(tools.size());
        e.keyId = "key_bench" + std::to_string(key);
        e.keyName = std::string(tools[key]) + " on laptop";
        e.tool = tools[key];
        e.project = key % 2 == 0 ? "house" : "garden";
        e.userAgent = std::string(tools[key]) + "/1." + std::to_string(skewed(5));
    }
    void what(domain::Exchange &e)
    {
        const auto &model = models[skewed(models.size())];
        e.dialect = model.dialect;
        e.method = "POST";
        e.path = "/v1/chat/completions";
        e.streaming = skewed(10) < 8;
        e.provider = model.provider;
        e.model = e.requestedModel = model.name;
        e.usage.input = spread(1'500);
        e.usage.cacheRead = skewed(3) == 0 ? spread(12'000) : 0;
        e.usage.output = spread(350);
        e.usage.reasoning = skewed(4) == 3 ? spread(800) : 0;
        e.usage.known = true;
        if (model.dollarsPerMillionIn > 0) {
            const auto dollars
                = model.dollarsPerMillionIn * static_cast<double>(e.usage.input + e.usage.cacheRead / 10)
                + model.dollarsPerMillionOut * static_cast<double>(e.usage.output + e.usage.reasoning);
            e.cost = {
                domain::CostSource::Computed, Money::picodollars(static_cast<std::int64_t>(dollars * 1e6))};
        }
        e.requestBytes = e.usage.input * 4;
        e.responseBytes = e.usage.output * 5;
    }
    void outcome(domain::Exchange &e)
    {
        const auto luck = std::uniform_int_distribution(0, 999)(m_random);
        e.outcome = luck < 955 ? Outcome::Succeeded
            : luck < 985       ? Outcome::Failed
            : luck < 995       ? Outcome::ClientGone
                               : Outcome::Refused;
        e.status = 200;
        e.finishReason = "stop";
        e.firstContentAfter = Micros(spread(600'000));
        e.endedAfter = *e.firstContentAfter + Micros(e.usage.output * 12'000);
        if (e.outcome == Outcome::Failed || e.outcome == Outcome::Refused)
            fail(e, luck);
        if (e.outcome != Outcome::Refused)
            addTries(e, luck);
    }
    static void fail(domain::Exchange &e, int luck)
    {
        constexpr std::array<std::uint16_t, 5> statuses {429, 500, 529, 400, 503};
        e.status = e.outcome == Outcome::Refused ? std::uint16_t {401}
                                                 : statuses[static_cast<std::size_t>(luck) % 5];
        e.error = e.outcome == Outcome::Refused ? ErrorCode::Unauthorized : ErrorCode::UpstreamError;
        e.errorSource = e.outcome == Outcome::Refused ? ErrorSource::Client : ErrorSource::Upstream;
        e.errorText = "The provider answered " + std::to_string(e.status) + ".";
        e.usage = {};
        e.cost = {};
        e.finishReason.clear();
    }
    static void addTries(domain::Exchange &e, int luck)
    {
        domain::Attempt a;
        a.provider = e.provider;
        a.credential = "main";
        a.model = e.model;
        a.reason = "first in order";
        a.outcome = e.outcome;
        a.status = e.status;
        a.connectedAfter = Micros(luck % 5 == 0 ? 31'000 : 40);
        a.firstByteAfter = a.firstContentAfter = e.firstContentAfter;
        a.endedAfter = e.endedAfter;
        a.reusedConnection = luck % 5 != 0;
        e.attempts.push_back(a);
        if (luck % 40 != 0)
            return;
        e.attempts[0].outcome = Outcome::Failed;
        e.attempts[0].status = 429;
        a.reason = "fallback after 429";
        e.attempts.push_back(a);
    }

    std::mt19937_64 m_random {1};
    double m_days;
    std::uint64_t m_rows;
    UtcTime m_begin;
};

} // namespace

Result<std::uint64_t> writeLedger(const std::filesystem::path &folder, const SampleLedger &wanted,
    const std::function<void(std::uint64_t)> &progress)
{
    auto store = ledger::Store::open(folder / "ledger.sqlite");
    if (!store)
        return failure(std::move(store.error()));
    // What is lost by a crash here is made again.
    (*store)->database().exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000");
    Generator generator(wanted);
    std::uint64_t done = 0;
    for (bool more = wanted.rows > 0; more;) {
        ledger::Batch batch;
        while (more && batch.exchanges.size() < 20'000) {
            batch.exchanges.push_back({0, generator.next(done)});
            more = ++done < wanted.rows && generator.timeOf(done) <= wanted.until;
        }
        if (auto written = (*store)->commit(batch, SystemClock().utcNow()); !written)
            return failure(std::move(written.error()));
        progress(done);
    }
    return done;
}

} // namespace slipswitch::tests
