#include "ui/onboarding/OnboardingView.h"

#include "ui/onboarding/OfferList.h"
#include "ui/onboarding/StepCard.h"
#include "ui/onboarding/TrackView.h"
#include "ui/theme/Style.h"
#include "ui/widgets/ChoiceTile.h"
#include "ui/widgets/CodeView.h"
#include "ui/widgets/Figures.h"
#include "ui/widgets/KeyField.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Messages.h"

#include <QEvent>
#include <QGridLayout>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using Step = OnboardingData::Step;

namespace {

constexpr int linesShown = 9, candidateColumns = 3;

/// Takes the old children away and gives a fresh layout's place.
template <typename Layout>
Layout *renew(QWidget &place)
{
    for (auto *child : place.findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly)) {
        child->hide();
        child->deleteLater();
    }
    delete place.layout();
    auto *layout = new Layout(&place);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    return layout;
}

} // namespace

void OnboardingView::setData(const OnboardingData &shown)
{
    const auto before = std::exchange(m_shown, shown);
    if (before.clearedKeys != shown.clearedKeys) {
        const QSignalBlocker quiet(m_key);
        m_key->clearKey();
        m_passphrase->clear();
    }
    const bool done = shown.step == Step::Done;
    m_title->setText(done ? tr("Your first request is through") : tr("One address for every model"));
    m_subtitle->setText(done ? tr("It took %1 seconds. From now on, every request shows up in the live log.")
                                   .arg(shown.seconds)
                             : tr("Three steps, less than a minute. Keys and logs stay on this computer."));
    m_skip->setVisible(!done);
    showKeys();
    if (before.note != shown.note || before.candidates != shown.candidates)
        showNote();
    if (before.tools != shown.tools || before.kinds != shown.kinds || before.tool != shown.tool
        || before.step != shown.step || m_tiles->layout() == nullptr)
        showTools();
    showRequest();
    m_lines->setText(shown.lines, shown.copied);
    m_dot->setTone(shown.stateTone);
    m_state->setText(shown.state);
    m_address->setText(shown.address);
}

void OnboardingView::showKeys()
{
    const bool now = m_shown.step == Step::Keys;
    const auto found = std::ssize(m_shown.offers);
    const auto chosen = std::count_if(
        m_shown.offers.begin(), m_shown.offers.end(), [](auto &offer) { return offer.chosen; });
    const auto note = found > 0 ? found == 1 ? tr("We looked in the usual places and found one")
                                             : tr("We looked in the usual places and found %1").arg(found)
        : m_shown.looking ? tr("Looking in the usual places")
                                : tr("Paste one, or look around without");
    m_keyCard->show(now ? StepCard::State::Now : StepCard::State::Done,
        now ? tr("Bring your keys") : tr("Keys"), now ? note : m_shown.connected);
    m_keyArea->setVisible(now);
    m_key->setPlaceholderText(found > 0 ? tr("Or paste any key. It is recognised as you paste.")
                                        : tr("Paste any key. It is recognised as you paste."));
    m_offers->setOffers(m_shown.offers);
    m_passphrase->setVisible(m_shown.asksPassphrase);
    m_promise->setText(m_shown.asksPassphrase
            ? tr("No keychain answers; your passphrase encrypts a file instead.")
            : tr("Keys go into your system keychain, nowhere else."));
    m_use->setText(m_shown.settledOnce ? tr("Continue")
            : m_shown.working          ? tr("Testing")
            : chosen > 1               ? tr("Test and use these %1").arg(chosen)
                                       : tr("Test and use it"));
    m_use->setEnabled((chosen > 0 || m_shown.settledOnce) && !m_shown.working);
    m_key->setEnabled(!m_shown.working);
    m_demo->setVisible(chosen == 0 || found == 0);
}

