#include "core/service/GatewayService.h"
#include "tests/support/ScriptedPeer.h"
#include "tests/ui/support/UiTest.h"
#include "ui/providers/FormParts.h"
#include "ui/providers/FormView.h"
#include "ui/providers/ModelTable.h"
#include "ui/providers/ProviderFacts.h"
#include "ui/providers/ProviderList.h"
#include "ui/providers/ProvidersAdapter.h"
#include "ui/shell/MainWindow.h"
#include "ui/widgets/ChoiceTile.h"
#include "ui/widgets/KeyField.h"
#include "ui/widgets/Messages.h"

#include <QClipboard>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace slipswitch;
using namespace slipswitch::ui;
using namespace Qt::StringLiterals;
using tests::PeerConnection;
using tests::ScriptedPeer;

namespace {

constexpr auto key = "gsk_CanaryCanaryCanaryCanaryCanaryCanaryCanaryCan7Hq2";
constexpr int patience = 20'000;

std::string reply(const std::string &status, const std::string &type, const std::string &body)
{
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + type
        + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// Lists two models, streams and takes tools; refuses every other key.
void modelServer(PeerConnection &peer)
{
    for (auto request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
        if (request.find(key) == std::string::npos)
            peer.send(
                reply("401 Unauthorized", "application/json", R"({"error":{"message":"Invalid API Key"}})"));
        else if (request.starts_with("GET /v1/models "))
            peer.send(reply("200 OK", "application/json", R"({"data":[{"id":"a-1"},{"id":"b-2"}]})"));
        else
            peer.send(reply("200 OK", "text/event-stream", "data: {\"choices\":[]}\n\n"));
    }
}

} // namespace

/// The page over the running core; secrets go to a vault, providers are servers on loopback.
class TestProviders : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<service::GatewayService> m_gateway;
    std::unique_ptr<MainWindow> m_window;
    ProvidersPage *m_page = nullptr;

    FormView &form() { return m_page->form(); }
    KeyField *field() { return m_page->findChild<KeyField *>(); }
    const config::Settings &settings() { return *m_gateway->settings(); }
    QPushButton *button(const QString &text)
    {
        for (auto *each : m_window->findChildren<QPushButton *>()) {
            if (each->text() == text && each->isVisible())
                return each;
        }
        return nullptr;
    }
    QLineEdit *named(const QString &says)
    {
        for (auto *each : m_page->findChildren<QLineEdit *>()) {
            if (each->accessibleName() == says)
                return each;
        }
        return nullptr;
    }
    QString note()
    {
        for (const auto *banner : m_page->findChildren<Banner *>()) {
            if (banner->isVisible())
                return banner->accessibleName();
        }
        return {};
    }
    void chooseKind(const QString &name)
    {
        for (auto *tile : m_page->findChildren<ChoiceTile *>()) {
            if (tile->isVisible() && tile->accessibleName().startsWith(name + u','))
                return tile->click();
        }
        QFAIL("there is no such tile");
    }
    void paste(const QByteArray &text)
    {
        QGuiApplication::clipboard()->setText(QString::fromLatin1(text));
        field()->setFocus();
        field()->selectAll();
        field()->paste();
    }
    void add(const ScriptedPeer &peer)
    {
        chooseKind(u"Custom, OpenAI-compatible"_s);
        QTRY_VERIFY(named(u"Provider address"_s)->isVisible());
        paste(key);
        named(u"Provider address"_s)->setText(u"http://127.0.0.1:%1/v1"_s.arg(peer.port()));
        QTRY_VERIFY(button(u"Save provider"_s));
        button(u"Save provider"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(settings().providers.size(), std::size_t {1}, patience);
        QTRY_VERIFY_WITH_TIMEOUT(!button(u"Save provider"_s), patience);
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
        qputenv("SLIPSWITCH_PASSPHRASE", "pass-canary-phrase");
        qputenv("NO_PROXY", "*");
    }

    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        startProgram();
    }

    void cleanup() { endProgram(); }

    void aPastedKeyIsRecognisedAndFillsTheRest()
    {
        paste(key);
        QTRY_COMPARE(named(u"Provider address"_s)->text(), u"https://api.groq.com/openai/v1"_s);
        QCOMPARE(named(u"Name in this app"_s)->text(), u"groq"_s);
        QTRY_VERIFY(note().startsWith(u"This is a Groq key."_s));
        QCOMPARE(field()->text(), QString::fromLatin1(key));
        QTRY_VERIFY(m_page->findChild<ModelTable *>()->rowsShown() > 3);
    }

