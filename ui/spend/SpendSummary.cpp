#include "ui/spend/SpendSummary.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Figures.h"
#include "ui/widgets/Format.h"
#include "ui/widgets/Label.h"

#include <QLocale>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int cardWidth = 268;
constexpr std::size_t fittings = 5;

QString percent(double share)
{
    return QLocale().toString(share * 100, 'f', 0) + u'%';
}

/// "$135 ± 9": as many digits as the spread leaves meaning.
QString forecastText(const SpendData::Forecast &forecast)
{
    const int decimals = forecast.total >= 20 ? 0 : 2;
    const auto spread = QLocale().toString(forecast.spread, 'f', decimals);
    return u"$"_s + QLocale().toString(forecast.total, 'f', decimals) + u" ± "_s + spread;
}

/// A layout without a wrapped text has no height for a width.
int heightOf(const QWidget &part, int width)
{
    auto *layout = part.layout();
    return layout->hasHeightForWidth() ? layout->totalHeightForWidth(width)
                                       : layout->totalSizeHint().height();
}

} // namespace

SpendSummary::SpendSummary(QWidget *parent)
    : QWidget(parent)
{
    setFixedWidth(cardWidth);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(12);
    m_spent = addPart(false, false);
    m_missing = addPart(true, false);
    m_before = addPart(true, false);
    m_forecast = addPart(true, true);
    m_caches = addPart(true, true);
    m_missing.explains = m_forecast.explains = m_caches.explains = false;
    column->addStretch(1);
}

