#include "core/dialect/Codec.h"
#include "tests/support/Quirks.h"

#include <QtTest>

#include <algorithm>
#include <set>

using namespace slipswitch;
using namespace slipswitch::dialect;

namespace {

constexpr auto chat = Dialect::OpenAiChat;
constexpr auto responses = Dialect::OpenAiResponses;
constexpr auto anthropic = Dialect::AnthropicMessages;
constexpr auto gemini = Dialect::Gemini;
constexpr auto ollama = Dialect::Ollama;
constexpr auto bedrock = Dialect::BedrockConverse;
constexpr auto cohere = Dialect::CohereChatV2;
constexpr std::array clients {chat, responses, anthropic, gemini, ollama};
constexpr std::array targets {chat, responses, anthropic, gemini, ollama, bedrock, cohere};

/// One member of the neutral form: how a request looks without it and with it.
struct Field
{
    const char *name;
    void (*set)(Request &);
    void (*prepare)(Request &) = nullptr;
};

Part textPart(std::string text)
{
    return {Text {std::move(text), {}, Dialect::None}};
}

/// A turn with a call and its result.
Request plainRequest(Dialect from)
{
    Request request;
    request.model = "m";
    request.from = from;
    request.messages.push_back({Role::System, {textPart("rules")}, {}});
    request.messages.push_back({Role::User, {textPart("hi")}, {}});
    ToolCall call;
    call.id = "call_1";
    call.name = "f";
    call.arguments = R"({"a":1})";
    request.messages.push_back({Role::Assistant, {textPart("wait"), {call}}, {}});
    ToolResult result;
    result.callId = "call_1";
    result.name = "f";
    result.content.emplace_back(Text {"one", {}, Dialect::None});
    request.messages.push_back({Role::User, {{result}}, {}});
    request.messages.push_back({Role::User, {textPart("go on")}, {}});
    Tool tool;
    tool.name = "f";
    tool.schema = R"({"type":"object","properties":{"a":{"type":"integer"}},"required":["a"],)"
                  R"("additionalProperties":false})";
    request.tools.push_back(tool);
    return request;
}

Message &asked(Request &request)
{
    return request.messages.at(1);
}
Message &answered(Request &request)
{
    return request.messages.at(2);
}
Text &said(Request &request)
{
    return std::get<Text>(answered(request).parts.at(0).body);
}
ToolCall &called(Request &request)
{
    return std::get<ToolCall>(answered(request).parts.at(1).body);
}
ToolResult &result(Request &request)
{
    return std::get<ToolResult>(request.messages.at(3).parts.at(0).body);
}

Media medium(Media::Kind kind, std::string Media::*place, std::string value, std::string type)
{
    Media media;
    media.kind = kind;
    media.mediaType = std::move(type);
    media.*place = std::move(value);
    return media;
}

template <Media::Kind kind, std::string Media::*place>
Media someMedium()
{
    constexpr std::array types {"image/png", "application/pdf", "audio/wav", "video/mp4"};
    const std::string type = types.at(static_cast<std::size_t>(kind));
    if (place == &Media::text)
        return medium(kind, place, "words", "text/plain");
    const bool url = place == &Media::url;
    return medium(kind, place, url ? "https://x/y" : place == &Media::data ? "AAAA" : "file-1", type);
}

template <Media::Kind kind, std::string Media::*place>
void ask(Request &request)
{
    asked(request).parts.push_back({someMedium<kind, place>()});
}

template <Media::Kind kind, std::string Media::*place>
void returned(Request &request)
{
    result(request).content.emplace_back(someMedium<kind, place>());
}

Media &askedMedium(Request &request)
{
    return std::get<Media>(asked(request).parts.back().body);
}

Thinking thought(Dialect madeIn)
{
    Thinking thinking;
    thinking.text = "hm";
    thinking.signature = "proof";
    thinking.madeIn = madeIn;
    return thinking;
}

void think(Request &request, const Thinking &thinking)
{
    auto &parts = answered(request).parts;
    parts.insert(parts.begin(), {thinking});
}

template <Dialect madeIn>
void thinkIn(Request &request)
{
    think(request, thought(madeIn));
}

void withFreeform(Request &request)
{
    request.tools.front().freeform = true;
}

void withSchema(Request &request)
{
    request.format.kind = AnswerFormat::Kind::JsonSchema;
    request.format.schema = R"({"type":"object","properties":{"b":{"type":"string"}}})";
}

void withSchemaAlone(Request &request)
{
    withSchema(request);
    request.tools.clear();
}

void withReasoning(Request &request)
{
    request.reasoning.mode = Reasoning::Mode::On;
    request.reasoning.budgetTokens = 2000;
}

template <ToolChoice::Kind kind>
void choose(Request &request)
{
    request.toolChoice = {kind, kind == ToolChoice::Kind::One ? "f" : ""};
}

template <Reasoning::Mode mode>
void reason(Request &request)
{
    request.reasoning.mode = mode;
}

template <std::string Sampling::*place>
void sample(Request &request)
{
    request.sampling.*place = "0.5";
}

using Kind = Media::Kind;

const std::vector<Field> fields {
    {"message: name", [](Request &r) { asked(r).name = "Ann"; }},
    {"message: name of an answer", [](Request &r) { answered(r).name = "Ann"; }},
    {"message: of the system, in between",
        [](Request &r) { r.messages.push_back({Role::System, {textPart("now")}, {}}); }},
    {"message: of the developer", [](Request &r) { r.messages.front().role = Role::Developer; }},
    {"text: of the user", [](Request &r) { asked(r).parts.push_back(textPart("more")); }},
    {"text: of an answer", [](Request &r) { answered(r).parts.push_back(textPart("more")); }},
    {"text: of a result",
        [](Request &r) { result(r).content.emplace_back(Text {"more", {}, Dialect::None}); }},
    {"text: citations",
        [](Request &r) {
            said(r).citations.emplace_back(R"({"type":"somewhere"})");
            said(r).citedIn = Dialect::CohereChatV2;
        }},
    {"text: likelihoods",
        [](Request &r) {
            said(r).likelihoods.emplace_back(R"({"token":"w","logprob":-1,"bytes":[],"top_logprobs":[]})");
        }},
    {"text: signature", [](Request &r) { said(r).signature = "proof"; }},
    {"refusal", [](Request &r) { answered(r).parts.push_back({Refusal {"no"}}); }},
    {"image: data", ask<Kind::Image, &Media::data>},
    {"image: url", ask<Kind::Image, &Media::url>},
    {"image: file", ask<Kind::Image, &Media::fileId>},
    {"image: detail", [](Request &r) { askedMedium(r).detail = "high"; }, ask<Kind::Image, &Media::data>},
    {"image: name", [](Request &r) { askedMedium(r).name = "Ann.png"; }, ask<Kind::Image, &Media::data>},
    {"document: data", ask<Kind::Document, &Media::data>},
    {"document: url", ask<Kind::Document, &Media::url>},
    {"document: file", ask<Kind::Document, &Media::fileId>},
    {"document: text", ask<Kind::Document, &Media::text>},
    {"document: name", [](Request &r) { askedMedium(r).name = "Ann"; }, ask<Kind::Document, &Media::data>},
    {"document: name of a text", [](Request &r) { askedMedium(r).name = "Ann"; },
        ask<Kind::Document, &Media::text>},
    {"document: name of a url", [](Request &r) { askedMedium(r).name = "Ann"; },
        ask<Kind::Document, &Media::url>},
    {"audio: data", ask<Kind::Audio, &Media::data>},
    {"audio: url", ask<Kind::Audio, &Media::url>},
    {"audio: file", ask<Kind::Audio, &Media::fileId>},
    {"video: data", ask<Kind::Video, &Media::data>},
    {"video: url", ask<Kind::Video, &Media::url>},
    {"video: file", ask<Kind::Video, &Media::fileId>},
    {"image of an answer",
        [](Request &r) { answered(r).parts.push_back({someMedium<Kind::Image, &Media::data>()}); }},
    {"image of the system",
        [](Request &r) { r.messages.front().parts.push_back({someMedium<Kind::Image, &Media::data>()}); }},
    {"result: image", returned<Kind::Image, &Media::data>},
    {"result: image by url", returned<Kind::Image, &Media::url>},
    {"result: image as file", returned<Kind::Image, &Media::fileId>},
    {"result: document", returned<Kind::Document, &Media::data>},
    {"result: document's text", returned<Kind::Document, &Media::text>},
    {"result: audio", returned<Kind::Audio, &Media::data>},
    {"result: of another dialect's kind",
        [](Request &r) { result(r).content.emplace_back(Foreign {Dialect::None, "odd", "{}"}); }},
    {"result: citations",
        [](Request &r) {
            auto &text = std::get<Text>(result(r).content.front());
            text.citations.emplace_back(R"({"type":"somewhere"})");
            text.citedIn = Dialect::CohereChatV2;
        }},
    {"result: failed", [](Request &r) { result(r).failed = true; }},
    {"result: failed without a word", [](Request &r) { result(r).failed = true; },
        [](Request &r) { result(r).content.clear(); }},
    {"result: name", [](Request &r) { result(r).name = "other"; },
        [](Request &r) { result(r).name.clear(); }},
    {"thinking: of chat", thinkIn<chat>},
    {"thinking: of responses", thinkIn<responses>},
    {"thinking: of anthropic", thinkIn<anthropic>},
    {"thinking: of gemini", thinkIn<gemini>},
    {"thinking: of ollama", thinkIn<ollama>},
    {"thinking: of bedrock", thinkIn<bedrock>},
    {"thinking: of nobody", thinkIn<Dialect::None>},
    {"thinking: without signature",
        [](Request &r) {
            auto thinking = thought(r.from);
            thinking.signature.clear();
            think(r, thinking);
        }},
    {"thinking: redacted",
        [](Request &r) {
            auto thinking = thought(r.from);
            thinking.redacted = true;
            think(r, thinking);
        }},
    {"call: id", [](Request &r) { called(r).id = result(r).callId = "call_2"; }},
    {"call: namespace", [](Request &r) { called(r).nameSpace = "group"; }},
    {"call: arguments", [](Request &r) { called(r).arguments = R"({"a":2})"; }},
    {"call: arguments that are no object", [](Request &r) { called(r).arguments = "a=2"; },
        [](Request &r) { called(r).arguments.clear(); }},
    {"call: freeform", [](Request &r) { called(r).freeform = true; }},
    {"call: signature",
        [](Request &r) {
            called(r).signature = "proof";
            called(r).signedIn = gemini;
            called(r).signedBy = "someone";
        }},
    {"call: item id", [](Request &r) { called(r).itemId = "fc_1"; }},
    {"part of another dialect's kind",
        [](Request &r) { answered(r).parts.push_back({Foreign {Dialect::None, "odd", "{}"}}); }},
    {"cache mark: user", [](Request &r) { asked(r).parts.front().cache = CacheMark {}; }},
    {"cache mark: system", [](Request &r) { r.messages.front().parts.front().cache = CacheMark {}; }},
    {"cache mark: answer", [](Request &r) { answered(r).parts.front().cache = CacheMark {}; }},
    {"cache mark: call", [](Request &r) { answered(r).parts.back().cache = CacheMark {}; }},
    {"cache mark: result", [](Request &r) { r.messages.at(3).parts.front().cache = CacheMark {}; }},
    {"cache mark: image", [](Request &r) { asked(r).parts.back().cache = CacheMark {}; },
        ask<Kind::Image, &Media::data>},
    {"cache mark: tool", [](Request &r) { r.tools.front().cache = CacheMark {}; }},
    {"cache mark: lifetime", [](Request &r) { asked(r).parts.front().cache->lifetime = "1h"; },
        [](Request &r) { asked(r).parts.front().cache = CacheMark {}; }},
    {"tool: description", [](Request &r) { r.tools.front().description = "does"; }},
    {"tool: schema", [](Request &r) { r.tools.front().schema = R"({"properties":{"z":{}}})"; }},
    {"tool: namespace", [](Request &r) { r.tools.front().nameSpace = "group"; }},
    {"tool: description of its namespace", [](Request &r) { r.tools.front().ofNameSpace = "a group"; },
        [](Request &r) { r.tools.front().nameSpace = "group"; }},
    {"tool: strict", [](Request &r) { r.tools.front().strict = true; }},
    {"tool: strict, one of two", [](Request &r) { r.tools.front().strict = true; },
        [](Request &r) {
            r.tools.push_back(r.tools.front());
            r.tools.back().name = "g";
        }},
    {"tool: freeform", withFreeform},
    {"tool: format", [](Request &r) { r.tools.front().format = R"({"type":"grammar"})"; }, withFreeform},
    {"tool: extras", [](Request &r) { r.tools.front().extras.push_back({"odd", "1"}); }},
    {"hosted tool", [](Request &r) { r.hostedTools.push_back({"odd", "{}"}); }},
    {"tool choice: none", choose<ToolChoice::Kind::None>},
    {"tool choice: any", choose<ToolChoice::Kind::Any>},
    {"tool choice: one", choose<ToolChoice::Kind::One>},
    {"parallel tools: forbidden", [](Request &r) { r.parallelTools = false; }},
    {"max tokens", [](Request &r) { r.maxOutputTokens = 77; }},
    {"max tokens: very few", [](Request &r) { r.maxOutputTokens = 5; },
        [](Request &r) { r.maxOutputTokens = 6; }},
    {"temperature", sample<&Sampling::temperature>},
    {"temperature: hot", [](Request &r) { r.sampling.temperature = "1.7"; },
        [](Request &r) { r.sampling.temperature = "1"; }},
    {"top_p", sample<&Sampling::topP>},
    {"top_p beside temperature", sample<&Sampling::topP>, sample<&Sampling::temperature>},
    {"top_p: nearly all", [](Request &r) { r.sampling.topP = "0.995"; },
        [](Request &r) { r.sampling.topP = "0.99"; }},
    {"top_k", sample<&Sampling::topK>},
    {"top_k: many", [](Request &r) { r.sampling.topK = "600"; }, [](Request &r) { r.sampling.topK = "500"; }},
    {"frequency penalty", sample<&Sampling::frequencyPenalty>},
    {"frequency penalty: below 0", [](Request &r) { r.sampling.frequencyPenalty = "-1"; }},
    {"presence penalty", sample<&Sampling::presencePenalty>},
    {"presence penalty: above 1", [](Request &r) { r.sampling.presencePenalty = "1.5"; },
        [](Request &r) { r.sampling.presencePenalty = "1"; }},
    {"seed", [](Request &r) { r.sampling.seed = "7"; }},
    {"logprobs", [](Request &r) { r.sampling.logprobs = true; }},
    {"top logprobs", [](Request &r) { r.sampling.topLogprobs = "3"; },
        [](Request &r) { r.sampling.logprobs = true; }},
    {"choices", [](Request &r) { r.sampling.choices = "2"; }},
    {"logit bias", [](Request &r) { r.sampling.logitBias = R"({"1":2})"; }},
    {"stop", [](Request &r) { r.stop = {"END"}; }},
    {"stop: many", [](Request &r) { r.stop = {"1", "2", "3", "4", "5", "6"}; },
        [](Request &r) { r.stop = {"1", "2", "3", "4", "5"}; }},
    {"stop: white space", [](Request &r) { r.stop = {"\n"}; }},
    {"reasoning: off", reason<Reasoning::Mode::Off>},
    {"reasoning: on", reason<Reasoning::Mode::On>},
    {"reasoning: adaptive", reason<Reasoning::Mode::Adaptive>},
    {"reasoning: budget", [](Request &r) { r.reasoning.budgetTokens = 20000; }, withReasoning},
    {"reasoning: effort",
        [](Request &r) {
            reason<Reasoning::Mode::On>(r);
            r.reasoning.effort = "high";
        }},
    {"reasoning: least effort", [](Request &r) { r.reasoning.effort = "minimal"; },
        [](Request &r) {
            reason<Reasoning::Mode::On>(r);
            r.reasoning.effort = "low";
        }},
    {"reasoning: most effort", [](Request &r) { r.reasoning.effort = "max"; },
        [](Request &r) {
            reason<Reasoning::Mode::On>(r);
            r.reasoning.effort = "high";
        }},
    {"reasoning: summary", [](Request &r) { r.reasoning.summary = "detailed"; }, withReasoning},
    {"reasoning: thoughts hidden", [](Request &r) { r.reasoning.showThoughts = false; }, withReasoning},
    {"format: object", [](Request &r) { r.format.kind = AnswerFormat::Kind::JsonObject; }},
    {"format: schema", withSchema},
    {"format: name", [](Request &r) { r.format.name = "weather"; }, withSchema},
    {"format: description", [](Request &r) { r.format.description = "of today"; }, withSchema},
    {"format: strict", [](Request &r) { r.format.strict = true; }, withSchema},
    {"format: not strict", [](Request &r) { r.format.strict = false; }, withSchema},
    {"format: name, without tools", [](Request &r) { r.format.name = "weather"; }, withSchemaAlone},
    {"format: description, without tools", [](Request &r) { r.format.description = "of today"; },
        withSchemaAlone},
    {"format: strict, without tools", [](Request &r) { r.format.strict = true; }, withSchemaAlone},
    {"verbosity", [](Request &r) { r.verbosity = "low"; }},
    {"service tier", [](Request &r) { r.serviceTier = "flex"; }},
    {"service tier: odd", [](Request &r) { r.serviceTier = "odd"; }},
    {"user", [](Request &r) { r.user = "ann"; }},
    {"user: long", [](Request &r) { r.user.assign(300, 'b'); }, [](Request &r) { r.user.assign(300, 'a'); }},
    {"prompt cache key", [](Request &r) { r.promptCacheKey = "key"; }},
    {"metadata", [](Request &r) { r.metadata = R"({"a":"b"})"; }},
    {"store", [](Request &r) { r.store = true; }},
    {"previous response", [](Request &r) { r.previousResponse = "resp_1"; }},
    {"extras", [](Request &r) { r.extras.push_back({"odd", "1"}); }},
};

/// Where a member leaves no trace and needs no note, because nothing is lost or docs/dialects.md says so.
struct Rule
{
    const char *field;
    std::vector<Dialect> targets; ///< empty: all
    bool (*holds)(Dialect from, const Destination &to) = nullptr; ///< nullptr: always
};

bool thinksNot(Dialect /*from*/, const Destination &to)
{
    return to.reasons == false;
}

const std::vector<Rule> rules {
    // Handles that only mean something where they were given; calls and results find each other by the
    // call's id, and every request names the tools that were called.
    {"call: item id", {}},
    {"result: name", {}},
    // Answered here, or refused: the codec never sees it.
    {"previous response", {}},
    // Kept here, for who speaks the responses API.
    {"store", {}, [](Dialect from, const Destination & /*to*/) { return from == responses; }},
    // Elsewhere it ranks with the system, at the start.
    {"message: of the developer", {chat, anthropic, gemini, ollama, bedrock, cohere}},
    // Nothing to switch off, or nothing done unasked.
    {"reasoning: off", {chat, responses, gemini, cohere, bedrock}, thinksNot},
    {"reasoning: off", {anthropic, bedrock},
        [](Dialect /*from*/, const Destination &to) {
            return to.model.find("claude") != std::string::npos || to.model.find("nova") != std::string::npos;
        }},
    // What a model that thinks does unasked.
    {"reasoning: on", {chat}, [](Dialect /*from*/, const Destination &to) { return to.reasons == true; }},
    {"reasoning: adaptive", {chat},
        [](Dialect /*from*/, const Destination &to) { return to.reasons == true; }},
    {"reasoning: summary", {ollama, bedrock}, thinksNot},
    {"reasoning: thoughts hidden", {ollama, bedrock}, thinksNot},
    // They always keep to an answer's schema.
    {"format: strict", {anthropic, gemini, ollama, bedrock}},
    {"format: not strict", {anthropic, gemini, ollama, bedrock}},
    {"format: strict, without tools", {anthropic, gemini, ollama, bedrock, cohere}},
};

bool isByRule(const char *field, Dialect target, Dialect from, const Destination &to)
{
    return std::ranges::any_of(rules, [&](const Rule &rule) {
        return std::string_view(rule.field) == field
            && (rule.targets.empty() || std::ranges::find(rule.targets, target) != rule.targets.end())
            && (!rule.holds || rule.holds(from, to));
    });
}

/// Models that take more and less, at providers that do.
std::vector<Destination> destinationsIn(Dialect target)
{
    struct Place
    {
        const char *model, *provider;
    };
    std::vector<Place> places {{"m", "some"}};
    switch (target) {
    case chat:
        places = {{"m", "some"}, {"gpt-5", "openai"}, {"m", "mistral"}, {"m", "deepseek"}};
        break;
    case responses:
        places = {{"gpt-5", "openai"}, {"gpt-4.1", "openai"}};
        break;
    case anthropic:
        places = {{"claude-sonnet-4-5", "anthropic"}, {"claude-opus-4-7", "anthropic"}, {"m", "some"}};
        break;
    case gemini:
        places = {{"gemini-2.5-flash", "google"}, {"gemini-3-pro", "google"}};
        break;
    case ollama:
        places = {{"qwen3", "ollama"}, {"gpt-oss:20b", "ollama"}};
        break;
    case bedrock:
        places = {{"anthropic.claude-sonnet-4-5-v1:0", "bedrock"}, {"anthropic.claude-opus-4-7", "bedrock"},
            {"amazon.nova-2-lite-v1:0", "bedrock"}, {"openai.gpt-oss-120b-1:0", "bedrock"},
            {"meta.llama3-70b", "bedrock"}};
        break;
    default:
        break;
    }
    std::vector<Destination> all;
    for (const auto &place : places) {
        for (const auto reasons : {std::optional<bool>(), std::optional(true), std::optional(false)}) {
            Destination to;
            to.model = place.model;
            to.quirks = tests::quirksOf(place.provider);
            to.reasons = reasons;
            all.push_back(std::move(to));
        }
    }
    return all;
}

struct Encoded
{
    std::string body;
    std::vector<std::string> notes;
};

Encoded encoded(const Request &request, Dialect target, const Destination &to)
{
    Losses losses;
    auto body = codecFor(target)->encodeRequest(request, to, losses);
    return {std::move(body), losses.notes()};
}

/// Whether a member vanished: the request is the same without it, and nothing was noted.
bool isLost(const Field &field, Dialect from, Dialect target, const Destination &to)
{
    auto request = plainRequest(from);
    const auto plain = encoded(request, target, to);
    if (field.prepare)
        field.prepare(request);
    const auto without = encoded(request, target, to);
    field.set(request);
    const auto with = encoded(request, target, to);
    return with.body == without.body && with.notes == plain.notes;
}

/// Where a member vanishes, in words.
std::string lossesOf(const Field &field, Dialect target)
{
    std::string all;
    for (const auto from : clients) {
        if (from == target)
            continue;
        for (const auto &to : destinationsIn(target)) {
            if (isByRule(field.name, target, from, to) || !isLost(field, from, target, to))
                continue;
            all += std::string(domain::name(from)) + " to " + to.model;
            all += to.reasons ? (*to.reasons ? " (thinks); " : " (thinks not); ") : "; ";
        }
    }
    return all;
}

} // namespace

