#pragma once

#include "ui/connect/ConnectFacts.h"
#include "ui/connect/ToolWriting.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <string>
#include <vector>

namespace slipswitch::ui {

class ConnectPage;

/// Fills the connect page from the service while someone looks at it. Keys made here stay in memory until
/// they are revoked or the program ends, so that lines can be copied again; they are on screen only masked.
/// Thread: Qt.
class ConnectAdapter : public QObject
{
    Q_OBJECT

public:
    /// @param gateway  outlives it; @param page  is its parent; @param places  where tools are looked for.
    ConnectAdapter(service::GatewayService &gateway, ConnectPage &page,
        service::ToolFinder::Places places = service::ToolFinder::usualPlaces());

private:
    void watch(bool watched);
    void takeSettings();
    void forgetRevoked();
    void takeBatch(const service::LiveBatch &batch);
    void lookForTools();
    void askLastUsed();
    void askProof();
    void openTool(const QString &id);
    void makeKey();
    void push();
    void listModels();
    [[nodiscard]] const service::Tool *openTool() const;
    [[nodiscard]] std::vector<const domain::AccessKey *> keysOf(const service::Tool &tool) const;
    [[nodiscard]] std::optional<UtcTime> lastUsed(const service::Tool &tool) const;
    [[nodiscard]] ConnectData::Open openData(const service::Tool &tool, UtcTime now) const;
    [[nodiscard]] QString address() const;
    [[nodiscard]] QString problem() const;
    [[nodiscard]] QString kindOf(const std::string &provider) const;
    void showWriting(const service::Tool &tool, ConnectData::Open &open);
    void chooseNewestKey(const service::Tool &tool);

    service::GatewayService &m_gateway;
    ConnectPage &m_page;
    service::ToolFinder m_finder;
    ToolWriting m_writing;
    QTimer m_refresh;
    std::vector<service::Tool> m_tools;
    service::ToolFinder::Found m_found;
    config::SettingsPtr m_settings;
    std::map<std::string, UtcTime> m_lastUsed; ///< by key
    std::map<std::string, SeenRequest> m_seen; ///< the newest of each key, as far as it was asked for
    std::map<std::string, Secret> m_secrets; ///< of keys made here
    std::map<std::string, std::string> m_chosenKeys; ///< by tool
    std::string m_open, m_model;
    QStringList m_models; ///< that the open tool can be given
    bool m_looked = false, m_loaded = false;
};

} // namespace slipswitch::ui