SpendSummary::Part SpendSummary::addPart(bool withLine, bool withMeter)
{
    Part part;
    part.whole = new QWidget;
    auto *column = new QVBoxLayout(part.whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    if (withLine) {
        part.line = new Separator;
        column->addWidget(part.line);
        part.gap = new QSpacerItem(0, 10);
        column->addSpacerItem(part.gap);
    }
    part.title = new ElidedLabel({}, Type::SmallStrong, Ink::Secondary);
    part.number = new Label({}, Type::Number);
    part.note = new Label({}, Type::Small, Ink::Secondary);
    part.note->setWrapped();
    part.head = new QBoxLayout(QBoxLayout::TopToBottom);
    part.head->setSpacing(2);
    part.head->addWidget(part.title);
    part.head->addWidget(part.number);
    column->addLayout(part.head);
    if (withMeter) {
        part.meter = new Meter({});
        column->addSpacing(2);
        column->addWidget(part.meter);
        column->addSpacing(2);
    }
    column->addWidget(part.note);
    layout()->addWidget(part.whole);
    return part;
}

void SpendSummary::setData(const SpendData &spend)
{
    showSpent(spend);
    showBefore(spend);
    showForecast(spend);
    showCaches(spend);
    fit();
}

int SpendSummary::needed(int width) const
{
    int sum = 0;
    for (const auto *part : {&m_spent, &m_missing, &m_before, &m_forecast, &m_caches})
        sum += part->wanted ? heightOf(*part->whole, width) + layout()->spacing() : 0;
    return sum - layout()->spacing();
}

void SpendSummary::setFitting(std::size_t step)
{
    if (std::exchange(m_step, step) == step)
        return;
    // What explains goes before the figures grow smaller, and these stand in rows before one is left out.
    static constexpr std::array<Fitting, fittings> all {{{false, true, false}, {false, false, true},
        {true, true, false}, {true, false, false}, {true, false, true}}};
    const auto &wanted = all.at(step);
    const int edge = wanted.close ? 10 : 14;
    layout()->setSpacing(wanted.close ? 7 : 12);
    layout()->setContentsMargins(16, edge, 16, edge);
    for (auto *part : {&m_spent, &m_missing, &m_before, &m_forecast, &m_caches}) {
        if (part->gap)
            part->gap->changeSize(0, wanted.close ? 4 : 10);
        part->head->setDirection(wanted.rows ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
        part->head->setStretch(0, wanted.rows ? 1 : 0);
        part->number->setType(wanted.rows ? Type::Title : Type::Number);
        part->note->setVisible(wanted.notes || part->explains);
        part->whole->layout()->invalidate();
    }
}

/// Where the window is low, what matters least goes first.
void SpendSummary::fit()
{
    const auto width = std::max(layout()->contentsRect().width(), 200);
    for (std::size_t step = 0; step < fittings; ++step) {
        setFitting(step);
        const auto edges = layout()->contentsMargins();
        if (needed(width) <= height() - edges.top() - edges.bottom())
            break;
    }
    const auto margins = layout()->contentsMargins();
    int room = height() - margins.top() - margins.bottom();
    for (auto *part : {&m_spent, &m_missing, &m_before, &m_forecast, &m_caches}) {
        const auto high = heightOf(*part->whole, width);
        part->whole->setVisible(part->wanted && room >= high);
        if (part->wanted)
            room -= high + layout()->spacing();
        part->whole->layout()->activate();
        part->whole->updateGeometry();
    }
    layout()->activate(); // else it goes on with the heights it knew before
}

void SpendSummary::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void SpendSummary::showSpent(const SpendData &spend)
{
    const auto when = spend.periodName == spend.title ? spend.title : spend.periodName.toLower();
    m_spent.title->setText(
        spend.periodName == spend.title ? tr("Spent, %1").arg(when) : tr("Spent %1").arg(when));
    m_spent.number->setText(spend.onlyUnpriced() ? tr("no price") : spendText(spend.total.cost));
    const auto aDay = spendText(spend.total.cost.dollars() / std::max(1, spend.daysPassed));
    if (spend.days == 1 || spend.onlyUnpriced())
        m_spent.note->setText(spend.total.exchanges == 1
                ? tr("1 request")
                : tr("%1 requests").arg(countText(spend.total.exchanges)));
    else if (spend.ends)
        m_spent.note->setText(tr("%1 days, %2 a day").arg(spend.days).arg(aDay));
    else
        m_spent.note->setText(tr("day %1 of %2, %3 a day").arg(spend.daysPassed).arg(spend.days).arg(aDay));
    const auto unpriced = spend.total.unpriced;
    m_missing.wanted = unpriced > 0 || spend.notKept > 0;
    m_missing.title->setText(unpriced > 0 ? tr("Without a price") : tr("Not in the log"));
    m_missing.number->setText(countText(unpriced > 0 ? unpriced : spend.notKept));
    auto note = unpriced == 1 ? tr("request of a model whose price is not known; not in the sum")
                              : tr("requests of models whose price is not known; not in the sum");
    if (unpriced == 0)
        note = tr("requests could not be kept");
    m_missing.note->setText(note);
    m_missing.number->setInk(Ink::Warn);
}

void SpendSummary::showBefore(const SpendData &spend)
{
    m_before.wanted = spend.beforeSoFar.has_value();
    if (!spend.beforeSoFar)
        return;
    const auto before = spend.beforeSoFar->cost.dollars(), now = spend.total.cost.dollars();
    m_before.title->setText(
        spend.ends ? spend.beforeTitle : tr("%1, by the same time").arg(spend.beforeTitle));
    const bool unknown = before <= 0 && spend.beforeSoFar->unpriced > 0;
    m_before.number->setText(unknown ? tr("no price") : spendText(before));
    if (unknown || spend.onlyUnpriced())
        return m_before.note->setText({});
    const auto difference = spendText(std::abs(now - before));
    m_before.note->setInk(now > before ? Ink::Warn : Ink::Ok);
    if (before <= 0)
        m_before.note->setText(now > 0 ? tr("%1 more now").arg(difference) : QString());
    else if (now > before)
        m_before.note->setText(tr("%1 more now, +%2").arg(difference, percent(now / before - 1)));
    else
        m_before.note->setText(tr("%1 less now, −%2").arg(difference, percent(1 - now / before)));
}

void SpendSummary::showForecast(const SpendData &spend)
{
    m_forecast.wanted = spend.forecast.has_value();
    if (!spend.forecast)
        return;
    m_forecast.title->setText(tr("Forecast for %1").arg(spend.title));
    m_forecast.number->setText(forecastText(*spend.forecast));
    m_forecast.meter->setValue(
        spend.forecast->total > 0 ? spend.total.cost.dollars() / spend.forecast->total : 0, {}, 1.0);
    m_forecast.meter->setAccessibleName(tr("Spent of the forecast"));
    m_forecast.note->setText(tr("by the weekdays of the last four weeks"));
}

void SpendSummary::showCaches(const SpendData &spend)
{
    const auto &usage = spend.total.usage;
    const auto cached = usage.cacheRead + usage.audioCacheRead + usage.imageCacheRead;
    const auto in = usage.totalInput();
    const auto share = in > 0 ? static_cast<double>(cached) / static_cast<double>(in) : 0;
    m_caches.wanted = in > 0;
    const bool priced = spend.saved && *spend.saved > 0;
    m_caches.title->setText(priced ? tr("Saved by provider caches") : tr("Read from provider caches"));
    m_caches.number->setText(priced ? u"~"_s + spendText(*spend.saved) : percent(share));
    m_caches.meter->setColor(tokens().ok);
    m_caches.meter->setValue(share);
    m_caches.meter->setAccessibleName(tr("Share of tokens read from caches"));
    m_caches.note->setText(priced
            ? tr("%1 of %2 tokens in read there").arg(compactText(cached), compactText(in))
            : tr("%1 of %2 tokens in").arg(compactText(cached), compactText(in)));
}

void SpendSummary::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintRound(painter, rect(), 10, tokens().surface, tokens().border);
}

} // namespace slipswitch::ui
