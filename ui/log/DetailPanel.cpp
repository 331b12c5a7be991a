#include "ui/log/DetailPanel.h"

#include "ui/log/DetailParts.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/CodeView.h"
#include "ui/widgets/FindBar.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Pill.h"
#include "ui/widgets/Placeholders.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int side = 18, linesOfProblem = 8;

/// Scrolls when it is higher than the panel; its edges are those of the panel.
std::pair<QWidget *, QVBoxLayout *> scrolled()
{
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(side, 14, side, 16);
    column->setSpacing(8);
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    return {scroll, column};
}

void clear(QLayout &layout)
{
    while (auto *item = layout.takeAt(0)) {
        if (item->layout())
            clear(*item->layout());
        delete item->widget();
        delete item;
    }
}

} // namespace

DetailPanel::DetailPanel(QWidget *parent)
    : QWidget(parent)
    , m_result(new Pill)
    , m_model(new ElidedLabel({}, Type::Step))
    , m_requested(new ElidedLabel({}, Type::Body, Ink::Tertiary))
    , m_tool(new ElidedLabel({}, Type::Small, Ink::Secondary))
    , m_id(new ElidedLabel({}, Type::MonoSmall, Ink::Tertiary, Qt::ElideMiddle))
    , m_time(new Label({}, Type::Mono, Ink::Secondary))
    , m_copyId(new CopyButton(tr("Copy the request's id")))
    , m_curl(makeButton(tr("Copy as cURL"), u"terminal"_s))
    , m_tabs(new QTabBar)
    , m_stack(new QStackedWidget)
    , m_whole(new QStackedWidget)
{
    setAccessibleName(tr("Request"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 0, 0, 0);
    column->addWidget(m_whole);
    auto *known = new QWidget;
    auto *inner = new QVBoxLayout(known);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addWidget(makeHead());
    for (const auto &name : {tr("Trace"), tr("Request"), tr("Response"), tr("Headers"), tr("Cost")})
        m_tabs->addTab(name);
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("Parts of the request"));
    auto *tabRow = new QHBoxLayout;
    tabRow->setContentsMargins(side - 8, 0, 8, 0);
    tabRow->addWidget(m_tabs);
    tabRow->addStretch(1);
    inner->addLayout(tabRow);
    inner->addWidget(new Separator);
    inner->addWidget(m_stack, 1);
    m_stack->addWidget(makeTrace());
    m_stack->addWidget(makeBody(true));
    m_stack->addWidget(makeBody(false));
    m_stack->addWidget(makeLines(m_headers, m_headersNote));
    Label *none = nullptr;
    m_stack->addWidget(makeLines(m_cost, none));
    connect(m_tabs, &QTabBar::currentChanged, m_stack, &QStackedWidget::setCurrentIndex);

    auto *loading = new QWidget;
    auto *loadingColumn = new QVBoxLayout(loading);
    loadingColumn->setContentsMargins(side, 20, side, side);
    loadingColumn->addWidget(new Skeleton(9));
    loadingColumn->addStretch(1);
    auto *wrong = new QWidget;
    auto *wrongColumn = new QVBoxLayout(wrong);
    wrongColumn->setContentsMargins(side, 20, side, side);
    auto *row = new QHBoxLayout;
    m_problemTitle = new Label({}, Type::Step);
    row->addWidget(m_problemTitle, 1);
    auto *close = makeIconButton(u"cross"_s, tr("Close"));
    row->addWidget(close);
    connect(close, &QPushButton::clicked, this, &DetailPanel::closed);
    wrongColumn->addLayout(row);
    m_problemText = new Label({}, Type::Body, Ink::Secondary);
    m_problemText->setWrapped();
    wrongColumn->addWidget(m_problemText);
    wrongColumn->addStretch(1);
    for (auto *state : {loading, known, wrong})
        m_whole->addWidget(state);
    connect(m_curl, &QPushButton::clicked, this, &DetailPanel::curlRequested);
}

QWidget *DetailPanel::makeHead()
{
    auto *head = new QWidget;
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(side, 12, 10, 4);
    column->setSpacing(9);
    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_result);
    first->addWidget(m_model);
    first->addWidget(m_requested, 1);
    auto *close = makeIconButton(u"cross"_s, tr("Close"));
    connect(close, &QPushButton::clicked, this, &DetailPanel::closed);
    first->addWidget(close);
    column->addLayout(first);
    auto *second = new QHBoxLayout;
    second->setSpacing(8);
    second->addWidget(m_time);
    second->addWidget(m_tool);
    second->addWidget(m_id, 1);
    second->addWidget(m_copyId);
    column->addLayout(second);
    auto *third = new QHBoxLayout;
    third->setSpacing(8);
    third->addWidget(m_curl);
    third->addStretch(1);
    column->addLayout(third);
    return head;
}

