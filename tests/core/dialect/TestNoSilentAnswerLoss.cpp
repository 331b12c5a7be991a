#include "core/dialect/Codec.h"

#include <QtTest>

#include <algorithm>

using namespace slipswitch;
using namespace slipswitch::dialect;

namespace {

constexpr auto chat = Dialect::OpenAiChat;
constexpr auto completions = Dialect::OpenAiCompletions;
constexpr auto responses = Dialect::OpenAiResponses;
constexpr auto anthropic = Dialect::AnthropicMessages;
constexpr auto gemini = Dialect::Gemini;
constexpr auto ollama = Dialect::Ollama;
constexpr std::array clients {chat, completions, responses, anthropic, gemini, ollama};

/// One member of an answer: how it looks without it and with it.
struct Field
{
    const char *name;
    void (*set)(Answer &);
    void (*prepare)(Answer &) = nullptr;
};

Answer plainAnswer()
{
    Answer answer;
    answer.head = {"up-1", "model-1", 1700000000};
    answer.parts.push_back({Text {"hi", {}, Dialect::None}});
    answer.finish.reason = StopReason::Stop;
    return answer;
}

Text &said(Answer &answer)
{
    return std::get<Text>(answer.parts.front().body);
}

void call(Answer &answer)
{
    ToolCall call;
    call.id = "call_1";
    call.name = "f";
    call.arguments = R"({"a":1})";
    answer.parts.push_back({call});
}

ToolCall &called(Answer &answer)
{
    return std::get<ToolCall>(answer.parts.back().body);
}

void think(Answer &answer)
{
    Thinking thinking;
    thinking.text = "hm";
    thinking.madeIn = Dialect::BedrockConverse;
    answer.parts.insert(answer.parts.begin(), {thinking});
}

Thinking &thought(Answer &answer)
{
    return std::get<Thinking>(answer.parts.front().body);
}

template <StopReason reason>
void stop(Answer &answer)
{
    answer.finish.reason = reason;
}

template <Media::Kind kind>
void show(Answer &answer)
{
    Media media;
    media.kind = kind;
    media.data = "AAAA";
    answer.parts.push_back({media});
}

template <Dialect citedIn>
void cite(Answer &answer)
{
    said(answer).citedIn = citedIn;
    said(answer).citations.emplace_back(R"({"type":"url_citation","url":"https://x","title":"t"})");
}

constexpr const char *likelihood = R"({"token":"hi","logprob":-1,"bytes":[104,105],"top_logprobs":[]})";

const std::vector<Field> fields {
    {"head: id", [](Answer &a) { a.head.id = "up-2"; }},
    {"head: model", [](Answer &a) { a.head.model = "model-2"; }},
    {"head: created", [](Answer &a) { a.head.created = 1800000000; }},
    {"text", [](Answer &a) { said(a).text = "ho"; }},
    {"text: another", [](Answer &a) { a.parts.push_back({Text {"ho", {}, Dialect::None}}); }},
    {"text: page cited", cite<responses>},
    {"text: something cited",
        [](Answer &a) {
            said(a).citedIn = Dialect::CohereChatV2;
            said(a).citations.emplace_back(R"({"start":0,"end":2})");
        }},
    {"text: likelihoods", [](Answer &a) { said(a).likelihoods.emplace_back(likelihood); }},
    {"refusal", [](Answer &a) { a.parts.push_back({Refusal {"no"}}); }},
    {"refusal: likelihoods",
        [](Answer &a) { std::get<Refusal>(a.parts.back().body).likelihoods.emplace_back(likelihood); },
        [](Answer &a) { a.parts.push_back({Refusal {"hi"}}); }},
    {"image", show<Media::Kind::Image>},
    {"document", show<Media::Kind::Document>},
    {"audio", show<Media::Kind::Audio>},
    {"video", show<Media::Kind::Video>},
    {"thinking", think},
    {"thinking: signature", [](Answer &a) { thought(a).signature = "proof"; }, think},
    {"thinking: redacted",
        [](Answer &a) {
            thought(a).text.clear();
            thought(a).signature = "proof";
            thought(a).redacted = true;
        },
        think},
    {"thinking: only the proof",
        [](Answer &a) {
            think(a);
            thought(a).text.clear();
            thought(a).signature = "proof";
        }},
    {"thinking: maker", [](Answer &a) { thought(a).madeIn = Dialect::CohereChatV2; }, think},
    {"thinking: id", [](Answer &a) { thought(a).id = "rs_1"; }, think},
    {"call", call},
    {"call: id", [](Answer &a) { called(a).id = "call_2"; }, call},
    {"call: name", [](Answer &a) { called(a).name = "g"; }, call},
    {"call: namespace", [](Answer &a) { called(a).nameSpace = "group"; }, call},
    {"call: arguments", [](Answer &a) { called(a).arguments = R"({"a":2})"; }, call},
    {"call: arguments that are no object", [](Answer &a) { called(a).arguments = "a=2"; },
        [](Answer &a) {
            call(a);
            called(a).arguments.clear();
        }},
    {"call: freeform", [](Answer &a) { called(a).freeform = true; }, call},
    {"call: signature",
        [](Answer &a) {
            called(a).signature = "proof";
            called(a).signedIn = gemini;
        },
        call},
    {"call: item id", [](Answer &a) { called(a).itemId = "fc_1"; }, call},
    {"part of another dialect's kind",
        [](Answer &a) { a.parts.push_back({Foreign {Dialect::BedrockConverse, "odd", "{}"}}); }},
    {"end: length", stop<StopReason::Length>},
    {"end: calls", stop<StopReason::ToolCalls>},
    {"end: stop sequence", stop<StopReason::StopSequence>},
    {"end: which stop sequence", [](Answer &a) { a.finish.stopSequence = "END"; },
        stop<StopReason::StopSequence>},
    {"end: filtered", stop<StopReason::Filtered>},
    {"end: refused", stop<StopReason::Refused>},
    {"end: refused instead of filtered", stop<StopReason::Refused>, stop<StopReason::Filtered>},
    {"end: paused", stop<StopReason::Paused>},
};

/// Where a member leaves no trace and needs no note, because nothing is lost or docs/dialects.md says so.
struct Rule
{
    const char *field;
    std::vector<Dialect> clients; ///< empty: all
};
const std::vector<Rule> rules {
    // Ids of their own, or none; no time of making.
    {"head: id", {responses, ollama}},
    {"head: created", {anthropic, gemini}},
    {"call: item id", {}},
    // Kept by the id of the call that a thought led to.
    {"thinking: signature", {chat, ollama}},
    {"thinking: only the proof", {chat, ollama}},
    {"thinking: maker", {chat, ollama}},
    {"thinking: id", {chat, ollama}},
    {"call: signature", {chat, responses, anthropic, ollama}},
    // Only who has such tools is told of their calls.
    {"call: freeform", {anthropic}},
    // One word for several ends; that there are calls is seen.
    {"end: calls", {responses, gemini, ollama}},
    {"end: stop sequence", {chat, completions, responses, gemini, ollama}},
    {"end: which stop sequence", {chat, completions, responses, gemini, ollama}},
    {"end: refused instead of filtered", {}},
    // Noted by the gateway, as are the signatures of texts.
    {"end: paused", {chat, completions, responses, gemini, ollama}},
};

bool isByRule(const char *field, Dialect client)
{
    return std::ranges::any_of(rules, [&](const Rule &rule) {
        return std::string_view(rule.field) == field
            && (rule.clients.empty() || std::ranges::find(rule.clients, client) != rule.clients.end());
    });
}

struct Told
{
    std::string bytes;
    std::vector<std::string> notes;
    bool operator==(const Told &) const = default;
};

AnswerTerms terms()
{
    AnswerTerms terms;
    terms.model = "m";
    terms.id = "req_1";
    terms.created = 1;
    return terms;
}

domain::Usage used()
{
    domain::Usage usage;
    usage.known = true;
    usage.input = 10;
    usage.output = 5;
    return usage;
}

Told plain(const Answer &answer, Dialect client)
{
    Losses losses;
    auto bytes = clientCodecFor(client)->encodeAnswer(answer, terms(), used(), losses);
    return {std::move(bytes), losses.notes()};
}

Told streamed(const Answer &answer, Dialect client)
{
    Losses losses;
    const auto encoder = clientCodecFor(client)->makeEncoder(terms(), losses);
    tell(answer, *encoder);
    encoder->complete(used());
    return {encoder->take(), losses.notes()};
}

template <typename Encode>
bool isLost(const Field &field, Dialect client, Encode encode)
{
    auto answer = plainAnswer();
    const auto base = encode(answer, client);
    if (field.prepare)
        field.prepare(answer);
    const auto without = encode(answer, client);
    field.set(answer);
    const auto with = encode(answer, client);
    return with.bytes == without.bytes && with.notes == base.notes;
}

} // namespace

/// Each member of an answer, on its way to each client: it is shown, or noted.
class TestNoSilentAnswerLoss : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void membersOfAnswersAreToldOrNoted_data();
    void membersOfAnswersAreToldOrNoted();
};

void TestNoSilentAnswerLoss::membersOfAnswersAreToldOrNoted_data()
{
    QTest::addColumn<int>("client");
    QTest::addColumn<int>("field");
    for (const auto client : clients) {
        for (std::size_t i = 0; i < fields.size(); ++i)
            QTest::addRow("%s: %s", std::string(domain::name(client)).c_str(), fields[i].name)
                << static_cast<int>(client) << static_cast<int>(i);
    }
}

void TestNoSilentAnswerLoss::membersOfAnswersAreToldOrNoted()
{
    QFETCH(int, client);
    QFETCH(int, field);
    const auto &member = fields.at(static_cast<std::size_t>(field));
    const auto to = static_cast<Dialect>(client);
    const bool byRule = isByRule(member.name, to);
    QVERIFY2(byRule || !isLost(member, to, plain), "plain");
    QVERIFY2(byRule || !isLost(member, to, streamed), "streamed");
}

QTEST_GUILESS_MAIN(TestNoSilentAnswerLoss)
#include "TestNoSilentAnswerLoss.moc"
