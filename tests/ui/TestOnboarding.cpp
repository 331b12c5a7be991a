#include "core/service/GatewayService.h"
#include "tests/support/RawClient.h"
#include "tests/support/ScriptedPeer.h"
#include "tests/ui/support/UiTest.h"
#include "ui/onboarding/OnboardingAdapter.h"
#include "ui/onboarding/OnboardingView.h"
#include "ui/onboarding/TrackView.h"
#include "ui/shell/MainWindow.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/ChoiceTile.h"
#include "ui/widgets/CodeView.h"
#include "ui/widgets/KeyField.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Messages.h"

#include <QCheckBox>
#include <QClipboard>
#include <QPushButton>

using namespace slipswitch;
using namespace slipswitch::ui;
using namespace Qt::StringLiterals;
using service::LocalServerFinder;
using tests::PeerConnection;
using tests::ScriptedPeer;

namespace {

constexpr int patience = 20'000;

std::string reply(const std::string &type, const std::string &body)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size())
        + "\r\n\r\n" + body;
}

/// A server on this machine with one model.
void localServer(PeerConnection &peer)
{
    for (auto request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
        if (request.starts_with("GET "))
            peer.send(reply("application/json", R"({"models":[{"name":"tiny"}]})"));
        else
            peer.send(reply("application/json",
                R"({"id":"x","object":"chat.completion","model":"tiny","choices":[{"index":0,"finish_reason":"stop",)"
                R"("message":{"role":"assistant","content":"Yes."}}],"usage":{"prompt_tokens":5,"completion_tokens":2}})"));
    }
}

class Page0 : public Page
{ };

} // namespace

