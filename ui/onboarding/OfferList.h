#pragma once

#include "ui/onboarding/OnboardingData.h"

#include <QWidget>

class QVBoxLayout;

namespace slipswitch::ui {

/// Keys and servers that were found, each to be ticked.
class OfferList : public QWidget
{
    Q_OBJECT

public:
    explicit OfferList(QWidget *parent = nullptr);

    void setOffers(const std::vector<OnboardingData::Offer> &offers);

Q_SIGNALS:
    void chosen(const QString &id, bool on);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QWidget *makeRow(const OnboardingData::Offer &offer);

    std::vector<OnboardingData::Offer> m_offers;
    QVBoxLayout *m_column;
};

} // namespace slipswitch::ui
