#include "tests/ui/gallery/Scenes.h"

#include "ui/providers/FormView.h"
#include "ui/providers/ProvidersPage.h"
#include "ui/shell/MainWindow.h"
#include "ui/widgets/KeyField.h"

#include <QTimer>

namespace slipswitch::gallery {

using namespace Qt::StringLiterals;
using ui::ProvidersData;
using ui::TestLine;
using ui::Tone;

namespace {

const QString pasted = u"gsk_1aB2cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3yZ4a5b67Hq2"_s;

std::vector<ui::ProviderRow> connected()
{
    const ui::PillText healthy {u"Healthy"_s, u"check"_s, Tone::Ok};
    return {
        {u"anthropic"_s, u"anthropic"_s, u"Anthropic"_s, u"9 models, 1.4 s"_s,
            {u"Limited"_s, u"alert"_s, Tone::Warn}},
        {u"openai"_s, u"openai"_s, u"OpenAI"_s, u"14 models, 1.1 s"_s, healthy},
        {u"google"_s, u"google"_s, u"Google"_s, u"8 models, 0.9 s"_s, healthy},
        {u"deepseek"_s, u"deepseek"_s, u"DeepSeek"_s, u"2 models, 2.8 s"_s, healthy},
        {u"openrouter"_s, u"openrouter"_s, u"OpenRouter"_s, u"Any model"_s,
            {u"Failing"_s, u"cross"_s, Tone::Bad}},
        {u"ollama"_s, u"ollama"_s, u"Ollama"_s, u"5 models, this computer"_s, healthy},
    };
}

std::vector<ui::ModelRow> groqModels()
{
    const auto row = [](const QString &id, const QString &context, const QString &in, const QString &out,
                         bool thinks, bool sees, bool on) {
        return ui::ModelRow {id, context, in, out, true, thinks, sees, true, on};
    };
    auto rows = std::vector<ui::ModelRow> {
        row(u"openai/gpt-oss-120b"_s, u"131k"_s, u"$0.15"_s, u"$0.60"_s, true, false, true),
        row(u"llama-3.3-70b-versatile"_s, u"131k"_s, u"$0.59"_s, u"$0.79"_s, false, false, true),
        row(u"qwen/qwen3-32b"_s, u"131k"_s, u"$0.29"_s, u"$0.59"_s, true, false, true),
        row(u"moonshotai/kimi-k2"_s, u"262k"_s, u"$1.00"_s, u"$3.00"_s, false, false, true),
        row(u"meta-llama/llama-4-scout"_s, u"131k"_s, u"$0.11"_s, u"$0.34"_s, false, true, false),
        row(u"llama-3.1-8b-instant"_s, u"131k"_s, u"$0.05"_s, u"$0.08"_s, false, false, false),
    };
    for (const auto &id : {u"whisper-large-v3"_s, u"whisper-large-v3-turbo"_s, u"playai-tts"_s,
             u"llama-guard-4-12b"_s, u"compound-beta"_s})
        rows.push_back({id, {}, {}, {}, false, false, false, false, false});
    return rows;
}

std::vector<TestLine> passed()
{
    using State = TestLine::State;
    return {{u"Key"_s, u"valid"_s, State::Passed}, {u"Models"_s, u"11 found"_s, State::Passed},
        {u"Streaming"_s, u"works"_s, State::Passed}, {u"Tool calls"_s, u"work"_s, State::Passed},
        {u"Round trip"_s, u"412 ms"_s, State::Passed}};
}

ui::ProviderForm groq()
{
    ui::ProviderForm form;
    form.stage = ui::ProviderForm::Stage::Draft;
    form.revision = 2;
    form.kind = u"groq"_s;
    form.title = u"Add Groq"_s;
    form.about = u"api.groq.com, OpenAI Chat format"_s;
    form.note = {Tone::Ok, u"check"_s, u"This is a Groq key."_s,
        u"Address, format and 11 models are filled in for you."_s, {}};
    form.test = passed();
    form.testCost = u"Test cost under $0.0001"_s;
    form.models = groqModels();
    form.fields.name = u"groq"_s;
    form.fields.address = u"https://api.groq.com/openai/v1"_s;
    return form;
}

ProvidersData drafting()
{
    ProvidersData data;
    data.loaded = true;
    data.rows = connected();
    data.rows.push_back(
        {{}, u"groq"_s, u"Groq"_s, u"New, not saved"_s, {u"Draft"_s, u"edit"_s, Tone::Neutral}});
    data.form = groq();
    return data;
}

ProvidersData saved()
{
    ProvidersData data;
    data.loaded = true;
    data.rows = connected();
    data.rows[2].enabled = false;
    data.rows[2].standing = {u"Off"_s, u"pause"_s, Tone::Neutral};
    data.current = u"openai"_s;
    auto &form = data.form;
    form = groq();
    form.stage = ui::ProviderForm::Stage::Saved;
    form.kind = u"openai"_s;
    form.title = u"OpenAI"_s;
    form.about = u"api.openai.com, OpenAI Chat format"_s;
    form.note.reset();
    form.keys = {{u"k1"_s, u"sk-…9f2C"_s, u"system keychain"_s, false},
        {u"k2"_s, u"OPENAI_API_KEY_TEAM"_s, u"from the environment"_s, false}};
    form.fields = {u"openai"_s, u"https://api.openai.com/v1"_s, ui::ProviderFields::Proxy::Fixed,
        u"socks5://127.0.0.1:1080"_s, u"X-Team: blue"_s, {}};
    return data;
}

ProvidersData refused()
{
    auto data = drafting();
    using State = TestLine::State;
    data.form.note = {Tone::Bad, u"alert"_s, u"Groq refuses this key."_s,
        u"It answered 401: Invalid API Key"_s, u"Use another key"_s};
    data.form.test = {{u"Key"_s, u"refused"_s, State::Failed}, {u"Models"_s, u"not tried"_s, State::Skipped},
        {u"Streaming"_s, u"not tried"_s, State::Skipped}, {u"Tool calls"_s, u"not tried"_s, State::Skipped},
        {u"Round trip"_s, u"not tried"_s, State::Skipped}};
    data.form.testCost.clear();
    return data;
}

/// A kind that needs more than a key, and misses it.
ProvidersData azure()
{
    auto data = drafting();
    data.rows.back() = {{}, u"azure"_s, u"Azure OpenAI / AI Foundry"_s, u"New, not saved"_s,
        {u"Draft"_s, u"edit"_s, Tone::Neutral}};
    auto &form = data.form;
    form.kind = u"azure"_s;
    form.title = u"Add Azure OpenAI / AI Foundry"_s;
    form.about = u"{resource}.openai.azure.com, OpenAI Chat format"_s;
    form.note = {Tone::Bad, u"alert"_s, u"This can't be saved yet."_s, u"\"Resource\" is missing."_s, {}};
    form.test.clear();
    form.testCost.clear();
    form.models.clear();
    form.wrongField = u"resource"_s;
    form.fields = {};
    form.fields.name = u"azure"_s;
    form.fields.address = u"https://{resource}.openai.azure.com/openai/v1"_s;
    form.fields.parameters = {{u"resource"_s, u"Resource"_s, u"my-resource"_s, true, {}},
        {u"api-version"_s, u"API version, if dated"_s, u"2024-10-21"_s, false, {}}};
    form.fields.modelNames = u"gpt-5 = production"_s;
    return data;
}

ProvidersData testing()
{
    auto data = drafting();
    using State = TestLine::State;
    data.form.note.reset();
    data.form.testing = true;
    data.form.testCost.clear();
    data.form.test = {{u"Key"_s, u"valid"_s, State::Passed}, {u"Models"_s, u"11 found"_s, State::Passed},
        {u"Streaming"_s, {}, State::Waiting}, {u"Tool calls"_s, {}, State::Waiting},
        {u"Round trip"_s, {}, State::Waiting}};
    return data;
}

/// Without a keychain, after a restart.
ProvidersData locked()
{
    auto data = saved();
    data.form.fields.proxy = ui::ProviderFields::Proxy::System;
    data.form.fields.proxyAddress.clear();
    data.form.keys = {{u"k1"_s, u"can't be read before its file is unlocked"_s, u"encrypted file"_s, true}};
    data.form.test.clear();
    data.form.testCost.clear();
    data.form.newPassphrase = false;
    data.form.unlocksOnly = true;
    return data;
}

std::vector<ui::ChoiceRow> kinds()
{
    const auto row = [](const QString &kind, const QString &name, const QString &host) {
        return ui::ChoiceRow {kind, kind, name, host};
    };
    return {row(u"anthropic"_s, u"Anthropic"_s, u"api.anthropic.com"_s),
        row(u"openai"_s, u"OpenAI"_s, u"api.openai.com"_s),
        row(u"google"_s, u"Google Gemini API"_s, u"generativelanguage.googleapis.com"_s),
        row(u"openrouter"_s, u"OpenRouter"_s, u"openrouter.ai"_s),
        row(u"groq"_s, u"Groq"_s, u"api.groq.com"_s), row(u"mistral"_s, u"Mistral AI"_s, u"api.mistral.ai"_s),
        row(u"deepseek"_s, u"DeepSeek"_s, u"api.deepseek.com"_s), row(u"xai"_s, u"xAI"_s, u"api.x.ai"_s),
        row(u"ollama"_s, u"Ollama"_s, u"localhost:11434"_s),
        row(u"lmstudio"_s, u"LM Studio"_s, u"localhost:1234"_s),
        row(u"azure"_s, u"Azure OpenAI / AI Foundry"_s, u"{resource}.openai.azure.com"_s),
        row(u"custom-openai"_s, u"Custom, OpenAI-compatible"_s, u"at your address"_s)};
}

ProvidersData fresh()
{
    ProvidersData data;
    data.loaded = true;
    data.rows.push_back(
        {{}, u"+"_s, u"New provider"_s, u"New, not saved"_s, {u"Draft"_s, u"edit"_s, Tone::Neutral}});
    data.form.title = u"Add a provider"_s;
    data.form.about = u"Paste a key, and the rest is filled in"_s;
    data.form.found = {{u"env:A"_s, u"anthropic"_s, u"Anthropic"_s, u"ANTHROPIC_API_KEY"_s},
        {u"at:B"_s, u"ollama"_s, u"Ollama"_s, u"running, 5 models"_s}};
    data.form.kinds = kinds();
    return data;
}

ProvidersData ambiguous()
{
    auto data = fresh();
    data.form.found.clear();
    data.form.note = {Tone::Info, u"info"_s, u"Whose key is this?"_s,
        u"Several providers have keys of this shape. It is sent nowhere until you pick one and test."_s, {}};
    const auto all = kinds();
    data.form.candidates
        = {all[6], {u"alibaba"_s, u"alibaba"_s, u"Alibaba Model Studio"_s, u"dashscope-intl.aliyuncs.com"_s},
            {u"litellm"_s, u"litellm"_s, u"LiteLLM proxy"_s, u"localhost:4000"_s}};
    return data;
}

ui::Page *nothing()
{
    return new ui::Page;
}

std::unique_ptr<QWidget> frame(const ProvidersData &data, const QString &key = {})
{
    using ui::Section;
    auto window = std::make_unique<ui::MainWindow>(ui::PageList {
        {u"overview"_s, u"Overview"_s, u"overview"_s, Section::Top, nothing},
        {u"log"_s, u"Live log"_s, u"log"_s, Section::Top, nothing},
        {u"providers"_s, u"Providers"_s, u"providers"_s, Section::Routing,
            [data, key] {
                auto *page = new ui::ProvidersPage;
                page->setData(data);
                page->findChild<ui::KeyField *>()->setText(key);
                QTimer::singleShot(
                    0, page, [page, key] { key.isEmpty() ? void() : page->form().focusKey(); });
                QTimer::singleShot(1, page, [page] { page->findChild<ui::KeyField *>()->deselect(); });
                return page;
            }},
        {u"spend"_s, u"Spend"_s, u"spend"_s, Section::Spend, nothing},
        {u"keys"_s, u"Keys"_s, u"key"_s, Section::Spend, nothing},
        {u"connect"_s, u"Connect a tool"_s, u"link"_s, Section::Setup, nothing},
        {u"settings"_s, u"Settings"_s, u"settings"_s, Section::Bottom, nothing},
    });
    window->setBadge(u"log"_s, u"42/min"_s);
    window->setBadge(u"providers"_s, u"6"_s);
    window->setBadge(u"spend"_s, u"$6.84"_s);
    ui::StatusData status;
    status.state = u"Routing"_s;
    status.stateTone = Tone::Ok;
    status.address = u"127.0.0.1:4141"_s;
    status.rate = u"42 req/min"_s;
    status.inFlight = u"3 in flight"_s;
    status.standIn = u"Anthropic failed at 11:02, OpenAI answers"_s;
    status.spend = u"$6.84 today"_s;
    status.latency = u"p50 1.2 s"_s;
    status.log = u"Log 1.2 GB of 5.0 GB"_s;
    window->setStatus(status);
    window->open(u"providers"_s);
    return window;
}

} // namespace

std::vector<Scene> providersScenes()
{
    return {
        {u"providers-draft"_s, [] { return frame(drafting(), pasted); }},
        {u"providers-saved"_s, [] { return frame(saved()); }},
        {u"providers-azure"_s, [] { return frame(azure(), QString(32, u'c')); }},
        {u"providers-testing"_s, [] { return frame(testing(), pasted); }},
        {u"providers-locked"_s, [] { return frame(locked()); }},
        {u"providers-refused"_s, [] { return frame(refused(), pasted); }},
        {u"providers-empty"_s, [] { return frame(fresh()); }},
        {u"providers-ambiguous"_s,
            [] { return frame(ambiguous(), u"sk-0123456789abcdef0123456789abcdef"_s); }},
        {u"providers-loading"_s, [] { return frame({}); }, 400},
    };
}

} // namespace slipswitch::gallery