QWidget *DetailPanel::makeTrace()
{
    auto [scroll, column] = scrolled();
    m_liveNote
        = new Label(tr("Still under way. What was tried is told when it ends."), Type::Small, Ink::Secondary);
    column->addWidget(m_liveNote);
    m_fall = new Waterfall;
    column->addWidget(m_fall);
    column->addSpacing(4);
    column->addWidget(new Separator);
    column->addSpacing(4);
    m_figures = new FigureRow({tr("Total"), tr("First token"), tr("Speed"), tr("Cost")});
    column->addWidget(m_figures);
    column->addSpacing(4);
    auto *row = new QHBoxLayout;
    row->addWidget(new Label(tr("Tokens"), Type::SmallStrong), 1);
    m_tokensNote = new Label({}, Type::Small, Ink::Secondary);
    row->addWidget(m_tokensNote);
    column->addLayout(row);
    m_tokens = new TokenBar;
    column->addWidget(m_tokens);
    m_traceParts = new QWidget;
    auto *more = new QVBoxLayout(m_traceParts);
    more->setContentsMargins(0, 4, 0, 0);
    more->setSpacing(6);
    more->addWidget(new Separator);
    more->addSpacing(6);
    m_whyTitle = new Label({}, Type::SmallStrong);
    more->addWidget(m_whyTitle);
    m_why = new Label({}, Type::Small, Ink::Secondary);
    m_why->setWrapped();
    more->addWidget(m_why);
    column->addWidget(m_traceParts);
    column->addSpacing(6);
    m_saidTitle = new Label(tr("What the provider said"), Type::SmallStrong);
    column->addWidget(m_saidTitle);
    m_said = new CodeView(tr("The provider's words"));
    m_said->setWrapped(true);
    m_said->fitLines(linesOfProblem);
    column->addWidget(m_said);
    column->addStretch(1);
    return scroll;
}

QWidget *DetailPanel::makeBody(bool request)
{
    auto &tab = request ? m_request : m_response;
    tab.stack = new QStackedWidget;
    auto *kept = new QWidget;
    auto *column = new QVBoxLayout(kept);
    column->setContentsMargins(side, 14, side, 16);
    tab.code = new CodeView(request ? tr("The request's body") : tr("The answer's body"));
    tab.code->setWrapped(true);
    tab.find = new FindBar(*tab.code->edit());
    column->addWidget(tab.find);
    column->addWidget(tab.code);
    tab.stack->addWidget(kept);
    auto *none = new QWidget;
    auto *words = new QVBoxLayout(none);
    words->setContentsMargins(side, 18, side, 16);
    words->setSpacing(8);
    tab.title = new Label({}, Type::CardTitle);
    tab.text = new Label({}, Type::Body, Ink::Secondary);
    tab.text->setWrapped();
    tab.keep = makeButton({});
    connect(tab.keep, &QPushButton::clicked, this, [this] { Q_EMIT keepBodiesRequested(!m_keeping.on); });
    words->addWidget(tab.title);
    words->addWidget(tab.text);
    words->addSpacing(4);
    words->addWidget(tab.keep, 0, Qt::AlignLeft);
    words->addStretch(1);
    tab.stack->addWidget(none);
    return tab.stack;
}

/// @param note  what stands beneath the lines; empty until somebody says something.
QWidget *DetailPanel::makeLines(QVBoxLayout *&lines, Label *&note)
{
    auto [scroll, column] = scrolled();
    lines = new QVBoxLayout;
    lines->setSpacing(0);
    column->addLayout(lines);
    note = new Label({}, Type::Small, Ink::Tertiary);
    note->setWrapped();
    column->addWidget(note);
    column->addStretch(1);
    return scroll;
}

void DetailPanel::setLoading(RequestId id)
{
    if (m_detail.id == id && m_whole->currentIndex() == 1)
        return;
    m_detail = {};
    m_detail.id = id;
    m_whole->setCurrentIndex(0);
}

void DetailPanel::setProblem(const QString &title, const QString &text)
{
    m_problemTitle->setText(title);
    m_problemText->setText(text);
    m_whole->setCurrentIndex(2);
}

