#pragma once

#include "ui/providers/ProvidersData.h"

#include <QWidget>

namespace slipswitch::ui {

/// How a provider's test went, step by step, and what it cost.
class TestStrip : public QWidget
{
    Q_OBJECT

public:
    explicit TestStrip(QWidget *parent = nullptr);

    void setLines(const std::vector<TestLine> &lines, const QString &cost);
    [[nodiscard]] QSize sizeHint() const override { return {400, heightForWidth(width())}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, heightForWidth(width())}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Place
    {
        double left = 0;
        int row = 0;
    };
    [[nodiscard]] std::vector<Place> places(int width) const;

    std::vector<TestLine> m_lines;
    QString m_cost;
};

} // namespace slipswitch::ui