    void anEncryptedFileAsksForItsPassphraseAfterARestart()
    {
        const ScriptedPeer peer(modelServer);
        add(peer);
        endProgram();
        qunsetenv("SLIPSWITCH_PASSPHRASE");
        const auto back = qScopeGuard([] { qputenv("SLIPSWITCH_PASSPHRASE", "pass-canary-phrase"); });
        startProgram();
        QTRY_COMPARE_WITH_TIMEOUT(
            m_gateway->lockedProviders(), std::vector<std::string> {"custom"}, patience);
        QTRY_VERIFY_WITH_TIMEOUT(note().startsWith(u"The encrypted file is locked."_s), patience);
        QTRY_VERIFY(button(u"Unlock"_s));

        button(u"Test"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(button(u"Test again"_s) && button(u"Test again"_s)->isEnabled(), patience);
        QVERIFY(note().startsWith(u"The encrypted file is locked."_s));

        named(u"Passphrase"_s)->setText(u"not this one"_s);
        button(u"Unlock"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(note().startsWith(u"This passphrase doesn't open the file."_s), patience);
        named(u"Passphrase"_s)->setText(u"pass-canary-phrase"_s);
        button(u"Unlock"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway->lockedProviders().empty(), patience);
        QTRY_VERIFY(!button(u"Unlock"_s));
        // The test that could not be made goes on by itself.
        QTRY_VERIFY_WITH_TIMEOUT(
            m_page->findChild<QWidget *>(u"test"_s)->accessibleName().contains(u"Key valid"_s), patience);
    }

    void aTestThatNobodyWaitsForEndsAllTheSame()
    {
        const ScriptedPeer peer(modelServer);
        add(peer);
        QTRY_VERIFY_WITH_TIMEOUT(button(u"Test"_s), patience);
        button(u"Test"_s)->click();
        Q_EMIT m_page->addRequested();
        paste(key);
        Q_EMIT m_page->showRequested(u"custom"_s);
        QTRY_VERIFY_WITH_TIMEOUT(button(u"Test again"_s) && button(u"Test again"_s)->isEnabled(), patience);
    }

    void whatWasTypedIsThereAgainAfterALookElsewhere()
    {
        const ScriptedPeer peer(modelServer);
        add(peer);
        named(u"Provider address"_s)->setText(u"http://127.0.0.1:9/v1"_s);
        m_page->findChild<QPlainTextEdit *>()->setPlainText(u"X-Team: blue"_s);
        Q_EMIT m_page->addRequested();
        paste(key);
        QTRY_COMPARE(named(u"Name in this app"_s)->text(), u"groq"_s);
        named(u"Name in this app"_s)->setText(u"groq-two"_s);

        Q_EMIT m_page->showRequested(u"custom"_s);
        QCOMPARE(named(u"Provider address"_s)->text(), u"http://127.0.0.1:9/v1"_s);
        QCOMPARE(m_page->findChild<QPlainTextEdit *>()->toPlainText(), u"X-Team: blue"_s);
        QVERIFY(field()->text().isEmpty());
        QVERIFY(button(u"Save changes"_s));
        Q_EMIT m_page->addRequested();
        QCOMPARE(named(u"Name in this app"_s)->text(), u"groq-two"_s);
        QCOMPARE(field()->text(), QString::fromLatin1(key));

        Q_EMIT m_page->showRequested(u"custom"_s);
        button(u"Discard"_s)->click();
        QVERIFY(named(u"Provider address"_s)->text().contains(QString::number(peer.port())));
        Q_EMIT m_page->addRequested();
        Q_EMIT m_page->showRequested(u"custom"_s);
        QVERIFY(named(u"Provider address"_s)->text().contains(QString::number(peer.port())));
    }

    void savingDoesNotCallBackWhoWentOn()
    {
        const ScriptedPeer peer(modelServer);
        add(peer);
        Q_EMIT m_page->addRequested();
        paste(key);
        QTRY_VERIFY(button(u"Save provider"_s));
        button(u"Save provider"_s)->click();
        Q_EMIT m_page->showRequested(u"custom"_s);
        QTRY_COMPARE_WITH_TIMEOUT(settings().providers.size(), std::size_t {2}, patience);
        const auto said = [this] {
            const auto toasts = m_window->findChildren<Toast *>();
            return std::any_of(toasts.begin(), toasts.end(), [](const Toast *toast) {
                return toast->accessibleName().startsWith(u"Groq is connected"_s);
            });
        };
        QTRY_VERIFY_WITH_TIMEOUT(said(), patience);
        QTRY_COMPARE(m_page->list().count(), 2);
        QCOMPARE(m_page->list().current(), u"custom"_s);
    }

private:
    /// As after a restart: what is in the folder stays.
    void startProgram()
    {
        auto home = config::Home::open(std::filesystem::path(m_folder->path().toStdString()));
        QVERIFY(home.has_value());
        m_gateway = std::make_unique<service::GatewayService>(std::move(*home));
        m_window = std::make_unique<MainWindow>(
            PageList {{u"providers"_s, u"Providers"_s, u"providers"_s, Section::Routing, [this] {
                           m_page = new ProvidersPage;
                           new ProvidersAdapter(*m_gateway, *m_page);
                           return m_page;
                       }}});
        m_window->open(u"providers"_s);
        m_window->show();
        m_window->activateWindow();
        service::GatewayService::StartOptions options;
        options.port = 0;
        m_gateway->startSoon(options);
        QTRY_VERIFY_WITH_TIMEOUT(m_gateway->state().listens(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(form().isVisible(), patience);
    }

    void endProgram()
    {
        m_window.reset();
        m_gateway.reset();
    }

private Q_SLOTS:
    void aKeyOfManyShapesIsSentNowhereBeforeTheUserPicks()
    {
        paste("sk-0123456789abcdef0123456789abcdef");
        QTRY_VERIFY(note().startsWith(u"Whose key is this?"_s));
        QVERIFY(!button(u"Test"_s));
        QVERIFY(!button(u"Save provider"_s));
        chooseKind(u"DeepSeek"_s);
        QTRY_COMPARE(named(u"Provider address"_s)->text(), u"https://api.deepseek.com"_s);
        QCOMPARE(field()->text(), u"sk-0123456789abcdef0123456789abcdef"_s);
        QVERIFY(button(u"Test"_s));
    }

    void aKeyOfAnotherProviderIsWarnedOf()
    {
        chooseKind(u"OpenAI"_s);
        paste(key);
        QTRY_VERIFY(note().startsWith(u"This looks like a key from Groq."_s));
        button(u"Use Groq"_s)->click();
        QTRY_COMPARE(named(u"Provider address"_s)->text(), u"https://api.groq.com/openai/v1"_s);
    }

    void aProviderIsTestedStepByStepThenSaved()
    {
        const ScriptedPeer peer(modelServer);
        chooseKind(u"Custom, OpenAI-compatible"_s);
        QTRY_VERIFY(named(u"Provider address"_s)->isVisible());
        paste(key);
        named(u"Provider address"_s)->setText(u"http://127.0.0.1:%1/v1"_s.arg(peer.port()));
        QCOMPARE(peer.accepted(), 0);
        QTRY_VERIFY(button(u"Test"_s));
        button(u"Test"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(button(u"Test again"_s) && button(u"Test again"_s)->isEnabled(), patience);
        const auto said = m_page->findChild<QWidget *>(u"test"_s)->accessibleName();
        QVERIFY2(said.contains(u"Key valid, Models 2 found, Streaming works, Tool calls work"_s),
            qPrintable(said));
        QCOMPARE(m_page->findChild<ModelTable *>()->rowsShown(), 2);

        button(u"Save provider"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(settings().providers.size(), std::size_t {1}, patience);
        const auto &saved = settings().providers.front();
        QCOMPARE(saved.name, std::string("custom"));
        QCOMPARE(saved.models.size(), std::size_t {2});
        QCOMPARE(saved.credentials.size(), std::size_t {1});
        QTRY_VERIFY(field()->text().isEmpty());
        QTRY_VERIFY(!field()->isVisible());
        QTRY_COMPARE(m_page->note(), u"1 connected"_s);
    }

    void aRefusedKeyIsToldInTheProvidersWordsWithOneAction()
    {
        const ScriptedPeer peer(modelServer);
        chooseKind(u"Custom, OpenAI-compatible"_s);
        QTRY_VERIFY(named(u"Provider address"_s)->isVisible());
        paste("sk-wrong-wrong-wrong-wrong");
        named(u"Provider address"_s)->setText(u"http://127.0.0.1:%1/v1"_s.arg(peer.port()));
        QTRY_VERIFY(button(u"Test"_s));
        button(u"Test"_s)->click();
        QTRY_VERIFY_WITH_TIMEOUT(note().contains(u"Invalid API Key"_s), patience);
        button(u"Use another key"_s)->click();
        QVERIFY(field()->hasSelectedText());
    }

    void removingCanBeUndoneAndTheKeyStaysUntilThen()
    {
        const ScriptedPeer peer(modelServer);
        add(peer);
        const auto reference = settings().providers.front().credentials.front().reference;
        auto &list = m_page->list();
        list.setFocus();
        QTest::keyClick(&list, Qt::Key_Delete);
        QTRY_VERIFY_WITH_TIMEOUT(settings().providers.empty(), patience);
        QTRY_VERIFY(button(u"Undo"_s));
        button(u"Undo"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(settings().providers.size(), std::size_t {1}, patience);
        QCOMPARE(stored(reference), std::string(key));
    }

    void whenUndoIsOverTheKeyIsForgotten()
    {
        const ScriptedPeer peer(modelServer);
        add(peer);
        const auto reference = settings().providers.front().credentials.front().reference;
        QCOMPARE(stored(reference), std::string(key));
        Q_EMIT form().removeRequested();
        QTRY_VERIFY_WITH_TIMEOUT(settings().providers.empty(), patience);
        QTRY_VERIFY(button(u"Undo"_s));
        for (auto *toast : m_window->findChildren<Toast *>())
            Q_EMIT toast->finished();
        QTRY_VERIFY_WITH_TIMEOUT(stored(reference).empty(), patience);
    }

    void aSavedKeyIsShownMaskedAndFurtherOnesAreAdded()
    {
        const ScriptedPeer peer(modelServer);
        add(peer);
        QTRY_VERIFY_WITH_TIMEOUT(button(u"Add a key"_s), patience);
        button(u"Add a key"_s)->click();
        paste("sk-second-second-second-second");
        button(u"Add key"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(settings().providers.front().credentials.size(), std::size_t {2}, patience);
        QTRY_VERIFY(field()->text().isEmpty());
        const auto shows = [this](const QString &part) {
            for (const auto *label : m_page->findChildren<QLabel *>()) {
                if (label->text().contains(part))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(shows(u"…7Hq2"_s), patience);
        QVERIFY(!shows(u"CanaryCanary"_s));
    }

    void modelsAreSwitchedAndFieldsChanged()
    {
        const ScriptedPeer peer(modelServer);
        add(peer);
        QTRY_VERIFY_WITH_TIMEOUT(button(u"Test"_s), patience);
        button(u"Test"_s)->click();
        auto *models = m_page->findChild<ModelTable *>();
        QTRY_COMPARE_WITH_TIMEOUT(models->rowsShown(), 2, patience);
        models->setFocus();
        models->setCurrentIndex(models->model()->index(0, 0));
        QTest::keyClick(models, Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(
            settings().providers.front().models, std::vector<std::string> {"b-2"}, patience);

        named(u"Name in this app"_s)->setText(u"work"_s);
        m_page->findChild<QPlainTextEdit *>()->setPlainText(u"X-Team: blue"_s);
        QVERIFY(button(u"Save changes"_s));
        button(u"Save changes"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(settings().providers.front().name, std::string("work"), patience);
        QCOMPARE(settings().providers.front().extraHeaders.at("X-Team"), std::string("blue"));
        QTRY_VERIFY(!button(u"Save changes"_s));
        Q_EMIT form().enableRequested(false);
        QTRY_VERIFY_WITH_TIMEOUT(!settings().providers.front().enabled, patience);
    }

    void aKindAsksForWhatItsAddressNeeds()
    {
        const auto chat = [this] {
            const auto &urls = settings().providers.front().baseUrls;
            const auto found = urls.find(domain::Dialect::OpenAiChat);
            return found == urls.end() ? std::string() : found->second;
        };
        chooseKind(u"Azure OpenAI / AI Foundry"_s);
        QTRY_VERIFY(named(u"Resource"_s) && named(u"Resource"_s)->isVisible());
        paste(QByteArray(32, 'c'));
        button(u"Save provider"_s)->click();
        QTRY_VERIFY(note().startsWith(u"This can't be saved yet."_s));
        QVERIFY(named(u"Resource"_s)->property("slipswitchFaulty").toBool());
        QVERIFY(settings().providers.empty());

        named(u"Resource"_s)->setText(u"my-team"_s);
        for (auto *area : m_page->findChildren<QPlainTextEdit *>()) {
            if (area->accessibleName().startsWith(u"What models are called there"_s))
                area->setPlainText(u"gpt-5 = production\n"_s);
        }
        button(u"Save provider"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(settings().providers.size(), std::size_t {1}, patience);
        QCOMPARE(chat(), std::string("https://my-team.openai.azure.com/openai/v1"));
        QCOMPARE(settings().providers.front().modelNames.at("gpt-5"), std::string("production"));

        QTRY_VERIFY_WITH_TIMEOUT(!button(u"Save provider"_s), patience);
        QTRY_COMPARE(named(u"Resource"_s)->text(), u"my-team"_s);
        named(u"API version, if dated"_s)->setText(u"2024-10-21"_s);
        QTRY_VERIFY(button(u"Save changes"_s));
        button(u"Save changes"_s)->click();
        QTRY_COMPARE_WITH_TIMEOUT(chat(), std::string("https://my-team.openai.azure.com/openai"), patience);
        QCOMPARE(settings().providers.front().parameters.at("api-version"), std::string("2024-10-21"));
    }

    void aBadAddressIsSaidAtItsField()
    {
        chooseKind(u"Custom, OpenAI-compatible"_s);
        QTRY_VERIFY(named(u"Provider address"_s)->isVisible());
        named(u"Provider address"_s)->setText(u"ftp://nowhere"_s);
        QTRY_VERIFY(button(u"Save provider"_s));
        button(u"Save provider"_s)->click();
        QTRY_VERIFY(note().startsWith(u"This can't be saved yet."_s));
        QCOMPARE(named(u"Provider address"_s)->property("slipswitchFaulty").toBool(), true);
    }

    void keysAreGuessedByTheirMarks()
    {
        const auto catalog = catalog::Catalog::loadShipped().value();
        const auto guess
            = [&](std::string text) { return service::guessKey(*catalog, Secret(std::move(text))); };
        for (const auto &[text, kind] : std::vector<std::pair<std::string, std::string>> {
                 {"sk-ant-api03-" + std::string(40, 'a'), "anthropic"},
                 {"sk-or-v1-" + std::string(64, '0'), "openrouter"},
                 {"sk-proj-" + std::string(40, 'b'), "openai"}, {"AIza" + std::string(35, 'c'), "google"},
                 {key, "groq"}}) {
            QVERIFY2(guess(text).sure, kind.c_str());
            QCOMPARE(guess(text).kinds.front(), kind);
        }
        for (const auto &text : {"sk-" + std::string(32, 'a'), std::string(32, 'a'), std::string(40, 'Z')})
            QVERIFY(!guess(text).sure);
        QVERIFY(guess("hello").kinds.empty());
    }

    void theKeyFieldShowsItsEndsAlone()
    {
        QCOMPARE(
            maskedKey(u"gsk_0123456789abcdefgh7Hq2"_s), u"gsk_"_s + QString(18, QChar(0x2022)) + u"7Hq2"_s);
        QVERIFY(!maskedKey(u"short-key"_s).contains(u'k'));
        KeyField alone(u"Key"_s);
        alone.setText(QString::fromLatin1(key));
        QCOMPARE(alone.displayText().count(u'C'), 0);
        alone.selectAll();
        QGuiApplication::clipboard()->setText(u"before"_s);
        alone.copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
        QCOMPARE(alone.key().reveal(), std::string_view(key));
        alone.clearKey();
        QVERIFY(alone.key().empty() && !alone.isUndoAvailable());
    }

private:
    std::string stored(const std::string &reference)
    {
        std::optional<std::string> got;
        m_gateway->secrets().read(reference,
            [&](const Result<Secret> &secret) { got = secret ? std::string(secret->reveal()) : ""; });
        [&] { QTRY_VERIFY_WITH_TIMEOUT(got.has_value(), patience); }();
        return got.value_or("");
    }
};

SLIPSWITCH_UI_MAIN(TestProviders)
#include "TestProviders.moc"
