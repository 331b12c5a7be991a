#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Figures.h"
#include "ui/widgets/Label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

Ink inkOf(Tone tone)
{
    switch (tone) {
    case Tone::Ok:
        return Ink::Ok;
    case Tone::Warn:
        return Ink::Warn;
    case Tone::Bad:
        return Ink::Bad;
    case Tone::Info:
        return Ink::Info;
    case Tone::Cache:
        return Ink::Cache;
    case Tone::Accent:
        return Ink::Accent;
    case Tone::Neutral:
        break;
    }
    return Ink::Secondary;
}

/// The sign before the lead.
class LeadIcon : public QWidget
{
public:
    explicit LeadIcon(const Stat &stat)
        : m_stat(stat)
    {
        setFixedSize(14, 14);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintIcon(painter, rect(), m_stat.leadIcon, tokens().strong(m_stat.leadTone));
    }

private:
    const Stat &m_stat;
};

} // namespace

StatTile::StatTile(const QString &title, Tone trendTone, QWidget *parent)
    : QWidget(parent)
    , m_name(title)
    , m_title(new ElidedLabel(title, Type::SmallStrong, Ink::Secondary))
    , m_note(new ElidedLabel({}, Type::Small, Ink::Tertiary))
    , m_number(new Label({}, Type::Number))
    , m_unit(new Label({}, Type::Body, Ink::Tertiary))
    , m_lead(new Label({}, Type::SmallStrong))
    , m_leadIcon(new LeadIcon(m_stat))
    , m_trend(new Sparkline(trendTone))
{
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(16, 12, 16, 12);
    whole->setSpacing(4);
    whole->addWidget(m_title);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(6);
    middle->addWidget(m_number);
    middle->addWidget(m_unit, 0, Qt::AlignBottom);
    m_unit->setContentsMargins(0, 0, 0, 5);
    middle->addStretch(1);
    middle->addWidget(m_trend, 0, Qt::AlignVCenter);
    whole->addLayout(middle);
    auto *below = new QHBoxLayout;
    below->setSpacing(4);
    below->addWidget(m_leadIcon);
    below->addWidget(m_lead);
    m_lead->setContentsMargins(0, 0, 3, 0); // gone with it when there is none
    below->addWidget(m_note, 1);
    whole->addLayout(below);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setStat({});
}

void StatTile::setTitle(const QString &title)
{
    m_name = title;
    m_title->setText(title);
}

void StatTile::setStat(const Stat &stat)
{
    m_stat = stat;
    m_number->setText(stat.number.isEmpty() ? u"–"_s : stat.number);
    m_unit->setText(stat.unit);
    m_lead->setText(stat.lead);
    m_lead->setInk(inkOf(stat.leadTone));
    m_lead->setVisible(!stat.lead.isEmpty());
    m_leadIcon->setVisible(!stat.leadIcon.isEmpty());
    m_leadIcon->update();
    m_note->setText(stat.note);
    m_trend->setValues(stat.trend, stat.trendFilled);
    setToolTip(stat.about);
    setAccessibleDescription(stat.about);
    setAccessibleName(
        QStringList {m_name, stat.number, stat.unit, stat.lead, stat.note}.join(u' ').simplified());
}

void StatTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintRound(painter, rect(), 10, tokens().surface, tokens().border);
}

} // namespace slipswitch::ui
