#include "tests/core/gateway/MatrixScenes.h"

#include "tests/core/gateway/Fixture.h"
#include "tests/core/gateway/ProviderScripts.h"

namespace slipswitch::tests {

using namespace dialect;

namespace {

constexpr std::string_view mark = "scene-";

domain::Usage sceneUsage()
{
    domain::Usage usage;
    usage.known = true;
    usage.input = sceneInput;
    usage.output = sceneOutput;
    return usage;
}

Part callNamed(std::string id, std::string value)
{
    ToolCall call;
    call.id = std::move(id);
    call.name = "matrix_tool";
    call.arguments = R"({"matrix_property":")" + value + R"("})";
    return {std::move(call)};
}

std::string streamed(const Codec &codec, Scene scene, const AnswerTerms &terms)
{
    Losses losses;
    const auto encoder = codec.makeEncoder(terms, losses);
    const auto answer = sceneAnswer(scene, codec.dialect);
    encoder->started({"id1", terms.model, 1});
    for (const auto &part : answer.parts) {
        auto head = part;
        auto *text = std::get_if<Text>(&head.body);
        const auto whole = text ? std::exchange(text->text, {}) : std::string();
        encoder->partBegan(head);
        if (text) { // in two pieces
            encoder->partGrew(Grown::Text, std::string_view(whole).substr(0, 3));
            encoder->partGrew(Grown::Text, std::string_view(whole).substr(3));
        }
        encoder->partEnded();
    }
    if (scene == Scene::Break) {
        encoder->failed({0, std::string(sceneError), {}, {}});
        return encoder->take();
    }
    encoder->finished(answer.finish);
    encoder->complete(sceneUsage());
    return encoder->take();
}

std::string scripted(const Codec &codec, Scene scene, bool stream)
{
    if (scene == Scene::Refused)
        return tests::reply(
            "400 Bad Request", "application/json", scriptedFailure(codec.dialect, sceneError));
    const auto answer = sceneAnswer(scene, codec.dialect);
    if (stream)
        return tests::reply("200 OK", codec.streamType,
            scriptedStream(codec.dialect, answer, sceneUsage(),
                scene == Scene::Break ? sceneError : std::string_view()));
    return tests::reply("200 OK", "application/json", scriptedAnswer(codec.dialect, answer, sceneUsage()));
}

} // namespace

const std::vector<Speaker> &speakers()
{
    static const std::vector<Speaker> all {
        {"OpenAI chat", Dialect::OpenAiChat, "custom-chat", true, false},
        {"OpenAI responses", Dialect::OpenAiResponses, "custom-responses", true, true},
        {"Anthropic messages", Dialect::AnthropicMessages, "custom-messages", true, true},
        {"Gemini", Dialect::Gemini, "custom-google", true, true},
        {"Ollama", Dialect::Ollama, "ollama", true, false},
        {"Bedrock Converse", Dialect::BedrockConverse, "custom-bedrock", false, true},
        {"Azure OpenAI", Dialect::OpenAiChat, "azure", false, false},
        {"Cohere", Dialect::CohereChatV2, "cohere", false, false},
        {"Vertex", Dialect::Gemini, "vertex", false, true},
    };
    return all;
}

std::string sceneModel(Scene scene, bool stream)
{
    return std::string(mark) + std::to_string(static_cast<int>(scene)) + (stream ? "-stream" : "-plain");
}

Request sceneRequest(Scene scene, bool stream)
{
    Request request;
    request.model = "up/" + sceneModel(scene, stream);
    request.stream = stream;
    request.maxOutputTokens = 4000;
    Message user;
    user.parts.push_back({Text {"matrix question", {}, Dialect::None}});
    Media image;
    image.mediaType = "image/png";
    image.data = "iVBORw0KGgoMATRIX";
    user.parts.push_back({std::move(image)});
    request.messages.push_back(std::move(user));
    Tool tool;
    tool.name = "matrix_tool";
    tool.description = "d";
    tool.schema = R"({"type":"object","properties":{"matrix_property":{"type":"string"}}})";
    request.tools.push_back(std::move(tool));
    request.reasoning.mode = Reasoning::Mode::On;
    request.reasoning.effort = "low";
    if (scene == Scene::Text) {
        request.format.kind = AnswerFormat::Kind::JsonSchema;
        request.format.name = "form";
        request.format.schema
            = R"({"type":"object","properties":{"matrix_field":{"type":"string"}},"required":["matrix_field"],)"
              R"("additionalProperties":false})";
    }
    return request;
}

Answer sceneAnswer(Scene scene, Dialect dialect)
{
    Answer answer;
    answer.head = {"id1", "model1", 1};
    answer.finish.reason = StopReason::ToolCalls;
    if (scene == Scene::Thought) {
        Thinking thinking;
        thinking.text = sceneThought;
        thinking.madeIn = dialect;
        for (const auto &speaker : speakers()) {
            if (speaker.dialect == dialect && speaker.hasSignatures)
                thinking.signature = sceneSignature;
        }
        answer.parts.push_back({std::move(thinking)});
    }
    if (scene == Scene::Text || scene == Scene::Break) {
        answer.parts.push_back({Text {std::string(sceneText), {}, Dialect::None}});
        answer.finish.reason = StopReason::Stop;
    } else {
        answer.parts.push_back(callNamed("call_a", "one"));
    }
    if (scene == Scene::TwoCalls)
        answer.parts.push_back(callNamed("call_b", "two"));
    return answer;
}

ScenePlayer::ScenePlayer(Dialect dialect)
    : m_dialect(dialect)
    , m_peer([this](PeerConnection &peer) { serve(peer); })
{ }

std::string ScenePlayer::lastBody()
{
    const std::lock_guard lock(m_mutex);
    return m_last.substr(m_last.find("\r\n\r\n") + 4);
}

void ScenePlayer::serve(PeerConnection &peer)
{
    for (auto request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
        {
            const std::lock_guard lock(m_mutex);
            m_last = request;
        }
        if (!peer.send(reply(request)))
            return;
    }
}

std::string ScenePlayer::reply(std::string_view request) const
{
    const auto at = request.find(mark) + mark.size();
    const auto scene = static_cast<Scene>(request.at(at) - '0');
    const bool stream = request.substr(at + 1).starts_with("-stream");
    const auto &codec = *codecFor(m_dialect);
    if (isScripted(m_dialect))
        return scripted(codec, scene, stream);
    AnswerTerms terms;
    terms.model = sceneModel(scene, stream);
    terms.id = "id1";
    terms.created = 1;
    Losses losses;
    if (scene == Scene::Refused)
        return tests::reply("400 Bad Request", "application/json",
            codec.encodeFailure({400, std::string(sceneError), {}, {}}));
    if (stream)
        return tests::reply("200 OK", codec.streamType, streamed(codec, scene, terms));
    return tests::reply("200 OK", "application/json",
        codec.encodeAnswer(sceneAnswer(scene, m_dialect), terms, sceneUsage(), losses));
}

} // namespace slipswitch::tests
