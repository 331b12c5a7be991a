#include "ui/shell/StatusBar.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int barHeight = 28, inset = 14, gap = 12;

} // namespace

/// One part: an optional sign and a text.
class StatusBar::Entry : public QAbstractButton
{
public:
    Entry(Part part, QWidget *parent)
        : QAbstractButton(parent)
        , m_part(part)
    {
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::TabFocus);
    }

    void show(const QString &text, Tone tone)
    {
        setText(text);
        setAccessibleName(text);
        m_tone = tone;
        setVisible(!text.isEmpty());
        update();
    }
    [[nodiscard]] bool startsGroup() const
    {
        return m_part == Part::Rate || m_part == Part::InFlight || m_part == Part::StandIn
            || m_part == Part::Latency || m_part == Part::Log;
    }
    [[nodiscard]] QSize sizeHint() const override
    {
        const auto text_ = QFontMetricsF(face()).horizontalAdvance(text());
        return {static_cast<int>(std::ceil(text_)) + sign() + 4, barHeight - 1};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const auto &t = tokens();
        const QRectF box = rect();
        if (m_part == Part::State)
            paintRound(painter, {2, box.center().y() - 3, 7, 7}, 3.5,
                m_tone == Tone::Neutral ? t.text3 : t.strong(m_tone));
        if (m_part == Part::StandIn)
            paintIcon(painter, {2, box.center().y() - 7, 13, 13}, u"fallback"_s, t.warn);
        auto ink = m_part == Part::State || underMouse() ? t.text : t.text2;
        if (m_part == Part::Log && m_tone == Tone::Bad)
            ink = t.bad;
        paintText(painter, box.adjusted(sign() + 2, 0, 0, 0), text(), face(), ink);
        if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
            paintFocusRing(painter, box.adjusted(0, 2, 0, -2), 5);
    }

private:
    [[nodiscard]] QFont face() const
    {
        if (m_part == Part::State)
            return ui::font(Type::SmallStrong);
        return ui::font(m_part == Part::Address ? Type::MonoSmall : Type::Small);
    }
    [[nodiscard]] int sign() const { return m_part == Part::State ? 14 : m_part == Part::StandIn ? 20 : 0; }

    Part m_part;
    Tone m_tone = Tone::Neutral;
};

StatusBar::StatusBar(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(barHeight);
    setAccessibleName(tr("Status"));
    for (std::size_t index = 0; index < parts; ++index) {
        const auto part = static_cast<Part>(index);
        m_entries[index] = new Entry(part, this);
        connect(m_entries[index], &QAbstractButton::clicked, this, [this, part] { Q_EMIT clicked(part); });
    }
    m_entries[static_cast<std::size_t>(Part::Address)]->setToolTip(tr("Copy address"));
    setStatus({});
}

QAbstractButton *StatusBar::button(Part part) const
{
    return m_entries[static_cast<std::size_t>(part)];
}

void StatusBar::setStatus(const StatusData &status)
{
    m_status = status;
    const auto show = [this](Part part, const QString &text, Tone tone = Tone::Neutral) {
        m_entries[static_cast<std::size_t>(part)]->show(text, tone);
    };
    show(Part::State, status.state, status.stateTone);
    show(Part::Address, status.address);
    show(Part::Rate, status.rate);
    show(Part::InFlight, status.inFlight);
    show(Part::StandIn, status.standIn);
    show(Part::Spend, status.spend);
    show(Part::Latency, status.latency);
    show(Part::Log, status.log, status.logTrouble ? Tone::Bad : Tone::Neutral);
    arrange();
    update();
}

/// From both ends; who stands in for whom gives way in the middle.
void StatusBar::arrange()
{
    int right = width() - inset;
    for (auto part : {Part::Log, Part::Latency, Part::Spend}) {
        auto *entry = m_entries[static_cast<std::size_t>(part)];
        if (entry->isHidden())
            continue;
        const auto size = entry->sizeHint();
        entry->setGeometry(right - size.width(), 1, size.width(), size.height());
        right -= size.width() + 2 * gap;
    }
    int left = inset;
    for (auto part : {Part::State, Part::Address, Part::Rate, Part::InFlight, Part::StandIn}) {
        auto *entry = m_entries[static_cast<std::size_t>(part)];
        if (entry->isHidden())
            continue;
        const auto size = entry->sizeHint();
        if (entry->startsGroup())
            left += 2 * gap - 8;
        entry->setGeometry(left, 1, std::max(0, std::min(size.width(), right - left)), size.height());
        left += size.width() + 8;
    }
}

void StatusBar::resizeEvent(QResizeEvent *)
{
    arrange();
}

void StatusBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    painter.fillRect(rect(), t.app);
    painter.fillRect(QRect(0, 0, width(), 1), t.border);
    for (const auto *entry : m_entries) {
        if (!entry->isHidden() && entry->startsGroup() && entry->width() > 0)
            painter.fillRect(QRect(entry->x() - gap, 8, 1, 13), t.borderStrong);
    }
}

} // namespace slipswitch::ui
