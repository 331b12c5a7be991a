#include "tests/app/Program.h"
#include "tests/support/RawClient.h"
#include "tests/support/ScriptedPeer.h"

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

private:
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
    const auto key = program.key();
    program.stop();

    QVERIFY(program.errors().find(canary) == std::string::npos);
    int files = 0;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(program.home())) {
        if (!entry.is_regular_file())
            continue;
        ++files;
        const auto content = contentOf(entry.path());
        QVERIFY2(content.find(canary) == std::string::npos, entry.path().c_str());
        QVERIFY2(content.find(key) == std::string::npos, entry.path().c_str());
    }
    QVERIFY(files >= 3); // settings, ledger, spool
}

QTEST_GUILESS_MAIN(TestSecretsStayInside)
#include "TestSecretsStayInside.moc"
