#include "tests/ui/gallery/Frame.h"

namespace slipswitch::gallery {

using namespace Qt::StringLiterals;
using ui::Section;

ui::StatusData routingStatus()
{
    ui::StatusData status;
    status.state = u"Routing"_s;
    status.stateTone = ui::Tone::Ok;
    status.address = u"127.0.0.1:4141"_s;
    status.rate = u"42 req/min"_s;
    status.inFlight = u"3 in flight"_s;
    status.standIn = u"Anthropic failed at 11:02, OpenAI answers"_s;
    status.spend = u"$6.84 today"_s;
    status.latency = u"p50 1.2 s"_s;
    status.log = u"Log 1.2 GB of 5.0 GB"_s;
    return status;
}

std::unique_ptr<ui::MainWindow> frameAround(const QString &pageId, const std::function<ui::Page *()> &make)
{
    const auto nothing = [] { return new ui::Page; };
    ui::PageList pages {
        {u"overview"_s, u"Overview"_s, u"overview"_s, Section::Top, nothing},
        {u"log"_s, u"Live log"_s, u"log"_s, Section::Top, nothing},
        {u"providers"_s, u"Providers"_s, u"providers"_s, Section::Routing, nothing},
        {u"spend"_s, u"Spend"_s, u"spend"_s, Section::Spend, nothing},
        {u"keys"_s, u"Keys"_s, u"key"_s, Section::Spend, nothing},
        {u"connect"_s, u"Connect a tool"_s, u"link"_s, Section::Setup, nothing},
        {u"settings"_s, u"Settings"_s, u"settings"_s, Section::Bottom, nothing},
    };
    for (auto &page : pages) {
        if (page.id == pageId)
            page.make = make;
    }
    auto window = std::make_unique<ui::MainWindow>(std::move(pages));
    for (const auto &[id, badge] : std::initializer_list<std::pair<const char16_t *, const char16_t *>> {
             {u"log", u"42/min"}, {u"providers", u"6"}, {u"spend", u"$6.84"}})
        window->setBadge(QString::fromUtf16(id), QString::fromUtf16(badge));
    window->setStatus(routingStatus());
    window->open(pageId);
    return window;
}

} // namespace slipswitch::gallery