/// From nothing to the first request, over the running core.
class TestOnboarding : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<service::GatewayService> m_gateway;
    std::unique_ptr<LocalServerFinder> m_servers;
    std::unique_ptr<MainWindow> m_window;
    QPointer<OnboardingView> m_view;
    OnboardingAdapter *m_adapter = nullptr;

    void begin(std::vector<LocalServerFinder::Place> places = {})
    {
        m_servers = std::make_unique<LocalServerFinder>(std::move(places));
        m_window = std::make_unique<MainWindow>(
            PageList {{u"overview"_s, u"Overview"_s, u"overview"_s, Section::Top, [] { return new Page0; }}});
        m_window->open(u"overview"_s);
        m_view = new OnboardingView(m_window.get());
        m_adapter = new OnboardingAdapter(*m_gateway, *m_servers, *m_view, {false, false});
        m_window->show();
        m_window->activateWindow();
        service::GatewayService::StartOptions options;
        options.port = 0;
        m_gateway->startSoon(options);
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway->state().listens(), patience);
    }
    QPushButton *button(const QString &text)
    {
        for (auto *each : m_view->findChildren<QPushButton *>()) {
            if (each->text() == text && each->isVisible())
                return each;
        }
        return nullptr;
    }
    QCheckBox *offer(const QString &name)
    {
        for (auto *each : m_view->findChildren<QCheckBox *>()) {
            if (each->isVisible() && each->accessibleName().contains(name))
                return each;
        }
        return nullptr;
    }
    ChoiceTile *tile(const QString &name)
    {
        for (auto *each : m_view->findChildren<ChoiceTile *>()) {
            if (each->isVisible() && each->accessibleName().startsWith(name))
                return each;
        }
        return nullptr;
    }
    bool says(const QString &part)
    {
        for (const auto *label : m_view->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text().contains(part))
                return true;
        }
        return false;
    }
    /// The key in the lines that the user copies.
    QString copiedKey()
    {
        m_view->findChild<CopyButton *>()->click();
        const auto lines = QGuiApplication::clipboard()->text();
        const auto start = lines.indexOf("sk-slip-"_L1);
        return start < 0 ? QString() : lines.mid(start, 40);
    }
    int ask(const QString &key, const std::string &model)
    {
        tests::RawClient client(m_gateway->port());
        const std::string body
            = "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        if (!client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                + key.toStdString() + "\r\nContent-Type: application/json\r\nContent-Length: "
                + std::to_string(body.size()) + "\r\n\r\n" + body))
            return 0;
        return static_cast<int>(client.readResponse().status);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        qputenv("SLIPSWITCH_PASSPHRASE", "pass-canary-phrase");
        qputenv("NO_PROXY", "*");
        auto catalog = catalog::Catalog::loadShipped().value();
        for (const auto &preset : catalog->providers()) {
            for (const auto &variable : preset.environment)
                qunsetenv(variable.c_str());
        }
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto home = config::Home::open(std::filesystem::path(m_folder->path().toStdString()));
        QVERIFY(home.has_value());
        m_gateway = std::make_unique<service::GatewayService>(std::move(*home));
    }

    void cleanup()
    {
        m_window.reset();
        m_gateway.reset();
        qunsetenv("LITELLM_API_KEY");
    }

    void aFoundServerLeadsToTheFirstRequest()
    {
        const ScriptedPeer peer(localServer);
        begin({{"ollama", peer.port()}});
        QTRY_VERIFY_WITH_TIMEOUT(offer(u"Ollama"_s), patience);
        QVERIFY(m_gateway->settings()->providers.empty());
        QTRY_VERIFY(button(u"Test and use it"_s));
        button(u"Test and use it"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(m_gateway->settings()->providers.size(), std::size_t {1}, patience);
        QTRY_VERIFY_WITH_TIMEOUT(says(u"Ollama, 1 model"_s), patience);

        QTRY_VERIFY_WITH_TIMEOUT(tile(u"Other"_s), patience);
        tile(u"Other"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(says(u"Waiting for"_s), patience);
        QVERIFY(!m_view->findChild<CodeView *>()->text().contains(copiedKey()));
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway->settings()->accessKeys.size() == 1, patience);
        QCOMPARE(copiedKey().size(), 40);
        QTRY_COMPARE_WITH_TIMEOUT(ask(copiedKey(), "ollama/tiny"), 200, patience);
        QTRY_VERIFY_WITH_TIMEOUT(says(u"Your first request is through"_s), patience);
        const auto told = m_view->findChild<TrackView *>()->accessibleName();
        QVERIFY2(told.contains(u"through Ollama"_s) && told.contains(u"tiny"_s), qPrintable(told));

        QSignalSpy over(m_adapter, &OnboardingAdapter::over);
        button(u"Open the overview"_s)->click();
        QCOMPARE(over.count(), 1);
        QTRY_VERIFY(!m_view);
        QVERIFY(m_window->statusBar()->isEnabled());
    }

    void withoutAKeyTheDemoAnswers()
    {
        begin();
        QTRY_VERIFY(button(u"Try without a key"_s));
        button(u"Try without a key"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(tile(u"Other"_s), patience);
        tile(u"Other"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(says(u"Waiting for"_s), patience);
        QVERIFY(m_view->findChild<CodeView *>()->text().contains(u"demo/"_s));
        // A wrong key is heard too, and told.
        QCOMPARE(ask(u"sk-slip-wrong"_s, "demo/story"), 401);
        const auto warned = [this] {
            for (const auto *banner : m_view->findChildren<Banner *>()) {
                if (banner->isVisible() && banner->accessibleName().contains(u"without this key"_s))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(warned(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(ask(copiedKey(), "demo/story"), 200, patience);
        QTRY_VERIFY_WITH_TIMEOUT(says(u"Your first request is through"_s), patience);
    }

    void aFoundKeyThatFailsSaysWhyAndStays()
    {
        qputenv("LITELLM_API_KEY", "sk-canary-0123456789abcdef");
        begin();
        QTRY_VERIFY_WITH_TIMEOUT(offer(u"LITELLM_API_KEY"_s), patience);
        button(u"Test and use it"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(
            offer(u"LITELLM_API_KEY"_s) && !offer(u"LITELLM_API_KEY"_s)->isChecked(), patience);
        QVERIFY(m_gateway->settings()->providers.empty());
        QVERIFY(says(u"Bring your keys"_s));
        QVERIFY(!says(u"canary"_s));
    }

    void aPastedKeyIsOfferedOnceItIsKnownWhose()
    {
        begin();
        auto *field = m_view->findChild<KeyField *>();
        field->setText(u"sk-0123456789abcdef0123456789abcdef"_s);
        QTRY_VERIFY(tile(u"DeepSeek"_s));
        QVERIFY(!button(u"Test and use it"_s)->isEnabled());
        tile(u"DeepSeek"_s)->click();
        QTRY_VERIFY(offer(u"DeepSeek"_s));
        QVERIFY(button(u"Test and use it"_s)->isEnabled());
        field->setText(u"gsk_CanaryCanaryCanaryCanaryCanaryCanaryCanaryCan7Hq2"_s);
        QTRY_VERIFY(offer(u"Groq"_s));
        QVERIFY(!offer(u"DeepSeek"_s));
        field->clear();
        QTRY_VERIFY(!offer(u"Groq"_s));
    }

    void skippingLeavesEverythingAsItIs()
    {
        begin();
        QVERIFY(!m_window->statusBar()->isEnabled());
        button(u"Skip, I will do it by hand"_s)->click();
        QTRY_VERIFY(!m_view);
        QVERIFY(m_window->statusBar()->isEnabled());
        QVERIFY(m_gateway->settings()->accessKeys.empty());
    }
};

SLIPSWITCH_UI_MAIN(TestOnboarding)
#include "TestOnboarding.moc"
