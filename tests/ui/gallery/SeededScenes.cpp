// The program itself over a ledger of a month's work: pages fed by the core, and what opens beside the
// window.

#include "app/window/Pages.h"
#include "core/config/SettingsStore.h"
#include "core/provider/Presets.h"
#include "core/service/GatewayService.h"
#include "tests/bench/ledger/SampleLedger.h"
#include "tests/ui/gallery/Scenes.h"
#include "ui/log/LogPage.h"
#include "ui/log/LogView.h"
#include "ui/shell/Closing.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/StatusFeed.h"
#include "ui/shell/TopBar.h"
#include "ui/shell/Tray.h"
#include "ui/shell/TrayPanel.h"
#include "ui/spend/SpendPage.h"
#include "ui/theme/Style.h"

#include <QPainter>
#include <QTemporaryDir>

#include <stdexcept>

namespace slipswitch::gallery {

using namespace Qt::StringLiterals;

namespace {

constexpr int forAnswers = 900; ///< milliseconds until every page has its rows

void check(const Result<void> &done)
{
    if (!done)
        throw std::runtime_error(done.error().detail);
}

domain::Provider provider(const std::string &name, const std::string &kind, std::vector<std::string> models)
{
    const auto catalog = catalog::Catalog::loadShipped().value();
    auto made = provider::makeProvider(*catalog, {name, kind, {}, {}}).value();
    made.models = std::move(models);
    made.modelsListed = true;
    if (kind != "ollama")
        made.credentials.push_back({"main", "env:SAMPLE_KEY", {}});
    return made;
}

std::vector<domain::Provider> providers()
{
    return {provider("anthropic", "anthropic", {"claude-haiku-4-5", "claude-opus-4-1", "claude-sonnet-4-5"}),
        provider("openai", "openai", {"gpt-4o", "gpt-5", "gpt-5-mini", "text-embedding-3-small"}),
        provider("gemini", "google", {"gemini-2.5-flash", "gemini-2.5-pro"}),
        provider("openrouter", "openrouter", {"deepseek/deepseek-chat"}),
        provider("groq", "groq", {"llama-3.3-70b"}), provider("local", "ollama", {"qwen3-30b"})};
}

std::vector<domain::AccessKey> accessKeys(UtcTime now)
{
    std::vector<domain::AccessKey> keys;
    for (const char *tool : {"claude-code", "codex", "cursor", "aider", "gemini-cli"}) {
        domain::AccessKey key;
        key.id = "key_bench" + std::to_string(keys.size());
        key.name = std::string(tool) + " on laptop";
        key.tool = tool;
        key.hash.fill(static_cast<std::uint8_t>(keys.size() + 1));
        key.ending = "k" + std::to_string(keys.size()) + "qz";
        key.createdAt = now - std::chrono::days(30);
        keys.push_back(key);
    }
    keys.back().revokedAt = now - std::chrono::days(2);
    return keys;
}

/// A home with settings and a ledger, and the gateway that runs in it. One for all scenes.
struct House
{
    House()
    {
        const auto now = SystemClock().utcNow();
        const std::filesystem::path path(folder.path().toStdString());
        qputenv("SAMPLE_KEY", "sk-not-a-key-of-anyone");
        check(config::SettingsStore(path / "settings.json")
                .change([&](config::Settings &settings) -> Result<void> {
                    settings.providers = providers();
                    settings.accessKeys = accessKeys(now);
                    return {};
                }));
        if (auto rows = tests::writeLedger(path, {30'000, 30, now}, [](std::uint64_t) { }); !rows)
            throw std::runtime_error(rows.error().detail);
        gateway = std::make_unique<service::GatewayService>(config::Home::open(path).value());
        service::GatewayService::StartOptions options;
        options.port = 0;
        check(gateway->start(options));
    }

    QTemporaryDir folder;
    std::unique_ptr<service::GatewayService> gateway;
};

/// Made with the first scene that needs it.
class Street
{
public:
    explicit Street(ui::Theme &theme)
        : m_theme(theme)
    { }
    service::GatewayService &gateway()
    {
        if (!m_house)
            m_house = std::make_unique<House>();
        return *m_house->gateway;
    }
    std::unique_ptr<ui::MainWindow> window(const QString &page, const QString &argument = {})
    {
        auto made = std::make_unique<ui::MainWindow>(app::pages(gateway(), m_theme));
        auto *feed = new ui::StatusFeed(gateway(), *made);
        feed->setParent(made.get());
        made->open(page, argument);
        return made;
    }

private:
    ui::Theme &m_theme;
    std::unique_ptr<House> m_house;
};
using StreetPtr = std::shared_ptr<Street>;

using Then = std::function<void(ui::MainWindow &)>;

/// @param argument  with which the page is opened.
/// @param then  once the page has its rows.
Scene page(const StreetPtr &street, const QString &name, const QString &id, const QString &argument = {},
    const Then &then = {})
{
    Scene scene;
    scene.name = u"seeded-"_s + name;
    scene.wait = forAnswers;
    scene.make = [street, id, argument] { return street->window(id, argument); };
    if (then)
        scene.then = [then](QWidget &window) { then(static_cast<ui::MainWindow &>(window)); };
    return scene;
}

void openFirst(ui::MainWindow &window)
{
    qobject_cast<ui::LogPage *>(window.page(u"log"_s))->view()->selectRow(0);
}

void showYear(ui::MainWindow &window)
{
    auto *spend = qobject_cast<ui::SpendPage *>(window.page(u"spend"_s));
    spend->setBy(ui::SpendBy::Provider);
    spend->setPeriod({ui::SpendPeriod::Unit::Year, QDate::currentDate()});
}

/// The question lives as long as the window.
void closeIt(ui::MainWindow &window)
{
    auto *memory = new QSettings(u"/nonexistent"_s, QSettings::IniFormat, &window);
    auto *closing = new ui::Closing(window, *memory, [] { return true; });
    closing->setParent(&window);
    window.close();
}

void tellNotices(ui::MainWindow &window)
{
    window.addNotice(
        u"Port 4141 is taken by another program. Slipswitch listens on 4142; tools that were set "
        "up for 4141 do not reach it."_s);
    window.addNotice(u"The key of “groq” can't be read: the variable GROQ_API_KEY is not set."_s);
    window.topBar()->showNotices();
}

/// A piece of a desktop, with the tray's corner at its top.
class Desktop : public QWidget
{
protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), ui::tokens().edge); }
};

Scene trayPanel(const StreetPtr &street)
{
    Scene scene;
    scene.name = u"tray-panel"_s;
    scene.wait = forAnswers;
    scene.make = [street] {
        auto desktop = std::make_unique<Desktop>();
        auto *panel = new ui::TrayPanel(street->gateway(), desktop.get());
        panel->setObjectName(u"panel"_s);
        return desktop;
    };
    scene.then = [](QWidget &desktop) {
        const auto corner = desktop.mapToGlobal(QPoint(desktop.width() / 2, 2));
        desktop.findChild<ui::TrayPanel *>()->openAt({corner, QSize(22, 22)});
    };
    return scene;
}

Scene trayMenu(const StreetPtr &street)
{
    Scene scene;
    scene.name = u"tray-menu"_s;
    scene.wait = forAnswers;
    scene.make = [street] {
        auto desktop = std::make_unique<Desktop>();
        auto *tray = new ui::Tray(street->gateway(), desktop.get());
        tray->offerSettings(true);
        tray->menu().setObjectName(u"menu"_s);
        return desktop;
    };
    scene.then = [](QWidget &desktop) {
        desktop.findChild<ui::Tray *>()->menu().popup(desktop.mapToGlobal(QPoint(desktop.width() / 2, 30)));
    };
    return scene;
}

} // namespace

std::vector<Scene> seededScenes(ui::Theme &theme)
{
    const auto street = std::make_shared<Street>(theme);
    return {
        page(street, u"overview"_s, u"overview"_s),
        page(street, u"log"_s, u"log"_s),
        page(street, u"log-filter"_s, u"log"_s, u"tool:codex cost:>0.01"_s),
        page(street, u"log-failed"_s, u"log"_s, u"errors"_s, openFirst),
        page(street, u"spend"_s, u"spend"_s),
        page(street, u"spend-year"_s, u"spend"_s, {}, showYear),
        page(street, u"providers"_s, u"providers"_s),
        page(street, u"keys"_s, u"keys"_s),
        page(street, u"connect"_s, u"connect"_s),
        page(street, u"settings"_s, u"settings"_s),
        page(street, u"closing"_s, u"overview"_s, {}, closeIt),
        page(street, u"notices"_s, u"overview"_s, {}, tellNotices),
        page(street, u"palette"_s, u"log"_s, {}, [](ui::MainWindow &window) { window.openPalette(); }),
        trayPanel(street),
        trayMenu(street),
    };
}

} // namespace slipswitch::gallery
