#include "ui/log/DetailParts.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Lines.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QFontMetricsF>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int barHeight = 9, legendTop = 15, legendLine = 19;

QColor colorOf(DetailData::TokenPart::Kind kind, const Tokens &t)
{
    const auto strong = t.dark ? t.accentText : t.accent;
    switch (kind) {
    case DetailData::TokenPart::Kind::Cached:
        return mix(t.surface, strong, t.dark ? 0.45 : 0.45);
    case DetailData::TokenPart::Kind::Fresh:
        return strong;
    case DetailData::TokenPart::Kind::Out:
        return reroutedColor(t);
    }
    return strong;
}

} // namespace

TokenBar::TokenBar(QWidget *parent)
    : QWidget(parent)
{
    auto policy = QSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void TokenBar::setParts(std::vector<DetailData::TokenPart> parts)
{
    m_parts = std::move(parts);
    QStringList names;
    for (const auto &part : m_parts)
        names << part.text;
    setAccessibleName(tr("Tokens: %1").arg(names.join(u", "_s)));
    setMinimumHeight(heightForWidth(std::max(width(), 200)));
    updateGeometry();
    update();
}

template <typename Visit>
int TokenBar::visitLegend(int width, Visit visit) const
{
    const QFontMetricsF metrics(ui::font(Type::Small));
    double left = 0;
    int line = 0;
    for (const auto &part : m_parts) {
        const auto wide = metrics.horizontalAdvance(part.text) + 14;
        if (left > 0 && left + wide > width) {
            left = 0;
            ++line;
        }
        visit(part, QRectF(left, legendTop + line * legendLine, wide, legendLine));
        left += wide + 12;
    }
    return m_parts.empty() ? 0 : legendTop + (line + 1) * legendLine;
}

int TokenBar::heightForWidth(int width) const
{
    return visitLegend(width, [](const auto &, const QRectF &) { });
}

QSize TokenBar::sizeHint() const
{
    return {388, heightForWidth(std::max(width(), 300))};
}

QSize TokenBar::minimumSizeHint() const
{
    return {200, heightForWidth(std::max(width(), 300))};
}

void TokenBar::resizeEvent(QResizeEvent *)
{
    setMinimumHeight(heightForWidth(width()));
}

void TokenBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    std::int64_t all = 0;
    for (const auto &part : m_parts)
        all += part.count;
    if (all > 0) {
        QPainterPath round;
        round.addRoundedRect(QRectF(0, 0, width(), barHeight), 4.5, 4.5);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipPath(round);
        double left = 0;
        for (const auto &part : m_parts) {
            const auto share = static_cast<double>(part.count) / static_cast<double>(all);
            const auto wide = part.count > 0 ? std::max(4.0, share * width()) : 0;
            painter.fillRect(QRectF(left, 0, wide - 1, barHeight), colorOf(part.kind, t));
            left += wide;
        }
        painter.setClipping(false);
    }
    visitLegend(width(), [&](const DetailData::TokenPart &part, const QRectF &where) {
        paintRound(painter, {where.left(), where.center().y() - 4, 8, 8}, 4, colorOf(part.kind, t));
        paintText(painter, where.adjusted(14, 0, 2, 0), part.text, ui::font(Type::Small), t.text2);
    });
}

FigureRow::FigureRow(QStringList titles, QWidget *parent)
    : QWidget(parent)
    , m_titles(std::move(titles))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FigureRow::setFigures(std::vector<std::pair<QString, QString>> figures)
{
    m_figures = std::move(figures);
    QStringList said;
    for (qsizetype index = 0; index < m_titles.size() && index < static_cast<qsizetype>(m_figures.size());
        ++index) {
        const auto &[number, unit] = m_figures[static_cast<std::size_t>(index)];
        said << m_titles[index] + u' ' + number + u' ' + unit;
    }
    setAccessibleName(said.join(u", "_s));
    update();
}

void FigureRow::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    const auto column
        = static_cast<double>(width()) / static_cast<double>(std::max<qsizetype>(1, m_titles.size()));
    for (std::size_t index = 0; index < m_figures.size(); ++index) {
        const auto left = column * static_cast<double>(index);
        paintText(painter, {left, 0, column - 6, 16}, m_titles[static_cast<qsizetype>(index)],
            ui::font(Type::Small), t.text2);
        auto face = ui::font(Type::Step);
        const auto wide = QFontMetricsF(face).horizontalAdvance(m_figures[index].first);
        paintText(
            painter, {left, 17, std::min(wide + 1, column - 4), 22}, m_figures[index].first, face, t.text);
        const bool beside = m_figures[index].second != "s"_L1 && m_figures[index].second != "ms"_L1;
        paintText(painter, {left + wide + 4, beside ? 18.0 : 17.0, column - wide - 4, 22},
            m_figures[index].second, beside ? ui::font(Type::Small) : face, beside ? t.text2 : t.text);
    }
}

} // namespace slipswitch::ui
