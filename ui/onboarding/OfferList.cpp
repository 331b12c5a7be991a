#include "ui/onboarding/OfferList.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/Label.h"

#include <QCheckBox>
#include <QHBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

using Offer = OnboardingData::Offer;

constexpr int rowHeight = 43;

class StateGlyph : public QWidget
{
public:
    explicit StateGlyph(const Offer &offer)
        : m_state(offer.state)
        , m_running(offer.id.startsWith("at:"_L1))
    {
        setFixedSize(16, 16);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const auto &t = tokens();
        const bool good = m_state == Offer::State::Works || (m_state == Offer::State::Found && m_running);
        const auto name = m_state == Offer::State::Failed ? u"cross"_s
            : m_state == Offer::State::Testing            ? u"clock"_s
            : good                                        ? u"check"_s
                                                          : u"key"_s;
        paintIcon(painter, {1, 1, 14, 14}, name,
            m_state == Offer::State::Failed ? t.bad
                : good                      ? t.ok
                                            : t.text2);
    }

private:
    Offer::State m_state;
    bool m_running;
};

} // namespace

OfferList::OfferList(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(1, 1, 1, 1);
    m_column->setSpacing(0);
    hide(); // until there are offers
}

void OfferList::setOffers(const std::vector<Offer> &offers)
{
    if (offers == m_offers)
        return;
    // Rows are made anew; the tick that has the focus keeps it.
    QString focused;
    if (auto *box = qobject_cast<QCheckBox *>(focusWidget()); box && box->hasFocus())
        focused = box->objectName();
    m_offers = offers;
    while (auto *item = m_column->takeAt(0)) {
        if (auto *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    for (const auto &offer : offers) {
        if (!m_column->isEmpty())
            m_column->addWidget(new Separator);
        m_column->addWidget(makeRow(offer));
    }
    setVisible(!offers.empty());
    for (auto *box : findChildren<QCheckBox *>()) {
        if (!focused.isEmpty() && box->objectName() == focused && !box->parentWidget()->isHidden())
            box->setFocus();
    }
}

QWidget *OfferList::makeRow(const Offer &offer)
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(10, 0, 14, 0);
    line->setSpacing(10);
    auto *box = new QCheckBox;
    box->setObjectName(offer.id);
    box->setChecked(offer.chosen);
    box->setEnabled(offer.state != Offer::State::Testing && offer.state != Offer::State::Works);
    box->setAccessibleName(tr("Use %1, %2").arg(offer.name, offer.about));
    connect(box, &QCheckBox::toggled, this, [this, id = offer.id](bool on) { Q_EMIT chosen(id, on); });
    line->addWidget(box);
    line->addWidget(new Badge(offer.kind, 24));
    auto *name = new ElidedLabel(offer.name, Type::BodyStrong);
    name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    line->addWidget(name);
    const bool failed = offer.state == Offer::State::Failed;
    line->addWidget(new ElidedLabel(offer.about, Type::Small, Ink::Secondary));
    line->addStretch(1);
    line->addWidget(new StateGlyph(offer));
    auto *said = new Label(offer.said, Type::Small, failed ? Ink::Bad : Ink::Secondary);
    if (failed) {
        said->setWrapped();
        said->setMinimumWidth(260);
        said->setMaximumWidth(300);
    }
    line->addWidget(said);
    row->setMinimumHeight(rowHeight);
    return row;
}

void OfferList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintRound(painter, rect(), 10, tokens().inset, tokens().border);
}

} // namespace slipswitch::ui
