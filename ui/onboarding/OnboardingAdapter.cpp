#include "ui/onboarding/OnboardingAdapter.h"

#include "core/service/KeyGuess.h"
#include "ui/onboarding/OnboardingView.h"

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using Offer = OnboardingData::Offer;
using Step = OnboardingData::Step;

namespace {

constexpr std::size_t mostCandidates = 6;

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

QString modelCount(std::size_t count)
{
    return count == 1 ? OnboardingView::tr("1 model") : OnboardingView::tr("%1 models").arg(count);
}

/// Such a token opens more than models: it is offered, but not ticked.
bool servesOthersToo(const std::string &variable)
{
    return variable == "GITHUB_TOKEN" || variable == "HF_TOKEN";
}

/// "Anthropic, OpenAI and Ollama"
QString listed(const QStringList &names)
{
    if (names.size() < 2)
        return names.join(QString());
    return OnboardingView::tr("%1 and %2").arg(names.mid(0, names.size() - 1).join(u", "_s), names.back());
}

} // namespace

OnboardingAdapter::OnboardingAdapter(
    service::GatewayService &gateway, service::LocalServerFinder &servers, OnboardingView &view, Links links)
    : QObject(&view)
    , m_gateway(gateway)
    , m_servers(servers)
    , m_view(view)
{
    m_shown.canOpenLog = links.log;
    m_shown.canConnect = links.connect;
    m_since.start();
    connect(&gateway, &service::GatewayService::stateChanged, this, &OnboardingAdapter::takeState);
    connect(&view, &OnboardingView::skipped, this, [this] { leave(u"overview"_s); });
    connect(&view, &OnboardingView::finished, this, &OnboardingAdapter::leave);
    connect(&view, &OnboardingView::demoRequested, this, &OnboardingAdapter::demo);
    connect(&view, &OnboardingView::keyChanged, this, &OnboardingAdapter::takeKey);
    connect(&view, &OnboardingView::candidateChosen, this,
        [this](const QString &kind) { offerPasted(kind.toStdString()); });
    connect(&view, &OnboardingView::useRequested, this, &OnboardingAdapter::use);
    connect(&view, &OnboardingView::toolChosen, this, &OnboardingAdapter::chooseTool);
    connect(&view, &OnboardingView::offerChosen, this, [this](const QString &id, bool on) {
        for (auto &each : m_shown.offers) {
            if (each.id == id)
                each.chosen = on;
        }
        push();
    });
    if (auto tools = service::loadTools())
        m_tools = std::move(*tools);
    m_finder.look(this, m_tools, [this](const service::ToolFinder::Found &found) { listTools(found); });
    takeState();
}

void OnboardingAdapter::push()
{
    m_view.setData(m_shown);
}

void OnboardingAdapter::takeState()
{
    const auto &state = m_gateway.state();
    const bool ready = m_shown.step != Step::Keys;
    m_shown.stateTone = state.phase == service::GatewayState::Phase::Failed ? Tone::Bad
        : ready                                                             ? Tone::Ok
                                                                            : Tone::Neutral;
    m_shown.state = state.phase == service::GatewayState::Phase::Failed ? state.problem
        : ready                                                         ? tr("Routing")
                                                                        : tr("Not routing yet");
    m_shown.address = state.listens() ? u"127.0.0.1:%1"_s.arg(state.port) : QString();
    if (state.listens() && m_gateway.catalog())
        begin();
    push();
}

void OnboardingAdapter::begin()
{
    if (std::exchange(m_begun, true))
        return;
    const auto &catalog = *m_gateway.catalog();
    for (const auto &key : service::keysInEnvironment(*m_gateway.settings(), catalog)) {
        const auto name = text(service::shortName(catalog, key.kind));
        offer({u"env:"_s + text(key.variable), text(key.kind), name,
                  tr("%1 in your shell").arg(text(key.variable)), tr("found, not used yet"),
                  Offer::State::Found, !servesOthersToo(key.variable)},
            {key.kind, key.variable, {}});
    }
    m_servers.look(this, m_gateway.catalog(), [this](const std::vector<service::LocalServer> &found) {
        m_shown.looking = false;
        for (const auto &server : found) {
            const auto port = text(server.baseUrl).section(u':', -1).section(u'/', 0, 0);
            offer({u"at:"_s + text(server.baseUrl), text(server.kind),
                      text(service::shortName(*m_gateway.catalog(), server.kind)),
                      tr("running on port %1").arg(port),
                      tr("running, %1").arg(modelCount(server.models.size()))},
                {server.kind, {}, server.baseUrl, false, server.models.size()});
        }
        push();
    });
}

