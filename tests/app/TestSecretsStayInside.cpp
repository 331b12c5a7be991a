#include "tests/app/Program.h"
#include "tests/support/RawClient.h"
#include "tests/support/ScriptedPeer.h"
#include "tests/support/ServiceAccount.h"

#include <QtTest>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace slipswitch;
using tests::PeerConnection;
using tests::RawClient;

namespace {

const std::string canary = "canary-4f9a2b7c61e8d035";

std::string contentOf(const std::filesystem::path &file)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string errorReply(const std::string &status, const std::string &message)
{
    const auto body = R"({"error":{"message":")" + message + R"("}})";
    return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: "
        + std::to_string(body.size()) + "\r\n\r\n" + body;
}

} // namespace

/// A key that is used in every way a request can go wrong is in no file, no output and no answer afterwards.
class TestSecretsStayInside : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void canaryIsNowhere();
    void keysOfCloudsAreNowhere();

private:
    void lookEverywhere(tests::Program &program, const std::vector<std::string> &secrets);
    std::string ask(const tests::Program &program, const std::string &model, const std::string &credential);
};

std::string TestSecretsStayInside::ask(
    const tests::Program &program, const std::string &model, const std::string &credential)
{
    RawClient client(program.port());
    const auto body = R"({"model":")" + model + R"(","messages":[]})";
    client.send("POST /v1/chat/completions?key=" + credential + " HTTP/1.1\r\nHost: localhost\r\nx-api-key: "
        + credential + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    const auto response = client.readResponse(std::chrono::seconds {30});
    return response.head + response.body;
}

void TestSecretsStayInside::canaryIsNowhere()
{
    // The provider quotes the key back in an error, and breaks its protocol around it.
    const tests::ScriptedPeer quoting([](PeerConnection &peer) {
        peer.readRequest();
        peer.send(errorReply("401 Unauthorized", "Incorrect API key provided: " + canary));
    });
    const tests::ScriptedPeer garbled([](PeerConnection &peer) {
        peer.readRequest();
        peer.send("HTTP/1.1 " + canary + "\r\n\r\n");
    });
    tests::Program program;
    program.setVariable(QStringLiteral("CANARY_KEY"), QString::fromStdString(canary));
    program.addProvider("quoting", quoting.port(), "CANARY_KEY");
    program.addProvider("garbled", garbled.port(), "CANARY_KEY");
    program.addProvider("nobody", 9, "CANARY_KEY");
    QVERIFY(program.start());

    std::string answers;
    for (const std::string model : {"quoting/m", "garbled/m", "nobody/m", "nothing-of-the-kind"})
        answers += ask(program, model, program.key());
    // A client that sends some provider's key here by mistake: refused, and not kept either.
    answers += ask(program, "demo/echo", canary);
    QVERIFY(answers.find("Incorrect API key provided") != std::string::npos);
    QVERIFY(answers.find("401") != std::string::npos);
    QVERIFY(answers.find("502") != std::string::npos);
    QVERIFY(answers.find(canary) == std::string::npos);
    lookEverywhere(program, {canary, program.key()});
}

/// Stops the program and searches what it wrote.
void TestSecretsStayInside::lookEverywhere(tests::Program &program, const std::vector<std::string> &secrets)
{
    program.stop();
    int files = 0;
    for (const auto &secret : secrets)
        QVERIFY(program.errors().find(secret) == std::string::npos);
    for (const auto &entry : std::filesystem::recursive_directory_iterator(program.home())) {
        if (!entry.is_regular_file())
            continue;
        ++files;
        const auto content = contentOf(entry.path());
        for (const auto &secret : secrets)
            QVERIFY2(content.find(secret) == std::string::npos, entry.path().c_str());
    }
    QVERIFY(files >= 3); // settings, ledger, spool
}

/// Keys of several pieces, and tokens that are fetched with a key: each piece is quoted back by a cloud.
void TestSecretsStayInside::keysOfCloudsAreNowhere()
{
    const std::string id = "AKIA4F9A2B7C61E8D035", sessionToken = "session-" + canary;
    const std::string accessToken = "ya29." + canary;
    const tests::ServiceAccountKey account;
    const tests::ScriptedPeer google([&](PeerConnection &peer) {
        const auto body = R"({"access_token":")" + accessToken + R"(","expires_in":3600})";
        while (!peer.readRequest().empty()
            && peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + std::to_string(body.size()) + "\r\n\r\n" + body)) { }
    });
    // Each is told what it was sent.
    const tests::ScriptedPeer quoting([&](PeerConnection &peer) {
        const bool bearer = peer.readRequest().find("Bearer ") != std::string::npos;
        const auto quoted = bearer ? accessToken : id + ' ' + canary + ' ' + sessionToken;
        peer.send(errorReply("403 Forbidden", "denied: " + quoted));
    });
    tests::Program program;
    program.setVariable(QStringLiteral("CLOUD_ID"), QString::fromStdString(id));
    program.setVariable(QStringLiteral("CLOUD_SECRET"), QString::fromStdString(canary));
    program.setVariable(QStringLiteral("CLOUD_TOKEN"), QString::fromStdString(sessionToken));
    program.setVariable(QStringLiteral("CLOUD_ACCOUNT"),
        QString::fromStdString(account.file("http://127.0.0.1:" + std::to_string(google.port()) + "/token")));
    const auto place = "http://127.0.0.1:" + std::to_string(quoting.port());
    domain::Provider provider;
    provider.name = provider.kind = "bedrock";
    provider.baseUrls[domain::Dialect::BedrockConverse] = place;
    provider.parameters["region"] = "eu-west-1";
    provider.credentials.push_back({"main", "env:CLOUD_ID,CLOUD_SECRET,CLOUD_TOKEN", {}});
    program.addProvider(provider);
    provider.name = provider.kind = "vertex";
    provider.baseUrls = {{domain::Dialect::Gemini, place}};
    provider.credentials = {{"main", "env:CLOUD_ACCOUNT", {}}};
    program.addProvider(provider);
    QVERIFY(program.start());
    const auto signedAnswer = ask(program, "bedrock/m", program.key());
    QVERIFY2(signedAnswer.find("denied: ") != std::string::npos, signedAnswer.c_str());
    for (const auto &secret : {id, canary, sessionToken})
        QVERIFY2(signedAnswer.find(secret) == std::string::npos, secret.c_str());
    const auto vertexAnswer = ask(program, "vertex/m", program.key());
    QVERIFY2(vertexAnswer.find("denied: ") != std::string::npos, vertexAnswer.c_str());
    QVERIFY(vertexAnswer.find(accessToken) == std::string::npos);
    QVERIFY(google.accepted() >= 1);
    const auto pem = account.pem();
    lookEverywhere(program, {id, canary, accessToken, pem.substr(pem.find('\n') + 1, 64)});
}

QTEST_GUILESS_MAIN(TestSecretsStayInside)
#include "TestSecretsStayInside.moc"