/// Each member of the neutral form, on its way to each dialect: it leaves a trace in the request, or a note.
class TestNoSilentLoss : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void membersOfRequestsAreSentOrNoted_data();
    void membersOfRequestsAreSentOrNoted();
    void moreNotesThanFitAreTold();
};

void TestNoSilentLoss::membersOfRequestsAreSentOrNoted_data()
{
    QTest::addColumn<int>("target");
    QTest::addColumn<int>("field");
    for (const auto target : targets) {
        for (std::size_t i = 0; i < fields.size(); ++i)
            QTest::addRow("%s: %s", std::string(domain::name(target)).c_str(), fields[i].name)
                << static_cast<int>(target) << static_cast<int>(i);
    }
}

void TestNoSilentLoss::membersOfRequestsAreSentOrNoted()
{
    QFETCH(int, target);
    QFETCH(int, field);
    const auto lost = lossesOf(fields.at(static_cast<std::size_t>(field)), static_cast<Dialect>(target));
    QVERIFY2(lost.empty(), lost.c_str());
}

void TestNoSilentLoss::moreNotesThanFitAreTold()
{
    Losses losses;
    for (std::size_t i = 0; i < Losses::most; ++i)
        losses.note(std::to_string(i));
    losses.note("0");
    QCOMPARE(losses.notes().size(), Losses::most);
    losses.note("one");
    losses.note("another");
    QCOMPARE(losses.notes().size(), Losses::most + 1);
    QCOMPARE(losses.notes().back(), std::string("and more"));
}

QTEST_GUILESS_MAIN(TestNoSilentLoss)
#include "TestNoSilentLoss.moc"