void OnboardingAdapter::offer(const Offer &made, Source source)
{
    m_shown.offers.push_back(made);
    m_sources.push_back(std::move(source));
}

void OnboardingAdapter::dropPasted()
{
    for (std::size_t index = m_sources.size(); index-- > 0;) {
        if (!m_sources[index].pasted || m_shown.offers[index].state == Offer::State::Works)
            continue;
        m_sources.erase(m_sources.begin() + static_cast<std::ptrdiff_t>(index));
        m_shown.offers.erase(m_shown.offers.begin() + static_cast<std::ptrdiff_t>(index));
    }
}

/// A key was pasted or taken away; it stays in its field.
void OnboardingAdapter::takeKey()
{
    dropPasted();
    m_shown.note.reset();
    m_shown.candidates.clear();
    const auto key = m_view.pastedKey();
    const auto catalog = m_gateway.catalog();
    if (key.empty() || !catalog)
        return push();
    const auto guess = service::guessKey(*catalog, key);
    if (guess.sure)
        return offerPasted(guess.kinds.front());
    if (guess.kinds.empty()) {
        m_shown.note = {Tone::Info, tr("This kind of key isn't known here."),
            tr("Skip this, and add its provider by hand on the page Providers.")};
        return push();
    }
    m_shown.note = {Tone::Info, tr("Whose key is this?"),
        tr("Several providers have keys of this shape. It is sent nowhere until you pick one and test.")};
    for (const auto &kind : guess.kinds) {
        if (m_shown.candidates.size() < mostCandidates)
            m_shown.candidates.push_back({text(kind), text(service::shortName(*catalog, kind)),
                text(service::hostOf(service::mainAddress(catalog->provider(kind)->baseUrls)))});
    }
    push();
}

void OnboardingAdapter::offerPasted(const std::string &kind)
{
    dropPasted();
    m_shown.note.reset();
    m_shown.candidates.clear();
    const auto name = text(service::shortName(*m_gateway.catalog(), kind));
    offer({u"key:"_s + text(kind), text(kind), name, tr("the key that you pasted"), tr("not sent yet")},
        {kind, {}, {}, true});
    push();
}

Result<domain::Provider> OnboardingAdapter::providerOf(const Source &source) const
{
    const auto &settings = *m_gateway.settings();
    auto name = source.kind;
    const auto taken = [&](const std::string &wanted) {
        return std::any_of(settings.providers.begin(), settings.providers.end(),
            [&](const domain::Provider &provider) { return provider.name == wanted; });
    };
    for (int number = 2; taken(name); ++number)
        name = source.kind + "-" + std::to_string(number);
    return provider::makeProvider(*m_gateway.catalog(),
        {.name = name, .kind = source.kind, .baseUrl = source.baseUrl, .parameters = {}});
}

void OnboardingAdapter::use()
{
    if (m_shown.working)
        return;
    m_shown.note.reset();
    m_shown.working = true;
    push();
    auto passphrase = m_view.passphrase();
    if (!m_shown.asksPassphrase || passphrase.empty())
        return next();
    m_gateway.secrets().vault().unlock(
        passphrase, [here = QPointer<OnboardingAdapter>(this)](const Result<void> &open) {
            if (!here)
                return;
            if (open)
                return here->next();
            here->m_shown.working = false;
            here->m_shown.note
                = {Tone::Bad, tr("This passphrase doesn't open the file."), text(open.error().detail)};
            here->push();
        });
}

