#pragma once

#include "core/service/GatewayService.h"
#include "core/service/ToolFinder.h"
#include "ui/onboarding/OnboardingData.h"

#include <QElapsedTimer>
#include <QObject>

#include <map>
#include <string>
#include <vector>

namespace slipswitch::ui {

class OnboardingView;

/// Leads from nothing to the first request: offers what is found, tests and adds what the user ticked, makes
/// a key for the chosen tool, and waits for a request that carries it. Nothing is sent to a provider before
/// the user asked for the test. Thread: Qt.
class OnboardingAdapter : public QObject
{
    Q_OBJECT

public:
    /// Which pages there are to lead to.
    struct Links
    {
        bool log = false, connect = false;
    };
    /// @param gateway  outlives it, as does @param servers, which looks for servers on this machine;
    /// @param view  is its parent.
    OnboardingAdapter(service::GatewayService &gateway, service::LocalServerFinder &servers,
        OnboardingView &view, Links links);

Q_SIGNALS:
    /// The user is through, or skips: which page to open. The view is on its way out.
    void over(const QString &pageId);

private:
    /// What stands behind an offer.
    struct Source
    {
        std::string kind, variable, baseUrl;
        bool pasted = false;
        std::size_t models = 0;
    };

    void begin();
    void takeState();
    void offer(const OnboardingData::Offer &offer, Source source);
    void takeKey();
    void offerPasted(const std::string &kind);
    void dropPasted();
    void use();
    void next();
    void test(std::size_t index);
    void save(std::size_t index, domain::Provider provider);
    void failed(std::size_t index, const Error &error);
    void keysAreIn();
    void demo();
    void listTools(const service::ToolFinder::Found &found);
    void chooseTool(const QString &id);
    void showLines(const service::Tool &tool, const Secret &secret);
    void takeBatch(const service::LiveBatch &batch);
    void settled(const domain::LiveExchange &exchange);
    void prove(const domain::LiveExchange &exchange);
    void revokeUnused();
    void leave(const QString &pageId);
    void push();
    [[nodiscard]] Result<domain::Provider> providerOf(const Source &source) const;
    [[nodiscard]] const service::Tool *tool(const QString &id) const;
    [[nodiscard]] QString titleOf(const std::string &provider) const;

    service::GatewayService &m_gateway;
    service::LocalServerFinder &m_servers;
    OnboardingView &m_view;
    service::ToolFinder m_finder;
    OnboardingData m_shown;
    std::vector<Source> m_sources; ///< beside m_shown.offers
    std::vector<service::Tool> m_tools;
    std::map<std::string, governance::NewAccessKey> m_keys; ///< by tool
    std::string m_usedKey; ///< id of the one that a request came with
    bool m_begun = false, m_left = false;
    QElapsedTimer m_since;
};

} // namespace slipswitch::ui
