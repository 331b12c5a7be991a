#include "core/service/ProviderTester.h"

#include "core/service/ProviderProbe.h"

#include <algorithm>
#include <utility>

namespace slipswitch::service {

namespace {

using Kind = TestStep::Kind;
using State = TestStep::State;
using Tell = std::function<void(const TestStep &)>;

constexpr std::array kinds {Kind::Key, Kind::Models, Kind::RoundTrip, Kind::Streaming, Kind::Tools};

class Test
{
public:
    Test(const domain::Provider &provider, const config::Settings &settings, const catalog::Catalog &catalog,
        const Tell &tell)
        : m_provider(provider)
        , m_settings(settings)
        , m_catalog(catalog)
        , m_tell(tell)
    { }

    TestReport run(const TestWish &wish)
    {
        if (!askForModels())
            return std::move(m_report);
        if (!wish.chats) {
            skipRest("Not asked for.");
            return std::move(m_report);
        }
        const auto model = wish.model.empty() ? pickModel() : wish.model;
        if (model.empty()) {
            skipRest("No model is known to try it with.");
            return std::move(m_report);
        }
        tryChat(Kind::Streaming, ChatAbility::Streaming, model);
        tryChat(Kind::Tools, ChatAbility::Tools, model);
        return std::move(m_report);
    }

private:
    void add(Kind kind, State state, std::string text)
    {
        m_report.steps.push_back({kind, state, std::move(text)});
        if (m_tell)
            m_tell(m_report.steps.back());
    }
    void skipRest(const std::string &why)
    {
        for (auto i = m_report.steps.size(); i < kinds.size(); ++i)
            add(kinds.at(i), State::Skipped, why);
    }

    bool askForModels()
    {
        const auto answer = probeProvider(m_provider, m_settings, m_catalog);
        if (!answer) {
            m_report.error = answer.error();
            add(Kind::Key, State::Failed, answer.error().detail);
            skipRest("Not tried.");
            return false;
        }
        m_report.models = answer->models;
        const bool keyed = !m_provider.credentials.empty();
        add(Kind::Key, keyed ? State::Passed : State::Skipped,
            keyed ? "The provider takes it." : "It has none.");
        if (answer->listsModels)
            add(Kind::Models, State::Passed, std::to_string(answer->models.size()) + " models");
        else
            add(Kind::Models, State::Skipped, "It answers, but has no list of its models.");
        add(Kind::RoundTrip, State::Passed, std::to_string(answer->roundTrip.count()) + " ms");
        return true;
    }

    [[nodiscard]] bool offers(const std::string &model) const
    {
        const auto &listed = m_report.models;
        return listed.empty() || std::find(listed.begin(), listed.end(), model) != listed.end();
    }
    /// The user's own list first; a chat model of the catalogue is a safe one to ask.
    [[nodiscard]] std::string pickModel() const
    {
        for (const auto &model : m_provider.models) {
            if (offers(model))
                return model;
        }
        for (const auto *model : m_catalog.models(m_provider.kind)) {
            if (model->kind == catalog::ModelKind::Chat && model->id != "*" && offers(model->id))
                return model->id;
        }
        return m_report.models.empty() ? std::string() : m_report.models.front();
    }

    void tryChat(Kind kind, ChatAbility ability, const std::string &model)
    {
        const auto took = probeChat(m_provider, m_settings, m_catalog, model, ability);
        if (took)
            add(kind, State::Passed, model + ", " + std::to_string(took->count()) + " ms");
        else if (took.error().code == ErrorCode::Unsupported)
            add(kind, State::Skipped, took.error().detail);
        else
            add(kind, State::Failed, model + ": " + took.error().detail);
    }

    const domain::Provider &m_provider;
    const config::Settings &m_settings;
    const catalog::Catalog &m_catalog;
    const Tell &m_tell;
    TestReport m_report;
};

TestReport unreadableKey(const Error &error)
{
    TestReport report;
    report.error = error;
    report.steps.push_back({Kind::Key, State::Failed, error.detail});
    return report;
}

} // namespace

bool TestReport::passed() const
{
    return !error && std::none_of(steps.begin(), steps.end(), [](const TestStep &step) {
        return step.state == State::Failed;
    });
}

TestReport runProviderTest(const domain::Provider &provider, const config::Settings &settings,
    const catalog::Catalog &catalog, const TestWish &wish, const Tell &tell)
{
    return Test(provider, settings, catalog, tell).run(wish);
}

ProviderTester::ProviderTester(secrets::SecretStore &secrets, QObject *parent)
    : QObject(parent)
    , m_secrets(secrets)
{ }

void ProviderTester::test(QObject *context, domain::Provider provider, config::SettingsPtr settings,
    std::shared_ptr<const catalog::Catalog> catalog, TestWish wish, Tell step,
    std::function<void(const TestReport &)> done)
{
    const QPointer<QObject> waiting(context);
    if (!provider.credentials.empty() && provider.credentials.front().secret.empty()) {
        const auto reference = provider.credentials.front().reference;
        m_secrets.read(reference, [=, this](const Result<Secret> &secret) mutable {
            if (!waiting)
                return;
            if (!secret)
                return done(unreadableKey(secret.error()));
            provider.credentials.front().secret = *secret;
            test(waiting, std::move(provider), settings, catalog, wish, step, done);
        });
        return;
    }
    m_helper.start([=, this] {
        const auto toQt = [this, waiting](std::function<void()> call) {
            QMetaObject::invokeMethod(
                this, [waiting, call = std::move(call)] { waiting ? call() : void(); }, Qt::QueuedConnection);
        };
        const auto report = runProviderTest(provider, *settings, *catalog, wish, [&](const TestStep &each) {
            if (step)
                toQt([step, each] { step(each); });
        });
        toQt([done, report] { done(report); });
    });
}

} // namespace slipswitch::service
