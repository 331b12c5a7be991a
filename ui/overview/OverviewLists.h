#pragma once

#include "ui/overview/OverviewData.h"

#include <QAbstractButton>

class QGridLayout;
class QVBoxLayout;

namespace slipswitch::ui {

/// One row a provider: badge, name, its last hour, latency, standing.
class HealthList : public QWidget
{
    Q_OBJECT

public:
    explicit HealthList(QWidget *parent = nullptr);

    void setRows(const std::vector<OverviewData::ProviderRow> &rows);

private:
    QGridLayout *m_grid;
    std::vector<OverviewData::ProviderRow> m_rows;
};

/// One row a problem: what happened and how it ended. A row opens the log at that request.
class ProblemList : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemList(QWidget *parent = nullptr);

    void setRows(const std::vector<OverviewData::ProblemRow> &rows);

Q_SIGNALS:
    void opened(const QString &requestId);

private:
    QVBoxLayout *m_column;
};

} // namespace slipswitch::ui
