#include "tests/ui/gallery/Frame.h"
#include "tests/ui/gallery/Scenes.h"

#include "core/gateway/Redactor.h"
#include "core/service/ToolMerge.h"
#include "ui/connect/ConnectFacts.h"
#include "ui/connect/ConnectPage.h"
#include "ui/connect/ToolView.h"

namespace slipswitch::gallery {

using namespace Qt::StringLiterals;
using service::Reach;
using ui::ConnectData;

namespace {

const auto now = UtcTime(std::chrono::seconds(1'795'345'464));

struct Case
{
    QString open;
    Reach reach = Reach::Direct;
    bool keyed = true, proven = true;
    int way = 0;
    const char *file = nullptr; ///< what the tool's file holds; nullptr: nothing is told of it
    bool written = false;
};

/// What would become of a tool's file, or did.
ConnectData::Writing writingOf(const service::Tool &tool, const Case &wanted)
{
    const auto *way = service::writtenWay(tool);
    const Secret key(std::string("sk-slip-8vq2lmt4xw9sr0pk7hy3nb5cd6fg9f3c"));
    const auto made = service::mergeLines(
        wanted.file, *way, {"http://127.0.0.1:4141/v1", key, "anthropic/claude-sonnet-4-6"});
    ConnectData::Writing writing;
    writing.after = QString::fromStdString(way->written);
    if (!made) {
        writing.state = ConnectData::Writing::State::Refused;
        writing.says = QString::fromStdString(made.error().detail);
        writing.after.clear();
        return writing;
    }
    gateway::Redactor redactor;
    redactor.add(key);
    writing.lines = service::lineDiff(wanted.file, *made, 3);
    for (auto &line : writing.lines)
        line.text = redactor.forStorage(line.text);
    writing.state
        = wanted.written ? ConnectData::Writing::State::Written : ConnectData::Writing::State::Ready;
    writing.canWrite = !wanted.written;
    writing.canPutBack = wanted.written;
    writing.says = wanted.written
        ? u"Written at 10:58. Your old file is kept as settings.json.before-slipswitch."_s
        : u"Your old file is kept beside it, and can be put back."_s;
    return writing;
}

constexpr auto claudeFile
    = "{\n  \"model\": \"claude-sonnet-4-6\",\n  \"permissions\": { \"allow\": [\"Bash(npm test)\"] }\n}\n";
constexpr auto codexFile
    = "model = \"gpt-5.2-codex\"\napproval_policy = \"on-request\"\n\n[tui]\nnotifications = true\n";

/// The shipped facts of each tool, as on a machine where some were found.
ConnectData connectData(const Case &wanted)
{
    const std::map<std::string, std::pair<const char *, int>> found {
        {"claude-code", {"~/.local/bin/claude", 12}}, {"codex", {"/usr/local/bin/codex", 60}},
        {"zed", {"~/.local/bin/zed", 180}}, {"continue", {"~/.continue", 480}}, {"cline", {"~/.cline", 0}},
        {"gemini-cli", {"~/.gemini", 0}}, {"cursor", {"~/.config/Cursor", 0}}};
    ConnectData data;
    data.loaded = true;
    const Secret secret(std::string("sk-slip-8vq2lmt4xw9sr0pk7hy3nb5cd6fg9f3c"));
    const auto tools = service::loadTools().value();
    for (const auto &tool : tools) {
        const auto place = found.find(tool.id);
        const bool here = place != found.end();
        std::optional<UtcTime> used;
        if (here && place->second.second > 0)
            used = now - std::chrono::seconds(place->second.second);
        const auto served = tool.speaks == "Ollama" ? Reach::NotServed : Reach::Direct;
        data.entries.push_back(
            ui::entryOf(tool, here ? QString::fromUtf8(place->second.first) : QString(), served, used, now));
        data.connected += used ? 1 : 0;
        if (QString::fromStdString(tool.id) != wanted.open)
            continue;
        ConnectData::Open open;
        open.id = wanted.open;
        open.name = QString::fromStdString(tool.name);
        open.letters = QString::fromStdString(tool.letters);
        open.about = (here ? u"Found at %1, uses "_s.arg(QString::fromUtf8(place->second.first)) : u"Uses "_s)
            + QString::fromStdString(tool.speaks);
        open.models = {u"anthropic/claude-sonnet-4-6"_s, u"openai/gpt-5.2"_s};
        open.model = open.models.front();
        if (wanted.keyed) {
            open.keys = {{u"key_9f3c"_s, wanted.open + u", …9f3c, project web-shop"_s}};
            open.key = u"key_9f3c"_s;
            open.keyKnown = true;
        }
        open.ways
            = ui::waysOf(tool, u"http://127.0.0.1:4141/v1"_s, wanted.keyed ? &secret : nullptr, open.model);
        open.notes = ui::notesOf(tool, wanted.reach);
        if (wanted.proven)
            open.proof = ui::proofOf(
                {"req_1", now - std::chrono::seconds(12), "claude-sonnet-4-6", "openai", "gpt-5.2",
                    domain::Outcome::Succeeded, 200, {}, 2, domain::Micros(3'900'000)},
                u"openai"_s, now);
        if (wanted.file)
            open.writing = writingOf(tool, wanted);
        data.open = open;
    }
    return data;
}

Scene scene(const QString &name, const Case &wanted)
{
    return {name, [wanted] {
                auto window = frameAround(u"connect"_s, [wanted] {
                    auto *page = new ui::ConnectPage;
                    page->setData(connectData(wanted));
                    page->view()->chooseWay(wanted.way);
                    return page;
                });
                return window;
            }};
}

Scene loading()
{
    return {u"connect-loading"_s,
        [] {
            return frameAround(u"connect"_s, [] {
                auto *page = new ui::ConnectPage;
                auto data = connectData({});
                data.loaded = false;
                page->setData(data);
                return page;
            });
        },
        400};
}

Scene stopped()
{
    return {u"connect-stopped"_s, [] {
                return frameAround(u"connect"_s, [] {
                    auto *page = new ui::ConnectPage;
                    auto data = connectData({u"codex"_s, Reach::NoProvider, false, false});
                    data.problem = u"Port 4141 is taken by another program."_s;
                    data.freePort = 4142;
                    page->setData(data);
                    return page;
                });
            }};
}

} // namespace

std::vector<Scene> connectScenes()
{
    return {
        scene(u"connect-claude"_s, {u"claude-code"_s, Reach::Direct, true, true, 0, claudeFile, true}),
        scene(u"connect-claude-by-hand"_s, {u"claude-code"_s, Reach::Direct, true, true, 1, claudeFile}),
        scene(u"connect-codex"_s, {u"codex"_s, Reach::Direct, true, false, 0, codexFile}),
        scene(u"connect-left-alone"_s, {u"zed"_s, Reach::Direct, true, false, 0, "// mine\n{}\n"}),
        scene(u"connect-cline-new"_s, {u"cline"_s, Reach::Direct, false, false}),
        scene(u"connect-gemini-translated"_s, {u"gemini-cli"_s, Reach::Translated, true, false}),
        scene(u"connect-unserved"_s, {u"ollama-client"_s, Reach::NotServed, false, false}),
        scene(u"connect-cursor"_s, {u"cursor"_s, Reach::Direct, true, false}),
        scene(u"connect-zed"_s, {u"zed"_s, Reach::Direct, true, true, 1, "{}"}),
        scene(u"connect-sdk"_s, {u"openai-sdk"_s, Reach::Direct, true, true, 1}),
        stopped(),
        loading(),
    };
}

} // namespace slipswitch::gallery
