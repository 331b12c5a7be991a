#include "tests/ui/gallery/Frame.h"
#include "tests/ui/gallery/Scenes.h"

#include "ui/settings/SettingRow.h"
#include "ui/settings/SettingsPage.h"
#include "ui/theme/Style.h"

#include <QLineEdit>

namespace slipswitch::gallery {

using namespace Qt::StringLiterals;

namespace {

ui::SettingsData full()
{
    ui::SettingsData data;
    data.loaded = true;
    data.listening = 4141;
    data.theme = ui::tokens().dark ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light;
    data.canStartAtLogin = true;
    data.login = {true, true};
    data.logSize = u"1.2 GB"_s;
    data.settings.log.keepBodies = true;
    data.settings.log.keepDays = 90;
    data.files = {{u"Settings"_s, u"/home/ada/.config/slipswitch/settings.json"_s},
        {u"Log"_s, u"/home/ada/.local/share/slipswitch/ledger.sqlite"_s},
        {u"Vault"_s, u"/home/ada/.local/share/slipswitch/vault.bin"_s}};
    data.version = u"0.1.0"_s;
    data.about = u"Free software under the GPL, version 3 or later. Qt 6.4.2 on Debian GNU/Linux 12."_s;
    data.licences = u"Slipswitch   GPL-3.0-or-later\nQt           LGPL-3.0"_s;
    return data;
}

Scene scene(const QString &name, const std::function<void(ui::SettingsData &)> &change = {},
    const std::function<void(ui::SettingsPage &)> &then = {}, int wait = 0)
{
    return {name,
        [change, then] {
            auto data = full();
            if (change)
                change(data);
            auto window = frameAround(u"settings"_s, [data] {
                auto *page = new ui::SettingsPage;
                page->setData(data);
                return page;
            });
            if (then)
                then(*static_cast<ui::SettingsPage *>(window->page(u"settings"_s)));
            return window;
        },
        wait};
}

void typeInto(ui::SettingsPage &page, const QString &path, const QString &text)
{
    auto *field = page.row(path)->findChild<QLineEdit *>();
    field->setText(text);
    Q_EMIT field->editingFinished();
}

} // namespace

std::vector<Scene> settingsScenes()
{
    return {
        scene(u"settings-full"_s),
        scene(
            u"settings-faults"_s,
            [](auto &data) {
                data.settings.listen.port = 4242;
                data.restartReason
                    = u"It still listens on 4141. After a restart it listens on 4242, and tools "
                      "need the new address."_s;
                data.settings.upstream.proxy
                    = {domain::ProxyChoice::Mode::Fixed, "http://proxy.example:3128"};
            },
            [](auto &page) {
                typeInto(page, u"log.maxBytes"_s, u"lots"_s);
                typeInto(page, u"upstream.proxy"_s, u"ftp://proxy"_s);
            }),
        scene(u"settings-error"_s,
            [](auto &data) { data.problem = u"settings.json: line 12, column 3: syntax error"_s; }),
        scene(
            u"settings-loading"_s, [](auto &data) { data.loaded = false; }, {}, 400),
    };
}

} // namespace slipswitch::gallery
