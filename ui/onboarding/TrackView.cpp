#include "ui/onboarding/TrackView.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Lines.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QFontMetricsF>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double inset = 16, stop = 24, trackTop = 66, ring = 5;

} // namespace

TrackView::TrackView(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void TrackView::setProof(const OnboardingData::Proof &proof)
{
    m_proof = proof;
    QStringList words {proof.result.word, proof.model, proof.note, proof.figures};
    for (const auto &station : proof.stations)
        words << station.name + u' ' + station.about;
    setAccessibleName(words.join(u", "_s));
    update();
}

void TrackView::paintHead(QPainter &painter) const
{
    const auto &t = tokens();
    const double right = width() - inset;
    const auto figures = QFontMetricsF(ui::font(Type::BodyStrong)).horizontalAdvance(m_proof.figures) + 2;
    paintText(
        painter, {right - figures, 12, figures, 24}, m_proof.figures, ui::font(Type::BodyStrong), t.text);
    double left = inset + paintPill(painter, {inset, 14, 160, 20}, m_proof.result) + 10;
    const auto model = QFontMetricsF(ui::font(Type::CardTitle)).horizontalAdvance(m_proof.model) + 2;
    const auto room = right - figures - 14 - left;
    paintText(
        painter, {left, 12, std::min(model, room), 24}, m_proof.model, ui::font(Type::CardTitle), t.text);
    left += model + 9;
    if (right - figures - 14 > left)
        paintText(painter, {left, 12, right - figures - 14 - left, 24}, m_proof.note, ui::font(Type::Body),
            t.text2);
}

void TrackView::paintStation(QPainter &painter, std::size_t index, double left, double right) const
{
    const auto &t = tokens();
    const auto last = m_proof.stations.size() - 1;
    const auto x = left + (right - left) * static_cast<double>(index) / static_cast<double>(last);
    const bool colored = index + 1 >= last;
    const auto color = colored ? lineOf(m_proof.kind, t).color : t.edge;
    paintRound(painter, {x - ring, trackTop - ring, 2 * ring, 2 * ring}, ring, t.inset, color, 2.5);
    const auto alignment = index == 0 ? Qt::AlignLeft : index == last ? Qt::AlignRight : Qt::AlignHCenter;
    const auto each = (right - left) / static_cast<double>(last) - 8;
    const double start = index == 0 ? inset : index == last ? width() - inset - each : x - each / 2;
    const auto &station = m_proof.stations[index];
    paintText(painter, {start, trackTop + 12, each, 18}, station.name, ui::font(Type::SmallStrong), t.text,
        alignment | Qt::AlignVCenter);
    paintText(painter, {start, trackTop + 30, each, 17}, station.about, ui::font(Type::Small), t.text2,
        alignment | Qt::AlignVCenter);
}

void TrackView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    paintRound(painter, rect(), 10, t.inset, t.border);
    paintHead(painter);
    if (m_proof.stations.size() < 2)
        return;
    const double left = stop, right = width() - stop;
    const auto steps = static_cast<double>(m_proof.stations.size() - 1);
    const auto bend = left + (right - left) * (steps - 1) / steps;
    paintRound(painter, {left, trackTop - 1.5, bend - left, 3}, 1.5, t.edge);
    paintRound(painter, {bend, trackTop - 2.5, right - bend, 5}, 2.5, lineOf(m_proof.kind, t).color);
    for (std::size_t index = 0; index < m_proof.stations.size(); ++index)
        paintStation(painter, index, left, right);
}

} // namespace slipswitch::ui
