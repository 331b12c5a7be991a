#pragma once

#include "core/service/GatewayService.h"
#include "ui/spend/SpendRows.h"

#include <QObject>
#include <QTimer>

#include <vector>

namespace slipswitch::ui {

class SpendPage;

/// Fills the spend page from the ledger's roll-ups while someone looks at it. Thread: Qt; every question is
/// answered by the service's readers, and what is stale is called off.
class SpendAdapter : public QObject
{
    Q_OBJECT

public:
    /// @param gateway  outlives it; @param page  is its parent.
    SpendAdapter(service::GatewayService &gateway, SpendPage &page);

private:
    void watch(bool watched);
    /// Asks anew; @param patiently  what is shown stays until the answer is there.
    void ask(bool patiently);
    void askRest();
    template <typename T>
    void took(Result<T> &answer, T &into);
    void show();
    void cancel();
    [[nodiscard]] SpendNames names() const;
    [[nodiscard]] std::vector<std::string> kinds() const;
    [[nodiscard]] QString nameOf(const std::string &group) const;
    [[nodiscard]] QString keyName(const std::string &id) const;

    service::GatewayService &m_gateway;
    SpendPage &m_page;
    SpendAnswers m_answers;
    std::vector<service::LedgerQueries::Ticket> m_open;
    std::size_t m_waiting = 0; ///< answers that are still to come
    QString m_problem;
    QTimer m_refresh, m_patience;
};

} // namespace slipswitch::ui
