#include "core/dialect/Endpoint.h"
#include "core/dialect/Rules.h"
#include "core/dialect/UsageReader.h"
#include "tests/Paths.h"
#include "tests/core/gateway/Fixture.h"
#include "tests/core/gateway/MatrixScenes.h"
#include "tests/support/Answers.h"

#include <QtTest>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace slipswitch;
using namespace slipswitch::dialect;
using tests::GatewayFixture;
using tests::Scene;
using tests::ScenePlayer;
using tests::Speaker;

namespace {

constexpr std::array aspects {"text", "stream", "tools", "parallel tools", "images", "thinking",
    "structured output", "usage", "errors"};

/// What is known not to work, and why. A cell that works although it stands here fails the test too.
struct Stated
{
    const char *in, *out, *aspect, *reason;
};
constexpr const char *besideTools = "Cohere takes no form of an answer beside tools";
constexpr std::array<Stated, 5> stated {{
    {"OpenAI chat", "Cohere", "structured output", besideTools},
    {"OpenAI responses", "Cohere", "structured output", besideTools},
    {"Anthropic messages", "Cohere", "structured output", besideTools},
    {"Gemini", "Cohere", "structured output", besideTools},
    {"Ollama", "Cohere", "structured output", besideTools},
}};

struct Asked
{
    tests::RawClient::Response response;
    std::string sent; ///< the body that the provider got
};

/// A signature in our wrapping, as it stands in an answer; empty: there is none.
std::string_view wrappedIn(std::string_view raw)
{
    const auto at = raw.find("slip1|");
    return at == std::string_view::npos ? std::string_view() : raw.substr(at, raw.find('"', at) - at);
}

/// A client of one dialect before a provider of another.
class Pair
{
public:
    Pair(GatewayFixture &gateway, ScenePlayer &player, const Speaker &in, const Speaker &out)
        : m_gateway(gateway)
        , m_player(player)
        , m_in(*codecFor(in.dialect))
        , m_out(out)
    { }

    /// @return  what is wrong; empty: nothing
    std::string check(std::string_view aspect)
    {
        m_problem.clear();
        if (aspect == "text")
            text(false);
        else if (aspect == "stream")
            text(true);
        else if (aspect == "tools")
            calls(Scene::Call);
        else if (aspect == "parallel tools")
            calls(Scene::TwoCalls);
        else if (aspect == "images")
            expect(ask(Scene::Text, false).sent.find("iVBORw0KGgoMATRIX") != std::string::npos,
                "the picture got lost");
        else if (aspect == "thinking")
            thinking();
        else if (aspect == "structured output")
            expect(
                ask(Scene::Text, false).sent.find("matrix_field") != std::string::npos, "the form got lost");
        else if (aspect == "usage")
            usage();
        else
            errors();
        return m_problem;
    }

private:
    void expect(bool holds, const std::string &what)
    {
        if (!holds && m_problem.empty())
            m_problem = what;
    }

    Asked ask(const Request &request)
    {
        Destination to;
        to.model = request.model;
        to.reasons = true;
        Losses losses;
        auto body = m_in.encodeRequest(request, to, losses);
        std::string path = m_in.dialect == Dialect::Gemini
            ? "/v1beta" + pathOf(Dialect::Gemini, request.model, request.stream)
            : pathOf(m_in.dialect, request.model, request.stream);
        if (!path.starts_with("/v1") && !path.starts_with("/api"))
            path = "/v1" + path;
        Asked asked;
        asked.response = m_gateway.post(path, body);
        asked.sent = m_player.lastBody();
        return asked;
    }
    Asked ask(Scene scene, bool stream) { return ask(tests::sceneRequest(scene, stream)); }

    Answer answerTo(const Asked &asked, bool stream)
    {
        expect(asked.response.complete && asked.response.status == 200,
            "status " + std::to_string(asked.response.status) + ": " + asked.response.body);
        tests::StrictCollector collector;
        if (stream) {
            tests::readStream(m_in, {asked.response.body}, collector);
        } else if (const auto whole = m_in.decodeAnswer(asked.response.body)) {
            tell(*whole, collector);
        }
        expect(collector.complaint().empty() && collector.isFinished(), "the answer is broken");
        return collector.answer();
    }