/// One after the other, so that what goes wrong is told where it went wrong.
void OnboardingAdapter::next()
{
    for (std::size_t index = 0; index < m_sources.size(); ++index) {
        if (m_shown.offers[index].chosen && m_shown.offers[index].state != Offer::State::Works)
            return test(index);
    }
    m_shown.working = false;
    const auto count = [this](Offer::State state) {
        return std::count_if(m_shown.offers.begin(), m_shown.offers.end(),
            [state](const Offer &each) { return each.state == state; });
    };
    // What failed is looked at before it goes on.
    if (count(Offer::State::Works) > 0 && (count(Offer::State::Failed) == 0 || m_shown.settledOnce))
        return keysAreIn();
    m_shown.settledOnce = count(Offer::State::Works) > 0;
    push();
}

void OnboardingAdapter::test(std::size_t index)
{
    m_shown.settledOnce = false;
    auto &shown = m_shown.offers[index];
    const auto &source = m_sources[index];
    shown.state = Offer::State::Testing;
    shown.said = tr("testing");
    push();
    auto made = providerOf(source);
    if (!made)
        return failed(index, made.error());
    auto tested = *made;
    if (!source.variable.empty())
        tested.credentials = {{"main", "env:" + source.variable, {}}};
    else if (source.pasted)
        tested.credentials = {{"main", {}, m_view.pastedKey()}};
    service::TestWish wish;
    wish.chats = false;
    m_gateway.tester().test(this, std::move(tested), m_gateway.settings(), m_gateway.catalog(), wish, {},
        [this, index, provider = *made](const service::TestReport &report) mutable {
            if (report.error)
                return failed(index, *report.error);
            provider.models = report.models;
            save(index, std::move(provider));
        });
}

void OnboardingAdapter::save(std::size_t index, domain::Provider provider)
{
    const auto &source = m_sources[index];
    service::KeyChoice key;
    key.variable = source.variable;
    if (source.pasted)
        key.secret = m_view.pastedKey();
    const auto models = provider.models.size();
    m_gateway.providers().add(this, std::move(provider), std::move(key),
        [this, index, models](const Result<domain::Provider> &added) {
            if (!added)
                return failed(index, added.error());
            auto &shown = m_shown.offers[index];
            shown.state = Offer::State::Works;
            shown.said = models > 0 ? tr("works, %1").arg(modelCount(models)) : tr("works");
            m_sources[index].models = models;
            if (m_sources[index].pasted) {
                ++m_shown.clearedKeys;
                m_shown.asksPassphrase = false;
            }
            next();
        });
}

void OnboardingAdapter::failed(std::size_t index, const Error &error)
{
    auto &shown = m_shown.offers[index];
    if (error.code == ErrorCode::Locked && error.detail.find("vault") != std::string::npos) {
        shown.state = Offer::State::Found;
        shown.said = tr("works, not saved yet");
        m_shown.asksPassphrase = true;
        m_shown.working = false;
        m_shown.note = {Tone::Warn, tr("No keychain answers on this computer."),
            tr("The key can be kept in an encrypted file instead: give it a passphrase.")};
        return push();
    }
    shown.state = Offer::State::Failed;
    shown.said = text(error.detail);
    shown.chosen = false;
    next();
}

void OnboardingAdapter::keysAreIn()
{
    QStringList names;
    std::size_t models = 0;
    for (std::size_t index = 0; index < m_sources.size(); ++index) {
        if (m_shown.offers[index].state != Offer::State::Works)
            continue;
        names << m_shown.offers[index].name;
        m_shown.kinds.push_back(m_shown.offers[index].kind);
        models += m_sources[index].models;
    }
    m_shown.connected = models > 0 ? tr("%1, %2").arg(listed(names), modelCount(models)) : listed(names);
    m_shown.note.reset();
    m_shown.step = Step::Tool;
    takeState();
}

void OnboardingAdapter::demo()
{
    m_shown.connected = tr("None yet: the demo answers, free of charge");
    m_shown.kinds = {u"demo"_s};
    m_shown.step = Step::Tool;
    takeState();
}

QString OnboardingAdapter::titleOf(const std::string &provider) const
{
    for (const auto &known : m_gateway.settings()->providers) {
        if (known.name == provider && known.name == known.kind)
            return text(service::shortName(*m_gateway.catalog(), known.kind));
    }
    return provider == "demo" ? tr("Demo") : text(provider);
}

} // namespace slipswitch::ui
