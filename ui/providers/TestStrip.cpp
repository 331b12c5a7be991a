#include "ui/providers/TestStrip.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QFontMetricsF>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double inset = 15, iconRoom = 19, valueGap = 6, stepGap = 24;
constexpr int oneRow = 40, furtherRow = 24;

QString iconOf(TestLine::State state)
{
    switch (state) {
    case TestLine::State::Passed:
        return u"check"_s;
    case TestLine::State::Failed:
        return u"cross"_s;
    case TestLine::State::Skipped:
        return u"minus"_s;
    case TestLine::State::Waiting:
        break;
    }
    return u"clock"_s;
}

QColor inkOf(TestLine::State state, const Tokens &t)
{
    return state == TestLine::State::Passed ? t.ok : state == TestLine::State::Failed ? t.bad : t.text3;
}

double widthOf(const TestLine &line)
{
    const auto label = QFontMetricsF(font(Type::Small)).horizontalAdvance(line.label);
    const auto value = QFontMetricsF(font(Type::SmallStrong)).horizontalAdvance(line.value);
    return iconRoom + label + (line.value.isEmpty() ? 0 : valueGap + value);
}

} // namespace

TestStrip::TestStrip(QWidget *parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void TestStrip::setLines(const std::vector<TestLine> &lines, const QString &cost)
{
    if (lines == m_lines && cost == m_cost)
        return;
    m_lines = lines;
    m_cost = cost;
    QStringList words;
    for (const auto &line : lines)
        words << line.label + u' ' + line.value;
    setAccessibleName(tr("Test: %1").arg(words.join(u", "_s)));
    setFixedHeight(heightForWidth(width()));
    update();
}

std::vector<TestStrip::Place> TestStrip::places(int width) const
{
    std::vector<Place> made;
    Place next {inset, 0};
    for (const auto &line : m_lines) {
        const auto needs = widthOf(line);
        if (next.left > inset && next.left + needs > width - inset)
            next = {inset, next.row + 1};
        made.push_back(next);
        next.left += needs + stepGap;
    }
    return made;
}

int TestStrip::heightForWidth(int width) const
{
    const auto all = places(width);
    return oneRow + (all.empty() ? 0 : all.back().row * furtherRow);
}

void TestStrip::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (height() != heightForWidth(width()))
        setFixedHeight(heightForWidth(width()));
}

void TestStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = ui::tokens();
    paintRound(painter, rect(), 10, t.dark ? QColor() : t.inset, t.border);
    const auto all = places(width());
    double last = 0;
    for (std::size_t index = 0; index < m_lines.size(); ++index) {
        const auto &line = m_lines[index];
        const auto &place = all[index];
        const double top = 8 + place.row * furtherRow;
        paintIcon(painter, {place.left - 1, top + 5, 14, 14}, iconOf(line.state), inkOf(line.state, t));
        const auto label = QFontMetricsF(ui::font(Type::Small)).horizontalAdvance(line.label);
        paintText(
            painter, {place.left + iconRoom, top, label + 2, 24}, line.label, ui::font(Type::Small), t.text2);
        const auto left = place.left + iconRoom + label + valueGap;
        paintText(painter, {left, top, width() - inset - left, 24}, line.value, ui::font(Type::SmallStrong),
            line.state == TestLine::State::Failed ? t.bad : t.text);
        last = place.left + widthOf(line);
    }
    const auto cost = QFontMetricsF(ui::font(Type::Small)).horizontalAdvance(m_cost) + 2;
    if (width() - inset - cost > last + stepGap)
        paintText(painter, {width() - inset - cost, height() - 32.0, cost, 24}, m_cost, ui::font(Type::Small),
            t.text3);
}

} // namespace slipswitch::ui
