#include "core/config/Home.h"
#include "core/platform/ControlServer.h"
#include "tests/Paths.h"
#include "tests/app/Program.h"
#include "tests/support/RawClient.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace slipswitch;
using tests::Program;
using tests::RawClient;

namespace {

struct Outcome
{
    int code = -1;
    QByteArray out, err;
    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

} // namespace

/// The command line as it talks to the running program.
class TestControl : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusTellsWhatRuns();
    void pauseAndResumeReachTheGateway();
    void logsAreReadAndFollowed();
    void spendAddsUpWithAndWithoutAnInstance();
    void withoutAnInstanceItIsSaid();
    void secondStartSaysThatOneRuns();
    void windowIsAProgramThatTheSameProcessBecomes();
    void socketLeftByACrashIsReplaced();
    void onlyTheUserCanConnect();
    void nonsenseIsAnsweredAndForgiven();
    void longHomesHaveAShortSocket();

private:
    [[nodiscard]] static Outcome run(const Program &program, const QStringList &words);
    [[nodiscard]] static int ask(const Program &program);
};

Outcome TestControl::run(const Program &program, const QStringList &words)
{
    QProcess process;
    process.start(QStringLiteral(SLIPSWITCH_PROGRAM),
        QStringList {QStringLiteral("--home"), QString::fromStdString(program.home().string())} + words);
    process.waitForFinished(30'000);
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

int TestControl::ask(const Program &program)
{
    const std::string body = R"({"model":"demo/echo","messages":[{"role":"user","content":"Hello"}]})";
    RawClient client(program.port());
    client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + program.key() + "\r\nContent-Type: application/json\r\nContent-Length: "
        + std::to_string(body.size()) + "\r\n\r\n" + body);
    return client.readResponse(std::chrono::seconds {20}).status;
}

void TestControl::statusTellsWhatRuns()
{
    Program program;
    QVERIFY(program.start());
    QCOMPARE(ask(program), 200);
    const auto requests = [&] {
        return run(program, {QStringLiteral("status"), QStringLiteral("--json")})
            .json()
            .value(QLatin1String("requestsToday"))
            .toInt();
    };
    QTRY_COMPARE(requests(), 1);
    const auto status = run(program, {QStringLiteral("status"), QStringLiteral("--json")});
    QCOMPARE(status.code, 0);
    QCOMPARE(status.json().value(QLatin1String("state")).toString(), QStringLiteral("listening"));
    QCOMPARE(status.json().value(QLatin1String("port")).toInt(), int {program.port()});
    QCOMPARE(status.json().value(QLatin1String("inFlight")).toInt(), 0);
    const auto plain = run(program, {QStringLiteral("status")});
    QVERIFY2(plain.out.contains("listening") && plain.out.contains("1 requests"), plain.out.constData());
}

void TestControl::pauseAndResumeReachTheGateway()
{
    Program program;
    QVERIFY(program.start());
    const auto paused = run(program, {QStringLiteral("pause")});
    QVERIFY2(paused.code == 0 && paused.out.contains("paused"), paused.out.constData());
    QCOMPARE(ask(program), 503);
    QCOMPARE(run(program, {QStringLiteral("resume")}).code, 0);
    QCOMPARE(ask(program), 200);
}

void TestControl::logsAreReadAndFollowed()
{
    Program program;
    QVERIFY(program.start());
    QProcess follower;
    follower.start(QStringLiteral(SLIPSWITCH_PROGRAM),
        {QStringLiteral("--home"), QString::fromStdString(program.home().string()), QStringLiteral("--json"),
            QStringLiteral("logs"), QStringLiteral("--follow")});
    QVERIFY(follower.waitForStarted(30'000));
    // Asked again until the follower is there to see one.
    const auto seen = [&] {
        (void)ask(program);
        return follower.waitForReadyRead(500) && follower.canReadLine();
    };
    QTRY_VERIFY_WITH_TIMEOUT(seen(), 30'000);
    const auto line = QJsonDocument::fromJson(follower.readLine()).object();
    QCOMPARE(line.value(QLatin1String("model")).toString(), QStringLiteral("echo"));
    QCOMPARE(line.value(QLatin1String("status")).toInt(), 200);
    program.stop();
    QVERIFY(follower.waitForFinished(30'000));
    QCOMPARE(follower.exitCode(), 0);
    const auto logs = run(program, {QStringLiteral("logs"), QStringLiteral("--limit"), QStringLiteral("1")});
    QVERIFY2(logs.code == 0 && logs.out.contains("demo/echo"), logs.out.constData());
    QCOMPARE(logs.out.count('\n'), 1);
}

void TestControl::spendAddsUpWithAndWithoutAnInstance()
{
    Program program;
    QVERIFY(program.start());
    QCOMPARE(ask(program), 200);
    const auto groups = [&] {
        return run(program,
            {QStringLiteral("--json"), QStringLiteral("spend"), QStringLiteral("--since"),
                QStringLiteral("1h"), QStringLiteral("--by"), QStringLiteral("provider")})
            .json()
            .value(QLatin1String("groups"))
            .toArray();
    };
    QTRY_COMPARE(groups().size(), 1);
    program.stop();
    QCOMPARE(groups().at(0).toObject().value(QLatin1String("name")).toString(), QStringLiteral("demo"));
    QCOMPARE(groups().at(0).toObject().value(QLatin1String("requests")).toInt(), 1);
    QVERIFY(run(program, {QStringLiteral("spend")}).out.contains("Together $0"));
    QCOMPARE(
        run(program, {QStringLiteral("spend"), QStringLiteral("--since"), QStringLiteral("ever")}).code, 1);
}

void TestControl::withoutAnInstanceItIsSaid()
{
    const Program program;
    for (const auto &words : {QStringList {QStringLiteral("status")}, QStringList {QStringLiteral("pause")},
             QStringList {QStringLiteral("resume")},
             QStringList {QStringLiteral("logs"), QStringLiteral("--follow")}}) {
        const auto outcome = run(program, words);
        QCOMPARE(outcome.code, 6);
        QVERIFY2(outcome.err.contains("not running"), outcome.err.constData());
    }
    QCOMPARE(run(program, {QStringLiteral("logs")}).code, 0); // an empty log is no error
}

void TestControl::secondStartSaysThatOneRuns()
{
    Program program;
    QVERIFY(program.start());
    const auto second
        = run(program, {QStringLiteral("--headless"), QStringLiteral("--port"), QStringLiteral("0")});
    QCOMPARE(second.code, 4);
    QVERIFY2(second.err.contains("runs in this home already"), second.err.constData());
    QCOMPARE(ask(program), 200);
}

void TestControl::windowIsAProgramThatTheSameProcessBecomes()
{
    const Program home; // not started: its folder alone
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    const QStringList words {QStringLiteral("--home"), QString::fromStdString(home.home().string()),
        QStringLiteral("--port"), QStringLiteral("0")};
    QProcess first;
    first.setProcessEnvironment(environment);
    first.start(QStringLiteral(SLIPSWITCH_PROGRAM), words);
    QTRY_COMPARE_WITH_TIMEOUT(run(home, {QStringLiteral("status")}).code, 0, 30'000);
    const auto image = QFileInfo(QStringLiteral("/proc/%1/exe").arg(first.processId())).symLinkTarget();
    QCOMPARE(QFileInfo(image).fileName(), QStringLiteral("slipswitch-window"));

    QProcess second; // brings the first one's window to the front, and that was all
    second.setProcessEnvironment(environment);
    second.start(QStringLiteral(SLIPSWITCH_PROGRAM), words);
    QVERIFY(second.waitForFinished(30'000));
    QCOMPARE(second.exitCode(), 0);

    first.terminate();
    QVERIFY(first.waitForFinished(30'000));
    QCOMPARE(first.exitStatus(), QProcess::NormalExit);
    QCOMPARE(first.exitCode(), 0);
}

void TestControl::socketLeftByACrashIsReplaced()
{
    Program program;
    QVERIFY(program.start());
    program.kill();
    QCOMPARE(run(program, {QStringLiteral("status")}).code, 6);
    QVERIFY(program.start());
    QCOMPARE(run(program, {QStringLiteral("status")}).code, 0);
}

void TestControl::onlyTheUserCanConnect()
{
    Program program;
    QVERIFY(program.start());
    const auto file = config::Home::open(program.home()).value().socketFile();
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(QFileInfo::exists(QString::fromStdString(file.string())));
    QVERIFY(!(QFileInfo(QString::fromStdString(file.string())).permissions() & others));
}

void TestControl::nonsenseIsAnsweredAndForgiven()
{
    Program program;
    QVERIFY(program.start());
    const auto socket = config::Home::open(program.home()).value().socketFile();
    auto client = platform::ControlClient::connect(socket);
    QVERIFY(client.has_value());
    for (const auto *line : {"", "{", "[1]", R"({"command":7})", R"({"command":"fly"})"}) {
        QVERIFY(client->send(line).has_value());
        QVERIFY(client->receive().value().contains("\"ok\":false"));
    }
    QVERIFY(client->send(R"({"command":"raise"})").has_value());
    QVERIFY(client->receive().value().contains("\"ok\":true"));
    // A line without end is cut off, and the next one is served all the same.
    (void)client->send(QByteArray(200'000, 'x'));
    QVERIFY(!client->receive(10'000).has_value());
    QCOMPARE(run(program, {QStringLiteral("status")}).code, 0);
}

void TestControl::longHomesHaveAShortSocket()
{
    const QTemporaryDir dir;
    const auto deep = std::filesystem::path(dir.path().toStdString()) / std::string(120, 'd');
    const auto home = config::Home::open(deep).value();
    QVERIFY(home.socketFile().native().size() < 100);
    QVERIFY(home.socketFile().string().find(home.id()) != std::string::npos);
}

QTEST_GUILESS_MAIN(TestControl)
#include "TestControl.moc"
