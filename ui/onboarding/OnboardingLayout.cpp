#include "ui/onboarding/OfferList.h"
#include "ui/onboarding/OnboardingView.h"
#include "ui/onboarding/StepCard.h"
#include "ui/onboarding/TrackView.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/CodeView.h"
#include "ui/widgets/Figures.h"
#include "ui/widgets/KeyField.h"
#include "ui/widgets/Label.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>

// How the first screen is put together; what it shows stands in OnboardingView.cpp.
namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int columnWidth = 720, topHeight = 60, footHeight = 36, sideInset = 28;

class Picture : public QWidget
{
public:
    Picture(QString name, int size, std::optional<Ink> ink)
        : m_name(std::move(name))
        , m_ink(ink)
    {
        setFixedSize(size, size);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintIcon(painter, rect(), m_name, m_ink ? tokens().ink(*m_ink) : QColor(Qt::white));
    }

private:
    QString m_name;
    std::optional<Ink> m_ink;
};

QVBoxLayout *column(QWidget *whole, int spacing)
{
    auto *made = new QVBoxLayout(whole);
    made->setContentsMargins(0, 0, 0, 0);
    made->setSpacing(spacing);
    return made;
}

} // namespace

OnboardingView::OnboardingView(QWidget *parent)
    : QWidget(parent)
    , m_title(new Label({}, Type::Welcome))
    , m_subtitle(new Label({}, Type::Body, Ink::Secondary))
    , m_keyCard(new StepCard(1))
    , m_toolCard(new StepCard(2))
    , m_requestCard(new StepCard(3))
{
    setAccessibleName(tr("First steps"));
    auto *whole = column(this, 0);
    whole->addWidget(makeTop());
    m_scroll = new QScrollArea;
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->viewport()->setAutoFillBackground(false);
    auto *body = new QWidget;
    auto *middle = column(body, 14);
    middle->setContentsMargins(24, 46, 24, 32);
    auto larger = m_subtitle->font();
    larger.setPixelSize(15);
    m_subtitle->setFont(larger);
    middle->addWidget(m_title, 0, Qt::AlignHCenter);
    middle->setSpacing(0);
    middle->addSpacing(8);
    middle->addWidget(m_subtitle, 0, Qt::AlignHCenter);
    middle->addSpacing(28);
    auto *cards = new QWidget;
    cards->setFixedWidth(columnWidth);
    auto *stack = column(cards, 14);
    m_keyCard->setContent(makeKeys());
    m_toolCard->setContent(makeTools());
    m_requestCard->setContent(makeWaiting());
    m_requestCard->setContent(makeEnd());
    for (auto *card : {m_keyCard, m_toolCard, m_requestCard})
        stack->addWidget(card);
    middle->addWidget(cards, 0, Qt::AlignHCenter);
    middle->addStretch(1);
    m_scroll->setWidget(body);
    body->setAutoFillBackground(false);
    whole->addWidget(m_scroll, 1);
    whole->addWidget(new Separator);
    whole->addWidget(makeFoot());
    setFocusProxy(m_use);
    setData({});
    if (parent)
        cover(*parent);
}

QWidget *OnboardingView::makeTop()
{
    auto *top = new QWidget;
    top->setFixedHeight(topHeight);
    auto *row = new QHBoxLayout(top);
    row->setContentsMargins(sideInset, 0, sideInset, 0);
    row->setSpacing(10);
    row->addWidget(new Picture(u"mark"_s, 26, {}));
    row->addWidget(new Label(u"Slipswitch"_s, Type::Step));
    row->addStretch(1);
    m_skip = makeButton(tr("Skip, I will do it by hand"), {}, ButtonKind::Ghost);
    connect(m_skip, &QPushButton::clicked, this, &OnboardingView::skipped);
    row->addWidget(m_skip);
    return top;
}

QWidget *OnboardingView::makeFoot()
{
    auto *foot = new QWidget;
    foot->setFixedHeight(footHeight);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(sideInset - 4, 0, sideInset, 0);
    row->setSpacing(7);
    m_dot = new StatusDot(14);
    m_state = new Label({}, Type::SmallStrong);
    m_address = new Label({}, Type::MonoSmall, Ink::Secondary);
    row->addWidget(m_dot);
    row->addWidget(m_state);
    row->addSpacing(3);
    row->addWidget(m_address);
    row->addStretch(1);
    row->addWidget(new Label(tr("No account needed"), Type::Small, Ink::Secondary));
    return foot;
}

