#include "core/service/GatewayService.h"
#include "tests/support/RawClient.h"
#include "tests/ui/support/UiTest.h"
#include "ui/connect/ConnectAdapter.h"
#include "ui/connect/ConnectPage.h"
#include "ui/connect/ProofRow.h"
#include "ui/connect/ToolList.h"
#include "ui/connect/ToolView.h"
#include "ui/connect/WritingPanel.h"
#include "ui/shell/MainWindow.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/CodeView.h"

#include <QClipboard>
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>

#include <future>
#include <memory>

using namespace slipswitch;
using namespace slipswitch::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Standing = ConnectData::Standing;
using service::Reach;

namespace {

constexpr int patience = 20'000;

service::Tool tool(const std::string &id)
{
    const auto tools = service::loadTools().value();
    for (const auto &one : tools) {
        if (one.id == id)
            return one;
    }
    return {};
}

void put(const QString &file, const QByteArray &bytes)
{
    QFile target(file);
    QVERIFY(target.open(QIODevice::WriteOnly) && target.write(bytes) == bytes.size());
}

QByteArray bytesOf(const QString &file)
{
    QFile source(file);
    return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray("none");
}

domain::Provider providerOf(domain::Dialect dialect)
{
    domain::Provider one;
    one.name = "some";
    one.kind = "custom-openai";
    one.baseUrls[dialect] = "http://127.0.0.1:9";
    one.models = {"m1"};
    return one;
}

/// The page in a window over a gateway of its own, open at a tool.
struct Running
{
    /// @param home  of the user, with a folder for the gateway's files
    Running(const QString &home, const QString &tool)
        : gateway(std::make_unique<service::GatewayService>(
              config::Home::open(std::filesystem::path(home.toStdString()) / "gateway").value()))
        , window(std::make_unique<MainWindow>(
              PageList {{u"connect"_s, u"Connect"_s, u"link"_s, Section::Top, [this, home] {
                             page = new ConnectPage;
                             new ConnectAdapter(*gateway, *page, {home, {}});
                             return page;
                         }}}))
    {
        service::GatewayService::StartOptions options;
        options.port = 0;
        gateway->startSoon(options);
        window->open(u"connect"_s, u"tool:"_s + tool);
        window->show();
    }

    ConnectPage *page = nullptr;
    std::unique_ptr<service::GatewayService> gateway;
    std::unique_ptr<MainWindow> window;
};

} // namespace

