#include "app/window/Welcome.h"

#include "ui/onboarding/OnboardingAdapter.h"
#include "ui/onboarding/OnboardingView.h"

#include <filesystem>

namespace slipswitch::app {

using namespace Qt::StringLiterals;

namespace {

constexpr auto taken = "welcomed";

} // namespace

Welcome::Welcome(service::GatewayService &gateway, ui::MainWindow &window, QSettings &memory)
    : m_gateway(gateway)
    , m_window(window)
    , m_memory(memory)
{
    if (m_memory.value(taken).toBool())
        return;
    // Without settings there is no provider: no need to wait for the core, and no flash of an empty page.
    std::error_code wrong;
    if (!std::filesystem::exists(gateway.home().settingsFile(), wrong))
        show();
    else
        connect(&gateway, &service::GatewayService::stateChanged, this, &Welcome::showWhenNew);
}

void Welcome::showWhenNew()
{
    if (!m_gateway.state().listens())
        return;
    disconnect(&m_gateway, nullptr, this, nullptr);
    if (m_gateway.settings()->providers.empty())
        show();
}

void Welcome::show()
{
    if (std::exchange(m_shown, true))
        return;
    auto *view = new ui::OnboardingView(&m_window);
    const auto has = [this](const QString &page) { return m_window.hasPage(page); };
    auto *adapter = new ui::OnboardingAdapter(
        m_gateway, m_gateway.localServers(), *view, {has(u"log"_s), has(u"connect"_s)});
    connect(adapter, &ui::OnboardingAdapter::over, this, [this](const QString &page) {
        m_shown = false;
        m_memory.setValue(taken, true);
        m_window.open(page);
    });
    view->show();
    view->setFocus();
}

} // namespace slipswitch::app
