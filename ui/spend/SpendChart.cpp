#include "ui/spend/SpendChart.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Style.h"

#include <QtCharts/QAreaSeries>
#include <QtCharts/QChart>
#include <QtCharts/QLineSeries>
#include <QtCharts/QValueAxis>

#include <QAccessible>
#include <QKeyEvent>
#include <QLocale>

#include <cmath>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

double moneyStep(double highest)
{
    const auto rough = std::max(highest, 0.0004) / 4;
    const auto power = std::pow(10, std::floor(std::log10(rough)));
    for (const auto factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= rough * 0.999)
            return factor * power;
    }
    return 10 * power;
}

SpendChart::SpendChart(QWidget *parent)
    : QChartView(parent)
    , m_x(new QValueAxis(this))
    , m_y(new QValueAxis(this))
{
    auto *shown = chart();
    shown->legend()->hide();
    shown->setBackgroundVisible(false);
    shown->setMargins({});
    shown->layout()->setContentsMargins(0, 0, 0, 0);
    shown->addAxis(m_x, Qt::AlignBottom);
    shown->addAxis(m_y, Qt::AlignLeft);
    for (auto *axis : {m_x, m_y})
        axis->setVisible(false);
    setFrameShape(QFrame::NoFrame);
    setViewportUpdateMode(QGraphicsView::FullViewportUpdate);
    setInteractive(false);
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Costs over time"));
    connect(scene(), &QGraphicsScene::changed, this, &SpendChart::outdate);
}

void SpendChart::setData(const SpendData &spend)
{
    m_data = spend;
    if (m_column && *m_column >= m_data.filled)
        m_column.reset();
    scale();
    fillAreas();
    colour();
    describe();
    outdate();
}

/// Draws the picture anew in a slot of its own: together with the window's painting it takes too long. What
/// is painted meanwhile, and in each step of a resize, is the picture as it was.
void SpendChart::outdate()
{
    if (std::exchange(m_outdated, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_outdated = false;
            if (isVisible())
                drawPicture();
            else
                m_picture = {};
            viewport()->update();
        },
        Qt::QueuedConnection);
}

void SpendChart::setComparing(bool comparing)
{
    m_comparing = comparing;
    scale();
}

void SpendChart::scale()
{
    double highest = 0;
    for (std::size_t column = 0; column < m_data.filled; ++column) {
        double sum = 0;
        for (const auto &series : m_data.series)
            sum += series.values[column];
        highest = std::max(highest, sum);
    }
    for (std::size_t column = 0; m_comparing && column < std::min(m_data.before.size(), m_data.columns);
        ++column)
        highest = std::max(highest, m_data.before[column]);
    if (m_data.forecast) {
        for (std::size_t index = 0; index < m_data.forecast->values.size(); ++index)
            highest = std::max(highest, m_data.forecast->values[index] + m_data.forecast->spreads[index]);
    }
    m_step = highest > 0 ? moneyStep(highest) : 0.25;
    m_top = highest > 0 ? std::max(1.0, std::ceil(highest / m_step - 1e-9)) * m_step : 1;
    m_x->setRange(0, static_cast<double>(std::max<std::size_t>(m_data.columns, 2) - 1));
    m_y->setRange(0, m_top);
    place();
}

/// One `replace` a line: appending points one by one takes seconds.
void SpendChart::fillAreas()
{
    while (m_areas.size() > m_data.series.size()) {
        chart()->removeSeries(m_areas.back());
        delete m_areas.back();
        m_areas.pop_back();
    }
    while (m_areas.size() < m_data.series.size()) {
        auto *area = new QAreaSeries;
        auto *upper = new QLineSeries(area), *lower = new QLineSeries(area); // it doesn't own them by itself
        area->setUpperSeries(upper);
        area->setLowerSeries(lower);
        chart()->addSeries(area);
        area->attachAxis(m_x);
        area->attachAxis(m_y);
        m_areas.push_back(area);
    }
    QList<QPointF> below, above;
    for (std::size_t column = 0; column < m_data.filled; ++column)
        below.append({static_cast<double>(column), 0});
    for (std::size_t index = 0; index < m_areas.size(); ++index) {
        above = below;
        for (qsizetype column = 0; column < above.size(); ++column)
            above[column].ry() += m_data.series[index].values[static_cast<std::size_t>(column)];
        m_areas[index]->lowerSeries()->replace(below);
        m_areas[index]->upperSeries()->replace(above);
        below = above;
    }
}

