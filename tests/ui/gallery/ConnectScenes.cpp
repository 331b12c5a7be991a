#include "tests/ui/gallery/Frame.h"
#include "tests/ui/gallery/Scenes.h"

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
};

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
        scene(u"connect-claude"_s, {u"claude-code"_s}),
        scene(u"connect-codex"_s, {u"codex"_s, Reach::Direct, true, false}),
        scene(u"connect-cline-new"_s, {u"cline"_s, Reach::Direct, false, false}),
        scene(u"connect-gemini-translated"_s, {u"gemini-cli"_s, Reach::Translated, true, false}),
        scene(u"connect-unserved"_s, {u"ollama-client"_s, Reach::NotServed, false, false}),
        scene(u"connect-cursor"_s, {u"cursor"_s, Reach::Direct, true, false}),
        scene(u"connect-zed"_s, {u"zed"_s}),
        scene(u"connect-sdk"_s, {u"openai-sdk"_s, Reach::Direct, true, true, 1}),
        stopped(),
        loading(),
    };
}

} // namespace slipswitch::gallery
