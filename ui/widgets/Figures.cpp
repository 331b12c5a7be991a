#include "ui/widgets/Figures.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QLinearGradient>
#include <QPainterPath>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int strokeStep = 4;

} // namespace

void paintSparkline(QPainter &painter, const QRectF &rect, const std::vector<double> &values,
    const QColor &color, bool filled)
{
    if (values.size() < 2)
        return;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const auto base = filled ? std::min(0.0, *low) : *low;
    const auto span = *high - base > 0 ? *high - base : 1;
    const auto area = rect.adjusted(1, 3, -4, -3);
    QPainterPath line;
    for (std::size_t index = 0; index < values.size(); ++index) {
        const QPointF point(
            area.left() + area.width() * static_cast<double>(index) / static_cast<double>(values.size() - 1),
            area.bottom() - area.height() * (values[index] - base) / span);
        index == 0 ? line.moveTo(point) : line.lineTo(point);
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (filled) {
        auto under = line;
        under.lineTo(area.right(), rect.bottom());
        under.lineTo(area.left(), rect.bottom());
        QLinearGradient fade(0, rect.top(), 0, rect.bottom());
        fade.setColorAt(0, withAlpha(color, 0.22));
        fade.setColorAt(1, withAlpha(color, 0.02));
        painter.fillPath(under, fade);
    }
    painter.setPen(
        QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::BevelJoin)); // round joins take twice as long
    painter.drawPath(line);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(line.currentPosition(), 2.2, 2.2);
    painter.restore();
}

Sparkline::Sparkline(Tone tone, QWidget *parent)
    : QWidget(parent)
    , m_tone(tone)
{ }

void Sparkline::setValues(std::vector<double> values, bool filled)
{
    m_values = std::move(values);
    m_filled = filled;
    update();
}

void Sparkline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    const auto color = m_tone == Tone::Accent && !t.dark ? t.accent : t.strong(m_tone);
    paintSparkline(painter, rect(), m_values, color, m_filled);
}

Meter::Meter(const QString &says, QWidget *parent)
    : QWidget(parent)
    , m_says(says)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(says);
}

void Meter::setValue(double share, std::optional<double> threshold, std::optional<double> forecast)
{
    m_value = std::clamp(share, 0.0, 1.0);
    m_threshold = threshold;
    m_forecast = forecast;
    setAccessibleName(tr("%1: %2 percent").arg(m_says).arg(static_cast<int>(m_value * 100 + 0.5)));
    update();
}

void Meter::setColor(const QColor &color)
{
    m_color = color;
    update();
}

void Meter::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    const QRectF bar(0, height() / 2.0 - 2.5, width(), 5);
    const auto color = m_color.isValid() ? m_color : t.dark ? t.accentText : t.accent;
    paintRound(painter, bar, 2.5, t.track);
    const auto part = [&](double share) {
        return QRectF(
            bar.left(), bar.top(), std::max(5.0, bar.width() * std::clamp(share, 0.0, 1.0)), bar.height());
    };
    if (m_forecast)
        paintRound(painter, part(*m_forecast), 2.5, mix(t.surface, color, 0.4));
    if (m_value > 0)
        paintRound(painter, part(m_value), 2.5, color);
    if (m_threshold)
        painter.fillRect(QRectF(bar.width() * *m_threshold, 0, 1, height()), t.text2);
}

HealthStrip::HealthStrip(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void HealthStrip::setSlots(std::vector<Health> slots)
{
    m_slots = std::move(slots);
    const auto bad = std::count(m_slots.begin(), m_slots.end(), Health::Bad);
    const auto shaky = std::count(m_slots.begin(), m_slots.end(), Health::Shaky);
    setAccessibleName(tr("%1 of %2 stretches bad, %3 shaky").arg(bad).arg(m_slots.size()).arg(shaky));
    updateGeometry();
    update();
}

QSize HealthStrip::sizeHint() const
{
    return {static_cast<int>(std::max<std::size_t>(m_slots.size(), 1)) * strokeStep, 20};
}

void HealthStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    for (std::size_t index = 0; index < m_slots.size(); ++index) {
        const auto left = static_cast<double>(index * strokeStep);
        const auto stroke = [&](double tall, const QColor &color) {
            paintRound(painter, {left, 19 - tall, 2.4, tall}, 1.2, color);
        };
        switch (m_slots[index]) {
        case Health::None:
            stroke(12, t.track);
            break;
        case Health::Good:
            stroke(12, mix(t.surface, t.ok, t.dark ? 0.75 : 0.8));
            break;
        case Health::Shaky:
            stroke(15, t.warn);
            break;
        case Health::Bad:
            stroke(18, t.bad);
            break;
        }
    }
}

StatusDot::StatusDot(int size, QWidget *parent)
    : QWidget(parent)
    , m_size(size)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StatusDot::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

void StatusDot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    const auto color = m_tone == Tone::Neutral ? t.text3 : t.strong(m_tone);
    if (m_size > 10)
        paintRound(painter, rect(), m_size / 2.0, withAlpha(color, 0.22));
    const auto inner = m_size > 10 ? m_size * 0.56 : 7.0;
    QRectF dot(0, 0, inner, inner);
    dot.moveCenter(QRectF(rect()).center());
    paintRound(painter, dot, inner / 2, color);
}

} // namespace slipswitch::ui
