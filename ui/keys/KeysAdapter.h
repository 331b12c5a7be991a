#pragma once

#include "ui/keys/KeyRows.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <string>
#include <vector>

namespace slipswitch::ui {

class KeysPage;

/// Fills the keys page from the service while someone looks at it, and does what it asks for. Thread: Qt.
class KeysAdapter : public QObject
{
    Q_OBJECT

public:
    /// @param gateway  outlives it; @param page  is its parent.
    KeysAdapter(service::GatewayService &gateway, KeysPage &page);

private:
    void watch(bool watched);
    void takeSettings();
    /// From the file: while the gateway doesn't run nobody tells of changes.
    void loadKeys();
    void ask();
    void push();
    void create(const KeyWish &wish);
    void revoke(const QString &id);
    void restore(const QString &id);
    void tellFailure(const QString &what, const Error &error);
    [[nodiscard]] QString nameOf(const QString &id) const;

    service::GatewayService &m_gateway;
    KeysPage &m_page;
    QTimer m_refresh;
    std::vector<domain::AccessKey> m_keys;
    std::map<std::string, KeySums> m_sums;
    std::map<std::string, UtcTime> m_lastUsed;
    QStringList m_tools;
    KeysData m_data;
};

} // namespace slipswitch::ui
