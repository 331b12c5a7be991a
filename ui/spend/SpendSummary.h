#pragma once

#include "ui/spend/SpendData.h"

#include <QWidget>

class QBoxLayout;
class QSpacerItem;

namespace slipswitch::ui {

class ElidedLabel;
class Label;
class Meter;
class Separator;

/// The figures beside the chart: spent, compared with the period before, forecast, read from caches.
class SpendSummary : public QWidget
{
    Q_OBJECT

public:
    explicit SpendSummary(QWidget *parent = nullptr);

    void setData(const SpendData &spend);

    /// As high as the chart beside it. What it shows follows from its height, so its height must not follow
    /// from what it shows: the page would be laid out for ever.
    [[nodiscard]] QSize sizeHint() const override { return minimumSizeHint(); }
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, 160}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return false; }

protected:
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    /// A title, a number and a note beneath.
    struct Part
    {
        QWidget *whole = nullptr;
        Separator *line = nullptr;
        QSpacerItem *gap = nullptr; ///< between line and title
        QBoxLayout *head = nullptr; ///< title and number
        ElidedLabel *title = nullptr;
        Label *number = nullptr;
        Meter *meter = nullptr;
        Label *note = nullptr;
        bool wanted = true, explains = true; ///< its note says more than the title
    };
    /// How close the parts stand.
    struct Fitting
    {
        bool rows = false; ///< title and number in one row
        bool notes = true; ///< also those that only explain
        bool close = false;
    };
    Part addPart(bool withLine, bool withMeter);
    void showSpent(const SpendData &spend);
    void showBefore(const SpendData &spend);
    void showForecast(const SpendData &spend);
    void showCaches(const SpendData &spend);
    void fit();
    /// How high all wanted parts are, one above the other.
    [[nodiscard]] int needed(int width) const;
    void setFitting(std::size_t step);

    std::size_t m_step = 0;
    Part m_spent, m_missing, m_before, m_forecast, m_caches;
};

} // namespace slipswitch::ui
