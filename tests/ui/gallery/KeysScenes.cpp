#include "tests/ui/gallery/Frame.h"
#include "tests/ui/gallery/Scenes.h"

#include "ui/keys/KeyPanel.h"
#include "ui/keys/KeyTable.h"
#include "ui/keys/KeysPage.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Fields.h"

namespace slipswitch::gallery {

using namespace Qt::StringLiterals;
using ui::KeysData;
using Standing = KeysData::Standing;

namespace {

KeysData::Row row(const char *name, const char *ending, const char *tool, const char *project,
    const char *spent, double part, const char *lastUsed, Standing standing = Standing::Active)
{
    const auto text = [](const char *words) { return QString::fromUtf8(words); };
    KeysData::Row made {u"key_"_s + text(ending), text(name), u"sk-slip-…"_s + text(ending), text(tool),
        text(project), text(spent), {}, part, text(lastUsed), u"3 Oct 2026"_s, {}, standing};
    if (part > 0)
        made.share = u"%1%"_s.arg(part * 100, 0, 'f', 0);
    return made;
}

KeysData full()
{
    KeysData keys;
    keys.loaded = true;
    keys.rows = {
        row("claude-code", "9f3c", "Claude Code", "web-shop", "$3.52", 0.51, "12 s ago"),
        row("codex", "21ab", "Codex", "web-shop", "$1.36", 0.20, "1 min ago"),
        row("zed", "77d0", "Zed", "", "$0.38", 0.06, "3 min ago"),
        row("docs-bot", "e410", "Script", "docs", "$0.98", 0.14, "just now"),
        row("nightly-eval", "5b6e", "Script", "evals", "$0.60", 0.09, "05:58"),
        row("continue", "c03f", "Continue", "payroll", "no price", 0, "8 min ago"),
        row("new-laptop", "k2vq", "Cline", "", "$0", 0, "never", Standing::NeverUsed),
        row("old-laptop", "aa17", "", "", "$0", 0, "41 days ago", Standing::Unused),
        row("ci-before-move", "0d3e", "Script", "evals", "$0", 0, "revoked 12 days ago", Standing::Revoked),
    };
    keys.rows[7].unusedFor = u"41 days"_s;
    keys.tools = {u"Claude Code"_s, u"Codex"_s, u"Zed"_s, u"Continue"_s, u"Cline"_s};
    keys.projects = {u"docs"_s, u"evals"_s, u"web-shop"_s};
    return keys;
}

using Then = std::function<void(ui::KeysPage &)>;

Scene scene(const QString &name, KeysData keys, Then then = {}, int wait = 0)
{
    return {name,
        [keys = std::move(keys), then = std::move(then)] {
            auto window = frameAround(u"keys"_s, [keys] {
                auto *page = new ui::KeysPage;
                page->setData(keys);
                return page;
            });
            if (then)
                then(*static_cast<ui::KeysPage *>(window->page(u"keys"_s)));
            return window;
        },
        wait};
}

} // namespace

std::vector<Scene> keysScenes()
{
    KeysData loading, empty;
    empty.loaded = true;
    auto broken = full();
    broken.problem = u"The log is locked by another program."_s;
    for (auto &one : broken.rows) {
        one.spent = one.lastUsed = u"–"_s;
        one.share.clear();
        one.part = 0;
    }
    const ui::KeyWish wish {u"cline-laptop"_s, u"Cline"_s, u"web-shop"_s};
    return {
        scene(u"keys-full"_s, full()),
        scene(u"keys-form"_s, full(), [](ui::KeysPage &page) { page.activated(u"new:Cline"_s); }),
        scene(u"keys-made"_s, full(),
            [wish](ui::KeysPage &page) {
                page.showNewKey(wish, Secret(std::string("sk-slip-8vq2lmt4xw9sr0pk7hy3nb5cd6fg1jza")));
            }),
        scene(u"keys-details"_s, full(), [](ui::KeysPage &page) { page.activated(u"key_aa17"_s); }),
        scene(u"keys-revoked"_s, full(),
            [](ui::KeysPage &page) { page.findChild<ui::SegmentedControl *>()->setCurrent(1); }),
        scene(u"keys-no-match"_s, full(),
            [](ui::KeysPage &page) { page.findChild<ui::SearchField *>()->setText(u"nightshift"_s); }),
        scene(u"keys-empty"_s, empty),
        scene(u"keys-loading"_s, loading, {}, 400),
        scene(u"keys-error"_s, broken),
    };
}

} // namespace slipswitch::gallery