class TestConnect : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus"); }

    void everyToolSaysHowItIsSetUp()
    {
        const auto tools = service::loadTools();
        QVERIFY(tools.has_value());
        QVERIFY(tools->size() >= 15);
        const Secret secret(std::string("sk-slip-aaaabbbbccccddddeeeeffffgggghhhh"));
        for (const auto &one : *tools) {
            QVERIFY2(!one.id.empty() && !one.name.empty() && !one.letters.empty() && !one.speaks.empty()
                    && one.path.starts_with("/"),
                one.id.c_str());
            QVERIFY2(!one.ways.empty(), one.id.c_str());
            for (const auto &way : waysOf(one, u"http://127.0.0.1:4141/v1"_s, &secret, u"some/m1"_s)) {
                QVERIFY2(!way.shown.isEmpty() && !way.name.isEmpty(), one.id.c_str());
                QVERIFY2(!way.shown.contains(u"{base}"_s) && !way.shown.contains(u"{root}"_s)
                        && !way.shown.contains(u"{key}"_s) && !way.shown.contains(u"{model}"_s),
                    qPrintable(way.shown));
                QVERIFY2(!way.shown.contains(u"aaaabbbb"_s), "a key is never whole on screen");
                QVERIFY(!way.shown.contains(u"/v1/v1"_s));
            }
        }
    }

    void linesCarryWhatEachToolWants()
    {
        const Secret secret(std::string("sk-slip-aaaabbbbccccddddeeeeffffgggghhhh"));
        const auto claude = waysOf(tool("claude-code"), u"http://127.0.0.1:4242/v1"_s, &secret, u"m"_s);
        QVERIFY(claude[0].copied.contains(u"\"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:4242\""_s));
        QVERIFY(claude[0].copied.contains(u"aaaabbbbccccddddeeeeffffgggghhhh"_s));
        const auto codex = waysOf(tool("codex"), u"http://127.0.0.1:4242/v1"_s, nullptr, u"some/m1"_s);
        QVERIFY(codex[0].shown.contains(u"base_url = \"http://127.0.0.1:4242/v1\""_s));
        QVERIFY(codex[0].shown.contains(u"wire_api = \"responses\""_s));
        QVERIFY(!codex[0].shown.contains(u"YOUR_KEY"_s));
        QVERIFY(codex[1].copied.contains(u"YOUR_KEY"_s));
    }

    void reachIsToldAsItIs()
    {
        config::Settings settings;
        QCOMPARE(service::reachOf(settings, "/v1/unheard-of"), Reach::NotServed);
        QCOMPARE(service::reachOf(settings, "/v1/responses"), Reach::NoProvider);
        settings.providers.push_back(providerOf(domain::Dialect::OpenAiChat));
        QCOMPARE(service::reachOf(settings, "/v1/chat/completions"), Reach::Direct);
        QCOMPARE(service::reachOf(settings, "/v1/messages"), Reach::Translated);
        QCOMPARE(service::reachOf(settings, tool("gemini-cli").path), Reach::Translated);
        QCOMPARE(service::modelsFor(settings, nullptr, "/v1/messages"), std::vector<std::string> {"some/m1"});
        settings.providers[0].enabled = false;
        QCOMPARE(service::reachOf(settings, "/v1/chat/completions"), Reach::NoProvider);
        QCOMPARE(notesOf(tool("codex"), Reach::NoProvider).front().tone, Tone::Warn);
        QVERIFY(notesOf(tool("ollama-client"), Reach::NotServed).front().what.contains(u"not served"_s));
    }

    void entriesTellHowFarAToolHasCome()
    {
        const UtcTime now {std::chrono::days(20'000)};
        const auto standing = [&](const char *id, const QString &found, std::optional<UtcTime> used = {}) {
            return entryOf(tool(id), found, Reach::Direct, used, now).standing;
        };
        QCOMPARE(standing("codex", {}), Standing::Missing);
        QCOMPARE(standing("codex", u"~/.codex"_s), Standing::Ready);
        QCOMPARE(standing("codex", {}, now - 3s), Standing::Connected);
        QCOMPARE(standing("cursor", u"~/.cursor"_s), Standing::Trouble);
        QCOMPARE(standing("openai-sdk", {}), Standing::Plain);
        QCOMPARE(entryOf(tool("gemini-cli"), u"~/.gemini"_s, Reach::NotServed, {}, now).standing,
            Standing::Trouble);
    }

    void toolsAreFoundByProgramAndFolder()
    {
        QTemporaryDir home;
        QVERIFY(QDir(home.path()).mkpath(u".codex"_s) && QDir(home.path()).mkpath(u"bin"_s));
        QFile program(home.filePath(u"bin/claude"_s));
        QVERIFY(program.open(QIODevice::WriteOnly));
        program.setPermissions(QFile::ReadOwner | QFile::ExeOwner | QFile::WriteOwner);
        program.close();
        const auto before
            = QDir(home.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
        service::ToolFinder finder({home.path(), {home.filePath(u"bin"_s)}});
        std::optional<service::ToolFinder::Found> found;
        finder.look(this, service::loadTools().value(), [&](const auto &answer) { found = answer; });
        QTRY_VERIFY_WITH_TIMEOUT(found.has_value(), patience);
        QCOMPARE(found->size(), std::size_t {2});
        QCOMPARE(found->at("claude-code"), u"~/bin/claude"_s);
        QCOMPARE(found->at("codex"), u"~/.codex"_s);
        QCOMPARE(QDir(home.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), before);
    }

    void anOpenListOfKeysStaysWhileNothingChanges()
    {
        ToolView view;
        ConnectData::Open open;
        open.id = u"codex"_s;
        open.keys = {{u"k1"_s, u"one"_s}, {u"k2"_s, u"two"_s}};
        open.key = u"k1"_s;
        view.setTool(open);
        QComboBox *keys = nullptr;
        for (auto *box : view.findChildren<QComboBox *>()) {
            if (box->accessibleName() == u"Key of this tool"_s)
                keys = box;
        }
        QVERIFY(keys && keys->count() == 2);
        QSignalSpy changed(keys->model(), &QAbstractItemModel::rowsInserted);
        view.setTool(open);
        QCOMPARE(changed.count(), 0);
        open.key = u"k2"_s;
        open.keys.push_back({u"k3"_s, u"three"_s});
        view.setTool(open);
        QCOMPARE(keys->count(), 3);
        QCOMPARE(keys->currentIndex(), 1);
    }

    void aToolsFileIsWrittenForTheUserAndPutBack()
    {
        QTemporaryDir folder;
        const auto file = folder.filePath(u".claude/settings.json"_s);
        const QByteArray old
            = "{\n  \"model\": \"opus\",\n  \"permissions\": {\"allow\": [\"Bash(npm test)\"]}\n}\n";
        QVERIFY(QDir(folder.path()).mkpath(u".claude"_s));
        put(file, old);
        const Running running(folder.path(), u"Claude Code"_s);
        auto &gateway = *running.gateway;
        auto *page = running.page;
        QTRY_VERIFY_WITH_TIMEOUT(gateway.state().listens(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(page->list()->current(), u"claude-code"_s, patience);
        auto *panel = page->view()->writing();
        QTRY_VERIFY_WITH_TIMEOUT(panel->code()->text().contains(u"YOUR_KEY"_s), patience);
        QVERIFY(panel->isVisible() && panel->writeButton()->isVisible());
        QVERIFY(!panel->writeButton()->isEnabled()); // no key to be written yet
        QVERIFY(!panel->putBackButton()->isVisible());

        QTest::mouseClick(page->view()->newKey(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel->writeButton()->isEnabled(), patience);
        QVERIFY(panel->code()->text().contains(u"+     \"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:"_s));
        QVERIFY(panel->code()->text().contains(u"    \"model\": \"opus\""_s));
        QCOMPARE(bytesOf(file), old); // shown, not written

        QSignalSpy told(page, &Page::toastRequested);
        QTest::mouseClick(panel->writeButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(panel->putBackButton()->isVisible(), patience);
        const auto written = QJsonDocument::fromJson(bytesOf(file)).object();
        const auto secret = written[u"env"_s][u"ANTHROPIC_AUTH_TOKEN"_s].toString();
        QVERIFY(secret.startsWith(u"sk-slip-"_s));
        QVERIFY(!panel->code()->text().contains(secret));
        QCOMPARE(written[u"env"_s][u"ANTHROPIC_BASE_URL"_s].toString() + u"/v1"_s, gateway.state().address);
        QCOMPARE(written[u"model"_s].toString(), u"opus"_s);
        QVERIFY(written[u"permissions"_s].isObject());
        QCOMPARE(bytesOf(file + u".before-slipswitch"_s), old);
        QCOMPARE(told.count(), 1);

        QTest::mouseClick(panel->putBackButton(), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(bytesOf(file), old, patience);
        QTRY_VERIFY_WITH_TIMEOUT(panel->writeButton()->isEnabled(), patience);
        QVERIFY(!QFile::exists(file + u".before-slipswitch"_s));

        // Once more; then someone else edits the file, and the toast's Undo leaves it alone.
        told.clear();
        QTest::mouseClick(panel->writeButton(), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(told.count(), 1, patience);
        QTRY_VERIFY_WITH_TIMEOUT(panel->putBackButton()->isVisible(), patience);
        put(file, "{}");
        told[0][0].value<ToastText>().action();
        QTRY_COMPARE_WITH_TIMEOUT(told.count(), 2, patience);
        QCOMPARE(told[1][0].value<ToastText>().tone, Tone::Bad);
        QCOMPARE(bytesOf(file), "{}");
    }

    void aFileThatCantBeEditedSaysWhy()
    {
        QTemporaryDir folder;
        const auto file = folder.filePath(u".claude/settings.json"_s);
        QVERIFY(QDir(folder.path()).mkpath(u".claude"_s));
        put(file, "{\n  // mine\n}\n");
        ToolWriting writing(folder.path());
        QSignalSpy changed(&writing, &ToolWriting::changed);
        writing.show(
            tool("claude-code"), {"http://127.0.0.1:4141/v1", Secret(std::string("sk-slip-1")), "m"});
        QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, patience);
        QCOMPARE(writing.data()->state, ConnectData::Writing::State::Refused);
        QVERIFY(writing.data()->says.contains(u"Line 2"_s));
        writing.write();
        writing.show(tool("aider"), {"http://127.0.0.1:4141/v1", {}, "m"});
        QVERIFY(!writing.data());
        QCOMPARE(bytesOf(file), "{\n  // mine\n}\n");
    }

    void aKeyMadeHereIsProvenByItsFirstRequest()
    {
        QTemporaryDir folder;
        const Running running(folder.path(), u"OpenAI SDK"_s);
        auto &gateway = *running.gateway;
        auto *page = running.page;
        QTRY_VERIFY_WITH_TIMEOUT(gateway.state().listens(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(page->list()->current(), u"openai-sdk"_s, patience);
        QTRY_VERIFY(page->view()->code()->text().contains(gateway.state().address));
        QVERIFY(page->view()->code()->text().contains(u"YOUR_KEY"_s));

        QTest::mouseClick(page->view()->newKey(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(!page->view()->code()->text().contains(u"YOUR_KEY"_s), patience);
        page->view()->code()->copyButton()->click();
        const auto copied = QGuiApplication::clipboard()->text();
        const auto secret = copied.mid(copied.indexOf(u"sk-slip-"_s), 40).toStdString();
        QVERIFY(!page->view()->code()->text().contains(QString::fromStdString(secret)));
        QTRY_COMPARE_WITH_TIMEOUT(gateway.settings()->accessKeys.size(), std::size_t {1}, patience);
        QCOMPARE(gateway.settings()->accessKeys[0].tool, "OpenAI SDK");

        auto answer = std::async(std::launch::async, [port = gateway.port(), secret] {
            const std::string body
                = "{\"model\":\"demo/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
            tests::RawClient client(port);
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + secret + "\r\nContent-Type: application/json\r\nContent-Length: "
                + std::to_string(body.size()) + "\r\n\r\n" + body);
            return client.readResponse().status;
        });
        QTRY_VERIFY_WITH_TIMEOUT(page->view()->proof()->accessibleName().contains(u"Answered"_s), patience);
        QCOMPARE(answer.get(), 200);
        QVERIFY(page->view()->proof()->accessibleName().contains(u"demo/echo"_s));
        QTRY_COMPARE_WITH_TIMEOUT(page->note(), u"1 connected"_s, patience);
        QSignalSpy opened(page, &Page::openRequested);
        page->view()->proof()->findChild<QPushButton *>()->click();
        QCOMPARE(opened.count(), 1);
        QVERIFY(opened[0][1].toString().startsWith(u"request:req_"_s));

        // A revoked key is not kept, even if it is let in again.
        const auto id = gateway.settings()->accessKeys[0].id;
        gateway.accessKeys().revoke(this, id, [](const auto &) { });
        QTRY_VERIFY_WITH_TIMEOUT(gateway.settings()->accessKeys[0].revokedAt.has_value(), patience);
        gateway.accessKeys().restore(this, id, [](const auto &) { });
        QTRY_VERIFY_WITH_TIMEOUT(!gateway.settings()->accessKeys[0].revokedAt.has_value(), patience);
        QTRY_VERIFY(page->view()->code()->text().contains(u"YOUR_KEY"_s));
    }
};

SLIPSWITCH_UI_MAIN(TestConnect)
#include "TestConnect.moc"