void DetailPanel::setDetail(const DetailData &detail)
{
    m_detail = detail;
    m_result->setPill(detail.result);
    m_model->setText(detail.model);
    m_requested->setText(detail.requested.isEmpty() ? QString() : tr("for %1").arg(detail.requested));
    m_time->setText(detail.time);
    m_tool->setText(detail.about.isEmpty() || detail.about == detail.tool
            ? detail.tool
            : detail.tool + u"  "_s + detail.about);
    m_id->setText(detail.idText);
    m_id->setToolTip(detail.idText);
    m_copyId->setContent(detail.idText);
    m_curl->setEnabled(!detail.live);
    setAccessibleName(tr("Request of %1, %2").arg(detail.tool, detail.model));
    showTrace();
    showBody(true);
    showBody(false);
    showHeaders();
    clear(*m_cost);
    addLines(*m_cost, detail.cost);
    m_whole->setCurrentIndex(1);
}

void DetailPanel::showTrace()
{
    m_liveNote->setVisible(m_detail.live);
    m_fall->setVisible(!m_detail.live);
    m_fall->setRows(m_detail.trace);
    m_figures->setFigures({m_detail.figures.begin(), m_detail.figures.end()});
    m_tokensNote->setText(m_detail.tokensNote);
    m_tokens->setParts(m_detail.tokens);
    m_tokens->setVisible(!m_detail.tokens.empty());
    m_traceParts->setVisible(!m_detail.why.isEmpty());
    m_whyTitle->setText(m_detail.whyTitle);
    m_why->setText(m_detail.why);
    m_saidTitle->setVisible(!m_detail.problem.isEmpty());
    m_said->setVisible(!m_detail.problem.isEmpty());
    m_said->setText(m_detail.problem);
}

void DetailPanel::setKeeping(const BodyKeeping &keeping)
{
    if (m_keeping == keeping)
        return;
    m_keeping = keeping;
    showBody(true);
    showBody(false);
}

void DetailPanel::showBody(bool request)
{
    auto &tab = request ? m_request : m_response;
    const auto &body = request ? m_detail.request : m_detail.response;
    tab.stack->setCurrentIndex(body ? 0 : 1);
    if (body) {
        tab.code->setText(body->shown, body->whole);
        return;
    }
    tab.title->setText(m_keeping.on ? tr("This body was not kept") : tr("Bodies are not kept"));
    tab.text->setText(!m_keeping.on ? tr("Requests and answers pass through and leave no trace but their "
                                         "figures. Those of the next ten "
                                         "minutes can be kept on this computer, with secrets blacked out.")
            : m_keeping.until.isEmpty()
            ? tr("It was made before bodies were kept, is past its time, or was empty.")
            : tr("New ones are, until %1. This one was made before.").arg(m_keeping.until));
    tab.keep->setVisible(!m_keeping.on || !m_keeping.until.isEmpty());
    tab.keep->setText(m_keeping.on ? tr("Stop keeping them") : tr("Turn on for the next 10 minutes"));
}

void DetailPanel::showHeaders()
{
    clear(*m_headers);
    addLines(*m_headers, m_detail.head);
    const auto addGroup = [this](const QString &title, const DetailData::Lines &lines) {
        if (lines.empty())
            return;
        m_headers->addSpacing(14);
        m_headers->addWidget(new Label(title, Type::Step));
        addLines(*m_headers, lines);
    };
    addGroup(tr("From the tool"), m_detail.sentHeaders);
    addGroup(tr("From the provider"), m_detail.gotHeaders);
    m_headersNote->setText(m_detail.sentHeaders.empty()
            ? tr("All headers are kept where bodies are; keys and cookies never.")
            : tr("Keys and cookies are left out before anything is kept."));
}

void DetailPanel::addLines(QVBoxLayout &to, const DetailData::Lines &lines)
{
    for (const auto &[name, value] : lines) {
        auto *row = new QWidget;
        auto *inner = new QHBoxLayout(row);
        inner->setContentsMargins(0, 6, 0, 6);
        inner->setSpacing(12);
        auto *lead = new Label(name, Type::Small, Ink::Secondary);
        lead->setFixedWidth(126);
        lead->setWrapped();
        auto *label = new Label(value, Type::SmallStrong);
        label->setWrapped();
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        inner->addWidget(lead, 0, Qt::AlignTop);
        inner->addWidget(label, 1);
        to.addWidget(row);
    }
}

/// In the body that is shown, else in the first that there is.
void DetailPanel::find()
{
    if (m_tabs->currentIndex() != Request && m_tabs->currentIndex() != Response)
        setTab(m_detail.response || !m_detail.request ? Response : Request);
    auto &tab = m_tabs->currentIndex() == Request ? m_request : m_response;
    if (tab.stack->currentIndex() == 0)
        tab.find->open();
}

void DetailPanel::setTab(Tab tab)
{
    m_tabs->setCurrentIndex(tab);
}

void DetailPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    painter.fillRect(rect(), t.surface);
    painter.fillRect(0, 0, 1, height(), t.border);
}

void DetailPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else
        QWidget::keyPressEvent(event);
}

} // namespace slipswitch::ui