QWidget *OnboardingView::makeKeys()
{
    m_keyArea = new QWidget;
    auto *stack = column(m_keyArea, 12);
    m_offers = new OfferList;
    connect(m_offers, &OfferList::chosen, this, &OnboardingView::offerChosen);
    stack->addWidget(m_offers);
    m_key = new KeyField(tr("API key"));
    m_key->setMinimumHeight(38);
    connect(m_key, &QLineEdit::textChanged, this, &OnboardingView::keyChanged);
    stack->addWidget(m_key);
    m_notePlace = new QWidget;
    m_candidates = new QWidget;
    stack->addWidget(m_notePlace);
    stack->addWidget(m_candidates);
    m_notePlace->hide();
    m_candidates->hide();
    m_passphrase = new QLineEdit;
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphrase->setPlaceholderText(tr("A passphrase of your choice"));
    m_passphrase->setAccessibleName(tr("Passphrase"));
    stack->addWidget(m_passphrase);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(new Picture(u"lock"_s, 14, Ink::Tertiary));
    m_promise = new ElidedLabel({}, Type::Small, Ink::Secondary);
    row->addWidget(m_promise, 1);
    m_demo = makeButton(tr("Try without a key"), {}, ButtonKind::Secondary);
    m_use = makeButton({}, {}, ButtonKind::Primary);
    row->addWidget(m_demo);
    row->addWidget(m_use);
    connect(m_demo, &QPushButton::clicked, this, &OnboardingView::demoRequested);
    connect(m_use, &QPushButton::clicked, this, &OnboardingView::useRequested);
    connect(m_key, &QLineEdit::returnPressed, m_use, &QPushButton::click);
    connect(m_passphrase, &QLineEdit::returnPressed, m_use, &QPushButton::click);
    stack->addLayout(row);
    return m_keyArea;
}

QWidget *OnboardingView::makeTools()
{
    m_toolArea = new QWidget;
    auto *stack = column(m_toolArea, 12);
    m_tiles = new QWidget;
    stack->addWidget(m_tiles);
    m_linesArea = new QWidget;
    auto *lines = column(m_linesArea, 8);
    m_file = new Label({}, Type::Small, Ink::Secondary);
    m_file->setWrapped();
    lines->addWidget(m_file);
    m_lines = new CodeView(tr("Lines to copy"));
    lines->addWidget(m_lines);
    m_after = new Label({}, Type::Small, Ink::Secondary);
    m_after->setWrapped();
    lines->addWidget(m_after);
    stack->addWidget(m_linesArea);
    return m_toolArea;
}

QWidget *OnboardingView::makeWaiting()
{
    m_waitArea = new QWidget;
    auto *stack = column(m_waitArea, 10);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_waitDot = new StatusDot(16);
    m_waitDot->setTone(Tone::Accent);
    row->addWidget(m_waitDot);
    m_waiting = new Label({}, Type::Body);
    row->addWidget(m_waiting, 1);
    stack->addLayout(row);
    m_troublePlace = new QWidget;
    stack->addWidget(m_troublePlace);
    return m_waitArea;
}

QWidget *OnboardingView::makeEnd()
{
    m_endArea = new QWidget;
    auto *stack = column(m_endArea, 12);
    m_track = new TrackView;
    stack->addWidget(m_track);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(
        new ElidedLabel(tr("Next: add a fallback, connect a second tool."), Type::Body, Ink::Secondary), 1);
    m_connect = makeButton(tr("Connect another tool"));
    m_log = makeButton({}, {}, ButtonKind::Primary);
    row->addWidget(m_connect);
    row->addWidget(m_log);
    connect(m_connect, &QPushButton::clicked, this, [this] { Q_EMIT finished(u"connect"_s); });
    connect(m_log, &QPushButton::clicked, this,
        [this] { Q_EMIT finished(m_shown.canOpenLog ? u"log"_s : u"overview"_s); });
    stack->addLayout(row);
    return m_endArea;
}

} // namespace slipswitch::ui
