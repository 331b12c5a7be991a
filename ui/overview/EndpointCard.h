#pragma once

#include "ui/overview/OverviewData.h"

class QHBoxLayout;
class QPushButton;

namespace slipswitch::ui {

class Card;
class CopyButton;
class ElidedLabel;
class Label;

/// Whether the gateway answers, where, and the button that changes it.
class EndpointCard : public QWidget
{
    Q_OBJECT

public:
    explicit EndpointCard(QWidget *parent = nullptr);

    void setData(const OverviewData &overview);
    /// Shows the way to connect a tool; only where that page exists.
    void setCanConnect(bool can);

Q_SIGNALS:
    void pauseRequested();
    void startRequested();
    void portChosen(std::uint16_t port); ///< the free one instead
    void connectRequested();
    void copied();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void showTools(const QStringList &tools);
    void showButton();

    OverviewData::State m_state = OverviewData::State::Starting;
    std::uint16_t m_freePort = 0;
    QStringList m_tools;
    bool m_canConnect = false;
    StatusDot *m_dot;
    Label *m_title;
    ElidedLabel *m_address, *m_about;
    CopyButton *m_copy;
    QHBoxLayout *m_toolRow;
    QPushButton *m_pause, *m_connect;
};

} // namespace slipswitch::ui
