#include "tests/ui/gallery/Scenes.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Lines.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/CodeView.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Figures.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Messages.h"
#include "ui/widgets/Pill.h"
#include "ui/widgets/Placeholders.h"
#include "ui/widgets/Waterfall.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QRadioButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTableWidget>
#include <QVBoxLayout>

namespace slipswitch::gallery {

using namespace Qt::StringLiterals;
using namespace slipswitch::ui;

namespace {

Card *buttons()
{
    auto *card = new Card(u"Buttons"_s);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(9);
    const std::array kinds {
        ButtonKind::Primary, ButtonKind::Secondary, ButtonKind::Danger, ButtonKind::Ghost};
    const QStringList words {u"Save rule"_s, u"Pause"_s, u"Remove"_s, u"Cancel"_s};
    grid->addWidget(new Label(u"Rest"_s, Type::Caption, Ink::Tertiary), 0, 0);
    grid->addWidget(new Label(u"Icon"_s, Type::Caption, Ink::Tertiary), 0, 1);
    grid->addWidget(new Label(u"Disabled"_s, Type::Caption, Ink::Tertiary), 0, 2);
    grid->addWidget(new Label(u"Small"_s, Type::Caption, Ink::Tertiary), 0, 3);
    for (std::size_t index = 0; index < kinds.size(); ++index) {
        const int row = static_cast<int>(index) + 1;
        const auto word = words[static_cast<qsizetype>(index)];
        grid->addWidget(makeButton(word, {}, kinds[index]), row, 0, Qt::AlignLeft);
        grid->addWidget(makeButton(word, u"play"_s, kinds[index]), row, 1, Qt::AlignLeft);
        auto *off = makeButton(word, {}, kinds[index]);
        off->setEnabled(false);
        grid->addWidget(off, row, 2, Qt::AlignLeft);
        auto *small = makeButton(word, {}, kinds[index]);
        setSmall(*small);
        grid->addWidget(small, row, 3, Qt::AlignLeft);
    }
    card->body()->addLayout(grid);
    return card;
}

Card *fields()
{
    auto *card = new Card(u"Fields and switches"_s);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    const auto put = [&](int row, int column, const QString &title, QWidget *field) {
        auto *cell = new QVBoxLayout;
        cell->setSpacing(4);
        cell->addWidget(new Label(title, Type::SmallStrong, Ink::Secondary));
        cell->addWidget(field);
        grid->addLayout(cell, row, column);
    };
    put(0, 0, u"Rest"_s, new QLineEdit(u"web-shop"_s));
    auto *combo = new QComboBox;
    combo->addItems({u"20 seconds"_s, u"60 seconds"_s});
    put(0, 1, u"Choice"_s, combo);
    auto *bad = new QLineEdit(u"127.0.0.1:99999"_s);
    bad->setFont(font(Type::Mono));
    setFaulty(*bad, true);
    put(1, 0, u"Error"_s, bad);
    auto *off = new QLineEdit;
    off->setPlaceholderText(u"Set by policy"_s);
    off->setEnabled(false);
    put(1, 1, u"Disabled"_s, off);
    auto *number = new QSpinBox;
    number->setRange(1, 65535);
    number->setValue(4141);
    put(2, 0, u"Port"_s, number);
    auto *search = new QLineEdit;
    search->setPlaceholderText(u"Find a provider"_s);
    search->addAction(icon(u"search"_s), QLineEdit::LeadingPosition);
    put(2, 1, u"Search"_s, search);
    card->body()->addLayout(grid);
    auto *row = new QHBoxLayout;
    for (const bool on : {true, false}) {
        auto *toggle = new Switch(u"Example"_s);
        toggle->setChecked(on);
        row->addWidget(toggle);
        row->addWidget(new Label(on ? u"On"_s : u"Off"_s));
        row->addSpacing(8);
    }
    auto *yes = new QCheckBox(u"Yes"_s);
    yes->setChecked(true);
    row->addWidget(yes);
    row->addWidget(new QCheckBox(u"No"_s));
    auto *radio = new QRadioButton(u"One"_s);
    radio->setChecked(true);
    row->addWidget(radio);
    row->addStretch(1);
    card->body()->addLayout(row);
    return card;
}

class LineBars : public QWidget
{
protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const auto &t = ui::tokens();
        const auto each = width() / static_cast<double>(t.lines.size());
        for (std::size_t index = 0; index < t.lines.size(); ++index)
            paintRound(painter, {static_cast<double>(index) * each, 0, each - 3, 14}, 3, t.lines[index]);
    }
};

Card *pills()
{
    auto *card = new Card(u"Result pills"_s, u"icon and word, never colour alone"_s);
    auto *first = new QHBoxLayout;
    first->setSpacing(6);
    for (const auto &pill : std::vector<PillText> {{u"200"_s, u"check"_s, Tone::Ok},
             {u"Fallback"_s, u"fallback"_s, Tone::Warn}, {u"Retried"_s, u"retry"_s, Tone::Warn},
             {u"Cached"_s, u"bolt"_s, Tone::Cache}, {u"529"_s, u"cross"_s, Tone::Bad}})
        first->addWidget(new Pill(pill));
    first->addStretch(1);
    card->body()->addLayout(first);
    auto *second = new QHBoxLayout;
    second->setSpacing(6);
    second->addWidget(new Pill({u"Blocked"_s, u"shield"_s, Tone::Neutral}));
    second->addWidget(new Pill({u"Streaming"_s, u"dot"_s, Tone::Accent}));
    second->addWidget(new Chip(u"tool is"_s, u"Codex"_s));
    second->addWidget(new SegmentedControl(u"View"_s, {{u"Live"_s, {}}, {u"Paused"_s, {}}}));
    second->addStretch(1);
    card->body()->addLayout(second);
    card->body()->addWidget(
        new Label(u"Provider lines, safe for the three colour-vision types"_s, Type::Caption, Ink::Tertiary));
    auto *badges = new QHBoxLayout;
    badges->setSpacing(8);
    for (const auto &kind : {u"anthropic"_s, u"openai"_s, u"google"_s, u"deepseek"_s, u"openrouter"_s,
             u"groq"_s, u"mistral"_s, u"ollama"_s})
        badges->addWidget(new Badge(kind, 26));
    badges->addStretch(1);
    card->body()->addLayout(badges);
    auto *bars = new LineBars;
    bars->setFixedHeight(14);
    card->body()->addWidget(bars);
    return card;
}

Card *type()
{
    auto *card = new Card(u"Type"_s, u"Inter with fixed-width digits, JetBrains Mono for code"_s);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(new Label(u"$84"_s, Type::Number));
    row->addWidget(new Label(u"Page 18"_s, Type::Title), 0, Qt::AlignBottom);
    row->addWidget(new Label(u"Card 13"_s, Type::CardTitle), 0, Qt::AlignBottom);
    row->addWidget(new Label(u"Body 13"_s), 0, Qt::AlignBottom);
    row->addWidget(new Label(u"Note 12"_s, Type::Small, Ink::Tertiary), 0, Qt::AlignBottom);
    row->addWidget(new Label(u"Mono 12 ://"_s, Type::Mono), 0, Qt::AlignBottom);
    row->addStretch(1);
    card->body()->addLayout(row);
    return card;
}

Card *empty()
{
    auto *card = new Card(u"Empty"_s, u"says what to do next"_s);
    auto *state = new EmptyState(
        u"log"_s, u"No requests yet"_s, u"Send one from a connected tool, or try it right here."_s);
    auto *code = new CodeView(u"Command"_s);
    code->fitLines(1);
    code->setText(u"curl http://127.0.0.1:4141/v1/models"_s);
    code->setFixedWidth(340);
    state->add(code);
    state->add(makeButton(u"Send a test request"_s, u"play"_s, ButtonKind::Primary));
    card->body()->addWidget(state);
    return card;
}

Card *loading()
{
    auto *card = new Card(u"Loading"_s, u"shapes only after 300 ms, no spinner"_s);
    card->body()->addWidget(new Skeleton(6));
    return card;
}

Card *trace()
{
    using Kind = WaterfallRow::Kind;
    using std::chrono::milliseconds;
    auto *card = new Card(u"Waterfall and tabs"_s);
    auto *tabs = new QTabBar;
    for (const auto &name : {u"Trace"_s, u"Request"_s, u"Response"_s, u"Headers"_s, u"Cost"_s})
        tabs->addTab(name);
    tabs->setExpanding(false);
    card->body()->addWidget(tabs);
    auto *fall = new Waterfall;
    fall->setRows({{Kind::Check, u"Checks"_s, u"2 masked"_s, {}, {}, milliseconds(4), {}, u"4 ms"_s},
        {Kind::Failed, u"Try 1"_s, u"Anthropic"_s, u"anthropic"_s, milliseconds(5), milliseconds(390), {},
            u"429"_s},
        {Kind::Wait, u"Wait"_s, u"Retry-After"_s, {}, milliseconds(390), milliseconds(1390), {}, u"1.0 s"_s},
        {Kind::Failed, u"Try 2"_s, u"Anthropic"_s, u"anthropic"_s, milliseconds(1390), milliseconds(1800), {},
            u"529"_s},
        {Kind::Answer, u"Fallback"_s, u"OpenAI"_s, u"openai"_s, milliseconds(1800), milliseconds(5900),
            milliseconds(2420), u"streaming 3.5 s"_s}});
    card->body()->addWidget(fall);
    auto *meter = new Meter(u"Budget"_s);
    meter->setValue(0.6, 0.86, 0.96);
    card->body()->addWidget(meter);
    return card;
}

Card *trouble()
{
    auto *card = new Card(u"Trouble"_s, u"what happened, what it means, what to do"_s);
    auto *port = new Banner(Tone::Bad, u"alert"_s, u"Port 4141 is taken"_s,
        u"by node (pid 8812). Tools cannot reach this app."_s);
    (void)port->action(u"Use 4142"_s);
    auto *chain = new Banner(Tone::Warn, u"lock"_s, u"Keychain is locked."_s, u"Requests wait up to 30 s."_s);
    (void)chain->action(u"Unlock"_s);
    auto *net = new Banner(Tone::Info, u"info"_s, u"With this on,"_s,
        u"Claude Code is billed to your API key, not to a Claude subscription."_s);
    for (auto *banner : {port, chain, net})
        card->body()->addWidget(banner);
    return card;
}

Card *table()
{
    auto *card = new Card(u"Table"_s);
    auto *table = new QTableWidget(4, 3);
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(34);
    table->setHorizontalHeaderLabels({u"Model"_s, u"Context"_s, u"Cost"_s});
    table->horizontalHeader()->setSortIndicatorShown(true);
    table->horizontalHeader()->setSortIndicator(2, Qt::DescendingOrder);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    for (int row = 0; row < 4; ++row) {
        table->setItem(row, 0, new QTableWidgetItem(u"model-%1"_s.arg(row)));
        table->setItem(row, 1, new QTableWidgetItem(u"131k"_s));
        table->setItem(row, 2, new QTableWidgetItem(u"$0.15"_s));
    }
    table->selectRow(1);
    card->body()->addWidget(table);
    return card;
}

std::unique_ptr<QWidget> states()
{
    auto window = std::make_unique<QWidget>();
    auto *row = new QHBoxLayout(window.get());
    row->setContentsMargins(28, 24, 28, 24);
    row->setSpacing(16);
    const auto column = [&](std::vector<QWidget *> cards, int stretch) {
        auto *made = new QVBoxLayout;
        made->setSpacing(14);
        for (auto *card : cards)
            made->addWidget(card);
        made->addStretch(1);
        row->addLayout(made, stretch);
    };
    column({buttons(), fields(), pills(), type()}, 10);
    column({empty(), loading(), trace()}, 10);
    column({trouble(), table(),
               new Toast({u"Rule saved"_s, u"In use from the next request"_s, Tone::Ok, u"Undo"_s, {}})},
        10);
    return window;
}

} // namespace

std::vector<Scene> stateScenes()
{
    return {{u"states"_s, states, 400}};
}

} // namespace slipswitch::gallery