    void text(bool stream)
    {
        const auto asked = ask(Scene::Text, stream);
        const auto essence = tests::essenceOf(answerTo(asked, stream));
        expect(essence.text == tests::sceneText, "the text differs: " + essence.text);
        expect(essence.reason == StopReason::Stop, "the reason differs");
        if (stream)
            expect(tests::eventsOf(asked.response.body, m_in.dialect).size() > 2, "it came in one piece");
    }

    /// The call comes out, and goes back in with its result.
    void calls(Scene scene)
    {
        for (const bool stream : {false, true}) {
            const auto asked = ask(scene, stream);
            expect(asked.sent.find("matrix_property") != std::string::npos, "the tool got lost");
            const auto answer = answerTo(asked, stream);
            const auto wanted = tests::essenceOf(tests::sceneAnswer(scene, m_in.dialect));
            const auto got = tests::essenceOf(answer);
            expect(got.calls == wanted.calls, "the calls differ: " + got.describe());
            expect(got.reason == StopReason::ToolCalls, "the reason differs");
            const auto back = ask(nextTurn(answer, asked.response.body, scene, stream)).sent;
            const auto one = back.find("matrix result 0"), two = back.find("matrix result 1");
            expect(one != std::string::npos, "the result got lost: " + back);
            if (scene == Scene::TwoCalls)
                expect(two != std::string::npos && one < two, "the results got lost or mixed: " + back);
        }
    }

    /// What the client sends next: everything so far, and the results. A signature goes back as it came,
    /// wrapped where another dialect's model made it.
    Request nextTurn(const Answer &answer, std::string_view raw, Scene scene, bool stream)
    {
        auto request = tests::sceneRequest(scene, stream);
        Message said, results;
        said.role = Role::Assistant;
        for (auto part : answer.parts) {
            if (auto *thinking = std::get_if<Thinking>(&part.body);
                thinking && !thinking->signature.empty()) {
                if (const auto wrapped = wrappedIn(raw); !wrapped.empty())
                    thinking->signature = wrapped;
                thinking->madeIn = m_in.dialect;
                thinking->madeBy.clear();
            }
            if (const auto *call = std::get_if<ToolCall>(&part.body)) {
                ToolResult result;
                result.callId = call->id;
                result.name = call->name;
                result.content.emplace_back(
                    Text {"matrix result " + std::to_string(results.parts.size()), {}, Dialect::None});
                results.parts.push_back({std::move(result)});
            }
            said.parts.push_back(std::move(part));
        }
        request.messages.push_back(std::move(said));
        request.messages.push_back(std::move(results));
        return request;
    }

    /// The thought is shown, and goes back to the model with what proves it.
    void thinking()
    {
        for (const bool stream : {false, true}) {
            const auto asked = ask(Scene::Thought, stream);
            const auto answer = answerTo(asked, stream);
            const auto got = tests::essenceOf(answer);
            expect(got.thoughts == tests::sceneThought, "the thought differs: " + got.describe());
            const auto back = ask(nextTurn(answer, asked.response.body, Scene::Thought, stream)).sent;
            if (m_out.hasSignatures)
                expect(
                    back.find(tests::sceneSignature) != std::string::npos, "the signature got lost: " + back);
            expect(back.find("slip1|") == std::string::npos, "a wrapping reached the provider");
        }
    }

    void usage()
    {
        for (const bool stream : {false, true}) {
            const auto response = ask(Scene::Text, stream).response;
            UsageReader reader(m_in.dialect, {});
            if (stream) {
                for (const auto &event : tests::eventsOf(response.body, m_in.dialect))
                    reader.read(event);
            } else {
                reader.read(response.body);
            }
            const auto &counted = reader.reading().usage;
            expect(counted.totalInput() == tests::sceneInput && counted.totalOutput() == tests::sceneOutput,
                "the counts differ: " + response.body);
        }
    }

