#pragma once

#include "ui/onboarding/OnboardingData.h"

#include <QWidget>

namespace slipswitch::ui {

/// The way that the first request took: stations on a line, the last stretch in the provider's colour.
class TrackView : public QWidget
{
    Q_OBJECT

public:
    explicit TrackView(QWidget *parent = nullptr);

    void setProof(const OnboardingData::Proof &proof);
    [[nodiscard]] QSize sizeHint() const override { return {560, 130}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {320, 130}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintHead(QPainter &painter) const;
    void paintStation(QPainter &painter, std::size_t index, double left, double right) const;

    OnboardingData::Proof m_proof;
};

} // namespace slipswitch::ui