void OnboardingView::showNote()
{
    auto *place = renew<QVBoxLayout>(*m_notePlace);
    if (m_shown.note)
        place->addWidget(
            new Banner(m_shown.note->tone, m_shown.note->tone == Tone::Bad ? u"alert"_s : u"info"_s,
                m_shown.note->what, m_shown.note->means));
    m_notePlace->setVisible(m_shown.note.has_value());
    auto *grid = renew<QGridLayout>(*m_candidates);
    for (int column = 0; column < candidateColumns; ++column)
        grid->setColumnStretch(column, 1);
    int index = 0;
    for (const auto &candidate : m_shown.candidates) {
        auto *tile = new ChoiceTile(candidate.kind, candidate.name, candidate.host);
        connect(tile, &QAbstractButton::clicked, this,
            [this, kind = candidate.kind] { Q_EMIT candidateChosen(kind); });
        grid->addWidget(tile, index / candidateColumns, index % candidateColumns);
        ++index;
    }
    m_candidates->setVisible(index > 0);
}

void OnboardingView::showTools()
{
    const bool later = m_shown.step == Step::Keys;
    const bool chosen = !m_shown.tool.isEmpty();
    const auto state = later ? StepCard::State::Later : chosen ? StepCard::State::Done : StepCard::State::Now;
    const bool done = m_shown.step == Step::Done;
    m_toolCard->show(state, chosen ? tr("Tool") : tr("Choose your tool"),
        chosen ? tr("%1 has a key of its own").arg(m_shown.toolName) : m_shown.toolsNote);
    auto *row = renew<QHBoxLayout>(*m_tiles);
    for (const auto &tool : m_shown.tools) {
        auto *tile = ChoiceTile::forTool(tool.name);
        tile->setChecked(tool.id == m_shown.tool);
        tile->setEnabled(!done);
        connect(tile, &QAbstractButton::clicked, this, [this, tile, id = tool.id] {
            tile->setChecked(id == m_shown.tool);
            Q_EMIT toolChosen(id);
        });
        row->addWidget(tile, 1);
    }
    m_toolArea->setVisible(!later);
    while (auto *item = m_keyCard->side()->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!later) {
        for (const auto &kind : m_shown.kinds)
            m_keyCard->side()->addWidget(new Badge(kind, 24));
    }
    m_linesArea->setVisible(chosen && !done);
    m_file->setText(m_shown.file.isEmpty()
            ? tr("Set this, then use it as always:")
            : tr("Put this into %1, then use it as always:").arg(m_shown.file));
    m_after->setText(m_shown.after);
    m_after->setVisible(!m_shown.after.isEmpty());
    m_lines->fitLines(linesShown);
}

void OnboardingView::showRequest()
{
    const bool done = m_shown.step == Step::Done && m_shown.proof;
    const bool waits = m_shown.step == Step::Tool && !m_shown.tool.isEmpty();
    m_requestCard->show(done ? StepCard::State::Done
            : waits          ? StepCard::State::Now
                             : StepCard::State::Later,
        done ? tr("First request") : tr("Send one request"),
        done ? m_shown.proof->sentBy : tr("We wait and show you the route it takes"));
    m_waitArea->setVisible(waits);
    m_waiting->setText(m_shown.waiting);
    auto *place = renew<QVBoxLayout>(*m_troublePlace);
    if (m_shown.trouble)
        place->addWidget(
            new Banner(m_shown.trouble->tone, u"alert"_s, m_shown.trouble->what, m_shown.trouble->means));
    m_troublePlace->setVisible(waits && m_shown.trouble.has_value());
    m_endArea->setVisible(done);
    if (done)
        m_track->setProof(*m_shown.proof);
    m_connect->setVisible(m_shown.canConnect);
    m_log->setText(m_shown.canOpenLog ? tr("Open the live log") : tr("Open the overview"));
}

Secret OnboardingView::pastedKey() const
{
    return m_key->key();
}

Secret OnboardingView::passphrase() const
{
    return Secret(m_passphrase->text().toStdString());
}

void OnboardingView::cover(QWidget &window)
{
    for (auto *child : window.findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly)) {
        if (child != this && child->isEnabled() && !child->isWindow()) {
            child->setEnabled(false);
            m_covered.push_back(child);
        }
    }
    window.installEventFilter(this);
    setGeometry(window.rect());
    raise();
}

void OnboardingView::leave()
{
    for (auto *child : std::exchange(m_covered, {}))
        child->setEnabled(true);
    if (auto *window = parentWidget())
        window->removeEventFilter(this);
    hide();
    deleteLater();
}

bool OnboardingView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

void OnboardingView::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), tokens().canvas);
}

} // namespace slipswitch::ui