    /// The provider's words, with the status, and in the middle of a stream.
    void errors()
    {
        const auto refused = ask(Scene::Refused, false).response;
        expect(refused.status == 400, "the status differs");
        expect(decodeFailure(refused.body, 400).message == tests::sceneError,
            "the words differ: " + refused.body);
        const auto broken = ask(Scene::Break, true).response;
        const auto essence = tests::essenceOfReply(m_in, broken.body, true);
        expect(essence.failure == tests::sceneError, "the stream's end differs: " + broken.body);
    }

    GatewayFixture &m_gateway;
    ScenePlayer &m_player;
    const Codec &m_in;
    const Speaker &m_out;
    std::string m_problem;
};

void addProvider(GatewayFixture &gateway, const Speaker &speaker, std::uint16_t port)
{
    auto &provider = gateway.addProvider("up", port);
    const auto base = "http://127.0.0.1:" + std::to_string(port);
    const bool versioned
        = speaker.dialect == Dialect::AnthropicMessages || speaker.dialect == Dialect::Ollama;
    provider.baseUrls = {{speaker.dialect, versioned ? base : base + "/v1"}};
    provider.kind = speaker.kind;
}

const char *reasonFor(const Speaker &in, const Speaker &out, std::string_view aspect)
{
    for (const auto &entry : stated) {
        if (std::string_view(entry.in) == in.title && std::string_view(entry.out) == out.title
            && entry.aspect == aspect)
            return entry.reason;
    }
    return nullptr;
}

std::string fileText(const std::string &path)
{
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

} // namespace

/// Every pair of dialects, aspect by aspect, through the real gateway. What comes out is the table in
/// docs/dialects.md: see docs/matrix.
class TestMatrix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCellIsAsStated_data();
    void everyCellIsAsStated();
    void tableIsUpToDate();

private:
    std::map<int, std::string> m_lines; ///< by the provider's place
};

void TestMatrix::everyCellIsAsStated_data()
{
    QTest::addColumn<int>("provider");
    for (std::size_t i = 0; i < tests::speakers().size(); ++i)
        QTest::newRow(tests::speakers()[i].title) << static_cast<int>(i);
}

void TestMatrix::everyCellIsAsStated()
{
    QFETCH(int, provider);
    const auto &out = tests::speakers()[static_cast<std::size_t>(provider)];
    ScenePlayer player(out.dialect);
    GatewayFixture gateway;
    addProvider(gateway, out, player.port());
    gateway.start();
    QStringList faults;
    auto &lines = m_lines[provider];
    for (const auto &in : tests::speakers()) {
        if (!in.ofClients)
            continue;
        Pair pair(gateway, player, in, out);
        lines += std::string(in.title) + '\t' + out.title + '\t'
            + (in.dialect == out.dialect ? "relayed" : "translated");
        for (const auto *aspect : aspects) {
            const auto problem = pair.check(aspect);
            const auto *reason = reasonFor(in, out, aspect);
            if (problem.empty() == (reason != nullptr))
                faults << QString("%1 to %2, %3: %4")
                              .arg(in.title, out.title, aspect,
                                  problem.empty() ? "works, but is said not to" : problem.c_str());
            lines += std::string("\t") + (reason ? std::string("no: ") + reason : "yes");
        }
        lines += '\n';
    }
    QVERIFY2(faults.isEmpty(), faults.join('\n').toUtf8().constData());
}

void TestMatrix::tableIsUpToDate()
{
    const std::string path = SLIPSWITCH_SOURCE_DIR "/docs/dialects.tsv";
    std::string all = "in\tout\thow";
    for (const auto *aspect : aspects)
        all += std::string("\t") + aspect;
    all += '\n';
    for (const auto &[provider, lines] : m_lines)
        all += lines;
    if (std::getenv("SLIPSWITCH_WRITE_MATRIX"))
        std::ofstream(path) << all;
    QVERIFY2(fileText(path) == all,
        "docs/dialects.tsv is stale: run this test with SLIPSWITCH_WRITE_MATRIX=1, then docs/matrix");
}

QTEST_GUILESS_MAIN(TestMatrix)
#include "TestMatrix.moc"
