#include "app/window/Pages.h"

#include "ui/connect/ConnectAdapter.h"
#include "ui/connect/ConnectPage.h"
#include "ui/keys/KeysAdapter.h"
#include "ui/keys/KeysPage.h"
#include "ui/log/LogAdapter.h"
#include "ui/log/LogPage.h"
#include "ui/overview/OverviewAdapter.h"
#include "ui/overview/OverviewPage.h"
#include "ui/providers/ProvidersAdapter.h"
#include "ui/settings/SettingsAdapter.h"
#include "ui/settings/SettingsPage.h"
#include "ui/spend/SpendAdapter.h"
#include "ui/spend/SpendPage.h"

#include <QCoreApplication>

#include <algorithm>

namespace slipswitch::app {

using namespace Qt::StringLiterals;
using ui::Section;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Pages", text);
}

bool has(const ui::PageList &list, const QString &id)
{
    return std::any_of(list.begin(), list.end(), [&](const ui::PageSpec &spec) { return spec.id == id; });
}

ui::Page *makeOverview(service::GatewayService &gateway, bool canConnect, bool canOpenLog)
{
    auto *page = new ui::OverviewPage;
    page->setLinks(canConnect, canOpenLog);
    new ui::OverviewAdapter(gateway, *page); // the page is its parent
    return page;
}

ui::Page *makeLog(service::GatewayService &gateway)
{
    auto *page = new ui::LogPage;
    new ui::LogAdapter(gateway, *page); // the page is its parent
    return page;
}

ui::Page *makeProviders(service::GatewayService &gateway)
{
    auto *page = new ui::ProvidersPage;
    new ui::ProvidersAdapter(gateway, *page);
    return page;
}

ui::Page *makeSpend(service::GatewayService &gateway)
{
    auto *page = new ui::SpendPage;
    new ui::SpendAdapter(gateway, *page); // the page is its parent
    return page;
}

ui::Page *makeKeys(service::GatewayService &gateway)
{
    auto *page = new ui::KeysPage;
    new ui::KeysAdapter(gateway, *page);
    return page;
}

ui::Page *makeConnect(service::GatewayService &gateway)
{
    auto *page = new ui::ConnectPage;
    new ui::ConnectAdapter(gateway, *page);
    return page;
}

ui::Page *makeSettings(service::GatewayService &gateway, ui::Theme &theme)
{
    auto *page = new ui::SettingsPage;
    new ui::SettingsAdapter(gateway, theme, *page);
    return page;
}

} // namespace

ui::PageList pages(service::GatewayService &gateway, ui::Theme &theme)
{
    ui::PageList list;
    list.push_back({u"overview"_s, tr("Overview"), u"overview"_s, Section::Top, {}});
    list.push_back(
        {u"log"_s, tr("Live log"), u"log"_s, Section::Top, [&gateway] { return makeLog(gateway); }});
    list.push_back({u"providers"_s, tr("Providers"), u"providers"_s, Section::Routing,
        [&gateway] { return makeProviders(gateway); }});
    list.push_back(
        {u"spend"_s, tr("Spend"), u"spend"_s, Section::Spend, [&gateway] { return makeSpend(gateway); }});
    list.push_back(
        {u"keys"_s, tr("Keys"), u"key"_s, Section::Spend, [&gateway] { return makeKeys(gateway); }});
    list.push_back({u"connect"_s, tr("Connect a tool"), u"link"_s, Section::Setup,
        [&gateway] { return makeConnect(gateway); }});
    list.push_back({u"settings"_s, tr("Settings"), u"settings"_s, Section::Bottom,
        [&gateway, &theme] { return makeSettings(gateway, theme); }});
    list.front().make = [&gateway, canConnect = has(list, u"connect"_s), canOpenLog = has(list, u"log"_s)] {
        return makeOverview(gateway, canConnect, canOpenLog);
    };
    return list;
}

} // namespace slipswitch::app
