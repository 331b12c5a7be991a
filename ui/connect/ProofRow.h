#pragma once

#include "ui/connect/ConnectData.h"

class QPushButton;

namespace slipswitch::ui {

class Badge;
class ElidedLabel;
class Label;
class StatusDot;

/// The newest request of the tool's key, or that one is waited for.
class ProofRow : public QWidget
{
    Q_OBJECT

public:
    explicit ProofRow(QWidget *parent = nullptr);

    /// @param waiting  what is waited for, where there is no proof
    void setProof(const std::optional<ConnectData::Proof> &proof, const QString &waiting);

Q_SIGNALS:
    void opened(const QString &requestId);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_id;
    StatusDot *m_dot;
    Pill *m_result;
    Label *m_time;
    QWidget *m_arrow;
    ElidedLabel *m_model, *m_answer;
    Badge *m_provider;
    QPushButton *m_open;
};

} // namespace slipswitch::ui