void SpendChart::colour()
{
    const auto &t = tokens();
    for (std::size_t index = 0; index < m_areas.size(); ++index) {
        m_areas[index]->setBrush(mix(t.surface, t.lines.at(m_data.series[index].line), 0.82));
        m_areas[index]->setPen(Qt::NoPen);
    }
    outdate();
}

void SpendChart::changeEvent(QEvent *event)
{
    QChartView::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange)
        colour();
}

void SpendChart::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    place();
}

void SpendChart::place()
{
    const auto widest = QFontMetricsF(ui::font(Type::Small)).horizontalAdvance(amount(m_top));
    m_plot = QRectF(viewport()->rect()).adjusted(std::max(24.0, std::ceil(widest) + 8), 8, -2, -26);
    chart()->setPlotArea(m_plot);
    outdate();
}

QString SpendChart::amount(double value) const
{
    const auto decimals = m_step >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(m_step) - 1e-9));
    return u"$"_s + QLocale().toString(value, 'f', std::max(decimals, m_step >= 1 ? 0 : 2));
}

double SpendChart::xOf(std::size_t column) const
{
    const auto &area = m_plot;
    const auto last = static_cast<double>(std::max<std::size_t>(m_data.columns, 2) - 1);
    return area.left() + area.width() * static_cast<double>(column) / last;
}

double SpendChart::yOf(double value) const
{
    const auto &area = m_plot;
    return area.bottom() - area.height() * value / m_top;
}

void SpendChart::point(std::optional<std::size_t> column)
{
    if (column && m_data.filled == 0)
        column.reset();
    if (column)
        column = std::min(*column, m_data.filled - 1);
    if (m_column == column)
        return;
    m_column = column;
    describe();
    viewport()->update();
}

void SpendChart::describe()
{
    auto text = tr("%1, %2. Left and Right read its columns.").arg(m_data.title, m_data.step);
    if (m_column) {
        text.clear();
        for (const auto &[name, value] : tooltipOf(*m_column))
            text += (text.isEmpty() ? QString() : u", "_s) + name
                + (value.isEmpty() ? QString() : u' ' + value);
    }
    if (text == accessibleDescription())
        return;
    setAccessibleDescription(text);
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

void SpendChart::mouseMoveEvent(QMouseEvent *event)
{
    const auto &area = m_plot;
    if (m_data.columns == 0 || !area.adjusted(-4, 0, 4, 0).contains(event->position()))
        return point({});
    const auto share = std::clamp((event->position().x() - area.left()) / area.width(), 0.0, 1.0);
    const auto last = static_cast<double>(std::max<std::size_t>(m_data.columns, 2) - 1);
    point(static_cast<std::size_t>(std::lround(share * last)));
}

bool SpendChart::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        point({});
    return QChartView::viewportEvent(event);
}

void SpendChart::focusOutEvent(QFocusEvent *event)
{
    point({});
    QChartView::focusOutEvent(event);
}

void SpendChart::keyPressEvent(QKeyEvent *event)
{
    const auto last = std::max<std::size_t>(m_data.filled, 1) - 1;
    switch (event->key()) {
    case Qt::Key_Left:
        return point(m_column ? *m_column - std::min<std::size_t>(*m_column, 1) : last);
    case Qt::Key_Right:
        return point(m_column ? *m_column + 1 : 0);
    case Qt::Key_Home:
        return point(0);
    case Qt::Key_End:
        return point(last);
    case Qt::Key_Escape:
        if (m_column)
            return point({});
        break;
    default:
        break;
    }
    event->ignore();
}

} // namespace slipswitch::ui
