#include "tests/ui/gallery/Scenes.h"

#include "ui/onboarding/OnboardingView.h"

namespace slipswitch::gallery {

using namespace Qt::StringLiterals;
using ui::OnboardingData;
using ui::Tone;
using Offer = ui::OnboardingData::Offer;

namespace {

OnboardingData start()
{
    OnboardingData data;
    data.looking = false;
    data.offers = {
        {u"env:ANTHROPIC_API_KEY"_s, u"anthropic"_s, u"Anthropic"_s, u"ANTHROPIC_API_KEY in your shell"_s,
            u"found, not used yet"_s},
        {u"env:OPENAI_API_KEY"_s, u"openai"_s, u"OpenAI"_s, u"OPENAI_API_KEY in your shell"_s,
            u"found, not used yet"_s},
        {u"at:http://127.0.0.1:11434/v1"_s, u"ollama"_s, u"Ollama"_s, u"running on port 11434"_s,
            u"running, 5 models"_s},
    };
    data.toolsNote = u"Claude Code, Codex and Zed are installed here"_s;
    data.tools = {{u"claude-code"_s, u"Claude Code"_s}, {u"codex"_s, u"Codex"_s}, {u"zed"_s, u"Zed"_s},
        {u"anything"_s, u"Other"_s}};
    data.state = u"Not routing yet"_s;
    data.address = u"127.0.0.1:4141"_s;
    return data;
}

OnboardingData bare()
{
    auto data = start();
    data.offers.clear();
    data.note = {Tone::Info, u"Whose key is this?"_s,
        u"Several providers have keys of this shape. It is sent nowhere until you pick one and test."_s};
    data.candidates = {{u"deepseek"_s, u"DeepSeek"_s, u"api.deepseek.com"_s},
        {u"alibaba"_s, u"Alibaba Model Studio"_s, u"dashscope-intl.aliyuncs.com"_s},
        {u"litellm"_s, u"LiteLLM proxy"_s, u"localhost:4000"_s}};
    return data;
}

OnboardingData failed()
{
    auto data = start();
    data.offers[0].state = Offer::State::Works;
    data.offers[0].said = u"works, 9 models"_s;
    data.offers[1].state = Offer::State::Failed;
    data.offers[1].said
        = u"It answered 401: Incorrect API key provided. You can find your key in your account."_s;
    data.offers[1].chosen = false;
    data.offers[2].state = Offer::State::Works;
    data.offers[2].said = u"works, 5 models"_s;
    data.settledOnce = true;
    return data;
}

OnboardingData tool()
{
    auto data = start();
    data.step = OnboardingData::Step::Tool;
    data.connected = u"Anthropic, OpenAI and Ollama, 28 models"_s;
    data.kinds = {u"anthropic"_s, u"openai"_s, u"ollama"_s};
    data.tool = u"claude-code"_s;
    data.toolName = u"Claude Code"_s;
    data.file = u"~/.claude/settings.json"_s;
    data.lines = u"{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:4141\",\n    "
                 "\"ANTHROPIC_AUTH_TOKEN\": \"sk-slip-…9f2c\"\n  }\n}"_s;
    data.after
        = u"If the file has content already, put the env part into it. It counts from the next start of Claude Code."_s;
    data.waiting = u"Waiting for Claude Code. The copied lines carry a key of its own."_s;
    data.state = u"Routing"_s;
    data.stateTone = Tone::Ok;
    return data;
}

OnboardingData done()
{
    auto data = tool();
    data.step = OnboardingData::Step::Done;
    data.seconds = 41;
    data.canConnect = data.canOpenLog = true;
    OnboardingData::Proof proof;
    proof.result = {u"200"_s, u"check"_s, Tone::Ok};
    proof.model = u"claude-sonnet-4-6"_s;
    proof.note = u"through Anthropic"_s;
    proof.figures = u"1.9 s   $0.0021"_s;
    proof.kind = u"anthropic"_s;
    proof.stations = {{u"Claude Code"_s, u"sent a prompt"_s}, {u"Slipswitch"_s, u"knew the key"_s},
        {u"Anthropic"_s, u"first token 0.6 s"_s}};
    proof.sentBy = u"Sent by Claude Code at 11:04:12"_s;
    data.proof = proof;
    return data;
}

std::unique_ptr<QWidget> frame(const OnboardingData &data)
{
    auto view = std::make_unique<ui::OnboardingView>();
    view->setData(data);
    return view;
}

} // namespace

std::vector<Scene> onboardingScenes()
{
    return {
        {u"onboarding-start"_s, [] { return frame(start()); }},
        {u"onboarding-ambiguous"_s, [] { return frame(bare()); }},
        {u"onboarding-failed"_s, [] { return frame(failed()); }},
        {u"onboarding-tool"_s, [] { return frame(tool()); }},
        {u"onboarding-done"_s, [] { return frame(done()); }},
    };
}

} // namespace slipswitch::gallery
