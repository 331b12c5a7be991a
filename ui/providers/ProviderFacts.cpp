#include "ui/providers/ProviderFacts.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using domain::Dialect;

namespace {

constexpr std::array<const char *, 12> bestKnown {"anthropic", "openai", "google", "openrouter", "groq",
    "mistral", "deepseek", "xai", "ollama", "lmstudio", "azure", "custom-openai"};

QString tr(const char *text)
{
    return QCoreApplication::translate("Providers", text);
}

QString dialectText(Dialect dialect)
{
    switch (dialect) {
    case Dialect::AnthropicMessages:
        return u"Anthropic Messages"_s;
    case Dialect::Gemini:
        return u"Gemini"_s;
    case Dialect::OpenAiResponses:
        return u"OpenAI Responses"_s;
    case Dialect::OpenAiEmbeddings:
        return u"OpenAI Embeddings"_s;
    case Dialect::CohereChatV2:
        return u"Cohere"_s;
    case Dialect::BedrockConverse:
        return u"Bedrock"_s;
    case Dialect::Ollama:
        return u"Ollama"_s;
    default:
        return u"OpenAI Chat"_s;
    }
}

QString hostText(const std::map<Dialect, std::string> &baseUrls)
{
    return QString::fromStdString(service::hostOf(service::mainAddress(baseUrls)));
}

} // namespace

QString kindTitle(const catalog::Catalog &catalog, const std::string &kind)
{
    return QString::fromStdString(service::shortName(catalog, kind));
}

QString providerTitle(const catalog::Catalog &catalog, const domain::Provider &provider)
{
    return provider.name == provider.kind ? kindTitle(catalog, provider.kind)
                                          : QString::fromStdString(provider.name);
}

QString placeText(const std::map<Dialect, std::string> &baseUrls)
{
    if (baseUrls.empty())
        return {};
    auto native = baseUrls.contains(Dialect::OpenAiChat) ? Dialect::OpenAiChat : baseUrls.begin()->first;
    for (const auto dialect : {Dialect::AnthropicMessages, Dialect::Gemini}) {
        // Where the vendor's own language is first: its OpenAI-shaped one is a courtesy.
        const bool own = baseUrls.contains(dialect) && !baseUrls.contains(Dialect::OpenAiResponses)
            && !baseUrls.contains(Dialect::Ollama);
        if (own
            && (dialect == Dialect::Gemini
                || baseUrls.at(dialect).find("anthropic.com") != std::string::npos))
            native = dialect;
    }
    const auto host = hostText(baseUrls);
    return host.isEmpty() || host.startsWith(u'{') ? tr("%1 format").arg(dialectText(native))
                                                   : tr("%1, %2 format").arg(host, dialectText(native));
}

bool isLocal(const std::map<Dialect, std::string> &baseUrls)
{
    const auto host = hostText(baseUrls).section(u':', 0, 0);
    return host == "localhost"_L1 || host.startsWith("127."_L1);
}

std::vector<ChoiceRow> kindChoices(const catalog::Catalog &catalog, const std::vector<std::string> &kinds)
{
    std::vector<ChoiceRow> rows;
    for (const auto &kind : kinds) {
        const auto *preset = catalog.provider(kind);
        if (!preset || !service::canBeAdded(*preset))
            continue;
        const auto id = QString::fromStdString(kind);
        const auto host = hostText(preset->baseUrls);
        rows.push_back(
            {id, id, kindTitle(catalog, kind), host.contains("base_url"_L1) ? tr("at your address") : host});
    }
    return rows;
}

std::vector<ChoiceRow> allKinds(const catalog::Catalog &catalog)
{
    std::vector<std::string> first(bestKnown.begin(), bestKnown.end()), rest;
    for (const auto &preset : catalog.providers()) {
        if (std::find(first.begin(), first.end(), preset.id) == first.end())
            rest.push_back(preset.id);
    }
    std::sort(rest.begin(), rest.end(), [&](const std::string &a, const std::string &b) {
        return kindTitle(catalog, a).compare(kindTitle(catalog, b), Qt::CaseInsensitive) < 0;
    });
    first.insert(first.end(), rest.begin(), rest.end());
    return kindChoices(catalog, first);
}

std::vector<TestLine> testLines(const std::vector<service::TestStep> &steps, bool running)
{
    using Kind = service::TestStep::Kind;
    using State = service::TestStep::State;
    std::vector<TestLine> lines;
    for (const auto &[kind, label, works, fails] :
        {std::tuple {Kind::Key, tr("Key"), tr("valid"), tr("refused")},
            {Kind::Models, tr("Models"), QString(), tr("failed")},
            {Kind::Streaming, tr("Streaming"), tr("works"), tr("failed")},
            {Kind::Tools, tr("Tool calls"), tr("work"), tr("failed")},
            {Kind::RoundTrip, tr("Round trip"), QString(), tr("failed")}}) {
        TestLine line {label, running ? QString() : tr("not tried"),
            running ? TestLine::State::Waiting : TestLine::State::Skipped};
        for (const auto &step : steps) {
            if (step.kind != kind)
                continue;
            const auto told = QString::fromStdString(step.text);
            line.state = step.state == State::Passed ? TestLine::State::Passed
                : step.state == State::Failed        ? TestLine::State::Failed
                                                     : TestLine::State::Skipped;
            line.value = step.state == State::Failed ? fails
                : step.state == State::Skipped       ? kind == Kind::Key ? tr("not needed") : tr("not tried")
                      : kind == Kind::Models ? tr("%1 found").arg(told.section(u' ', 0, 0))
                : works.isEmpty()                    ? told
                                                     : works;
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

QString testCost(
    const catalog::Catalog &catalog, const std::string &kind, const std::vector<service::TestStep> &steps)
{
    // Two prompts of a sentence, one with a tool's description; answers are broken off with the first event.
    constexpr std::int64_t promptTokens = 120, answerTokens = 40;
    for (const auto &step : steps) {
        if (step.kind != service::TestStep::Kind::Streaming || step.state != service::TestStep::State::Passed)
            continue;
        const auto model = step.text.substr(0, step.text.rfind(", "));
        domain::Usage usage;
        usage.input = promptTokens;
        usage.output = answerTokens;
        usage.known = true;
        const auto cost = catalog.cost(
            kind, model, model, usage, catalog::ServiceClass::Standard, SystemClock().utcNow());
        if (!cost.known())
            return {};
        const auto dollars = std::max(cost.amount.dollars(), 0.0001);
        return tr("Test cost under $%1").arg(QLocale().toString(std::ceil(dollars * 1e4) / 1e4, 'f', 4));
    }
    return {};
}

} // namespace slipswitch::ui
