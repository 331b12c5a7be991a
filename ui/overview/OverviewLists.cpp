#include "ui/overview/OverviewLists.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Lines.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Label.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int problemHeight = 38, leastHealth = 40, mostHealth = 50;

void clear(QLayout &layout)
{
    while (auto *item = layout.takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

class ProblemButton : public QAbstractButton
{
public:
    explicit ProblemButton(OverviewData::ProblemRow row)
        : m_row(std::move(row))
    {
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setAccessibleName(u"%1, %2, %3: %4"_s.arg(m_row.time, m_row.status.word, m_row.text, m_row.end.word));
    }
    [[nodiscard]] QSize sizeHint() const override { return {400, problemHeight}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {240, problemHeight}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const auto &t = tokens();
        const QRectF rect(0, 1, width(), height() - 1);
        painter.fillRect(QRectF(0, 0, width(), 1), t.border);
        if (underMouse())
            painter.fillRect(rect, t.hover);
        paintText(painter, rect.adjusted(0, 0, 0, 0), m_row.time, ui::font(Type::Mono), t.text3);
        paintPill(painter, {74, rect.top(), 70, rect.height()}, m_row.status);
        double left = 74 + std::max(44.0, pillWidth(m_row.status) + 10);
        if (!m_row.kind.isEmpty()) {
            const auto line = lineOf(m_row.kind, t);
            paintBadge(painter, {left, rect.center().y() - 10, 20, 20}, line.letter, line.color);
        }
        left += 30;
        const auto ink = t.strong(m_row.end.tone);
        const auto face = ui::font(Type::SmallStrong);
        const auto end = std::ceil(QFontMetricsF(face).horizontalAdvance(m_row.end.word));
        paintText(painter, {width() - end, rect.top(), end, rect.height()}, m_row.end.word, face, ink);
        paintIcon(painter, {width() - end - 24, rect.center().y() - 7, 14, 14}, m_row.end.icon, ink);
        paintText(painter, {left, rect.top(), width() - end - 36 - left, rect.height()}, m_row.text,
            ui::font(Type::Body), t.text);
        if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
            paintFocusRing(painter, rect, 5);
    }

private:
    OverviewData::ProblemRow m_row;
};

} // namespace

HealthList::HealthList(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(8);
    m_grid->setVerticalSpacing(0);
    m_grid->setColumnStretch(1, 1);
    m_grid->setColumnMinimumWidth(3, 44);
    m_grid->setColumnMinimumWidth(4, 90);
}

void HealthList::setRows(const std::vector<OverviewData::ProviderRow> &rows)
{
    if (rows == m_rows)
        return;
    m_rows = rows;
    clear(*m_grid);
    int index = 0;
    for (const auto &row : rows) {
        m_grid->addWidget(new Badge(row.kind), index, 0);
        auto *name = new ElidedLabel(row.name, Type::BodyStrong);
        name->setMinimumWidth(78);
        m_grid->addWidget(name, index, 1);
        auto *strip = new HealthStrip;
        strip->setSlots(row.hour);
        m_grid->addWidget(strip, index, 2);
        m_grid->addWidget(
            new Label(row.latency, Type::Small, Ink::Tertiary), index, 3, Qt::AlignRight | Qt::AlignVCenter);
        m_grid->addWidget(new Pill(row.standing), index, 4, Qt::AlignRight | Qt::AlignVCenter);
        m_grid->setRowMinimumHeight(index, leastHealth);
        ++index;
    }
    // Rows share what there is, but do not drift apart.
    setMaximumHeight(std::max(1, index) * mostHealth);
}

ProblemList::ProblemList(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(0);
}

void ProblemList::setRows(const std::vector<OverviewData::ProblemRow> &rows)
{
    clear(*m_column);
    for (const auto &row : rows) {
        auto *button = new ProblemButton(row);
        connect(button, &QAbstractButton::clicked, this, [this, id = row.requestId] { Q_EMIT opened(id); });
        m_column->addWidget(button);
    }
    m_column->addStretch(1);
}

} // namespace slipswitch::ui
