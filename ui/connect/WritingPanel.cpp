#include "ui/connect/WritingPanel.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/CodeView.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Messages.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using Kind = service::DiffLine::Kind;
using State = ConnectData::Writing::State;

namespace {

constexpr int mostLines = 18;

class Tick : public QWidget
{
public:
    Tick() { setFixedSize(15, 15); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintIcon(painter, rect(), u"check"_s, tokens().ok);
    }
};

QString signOf(Kind kind)
{
    switch (kind) {
    case Kind::Added:
        return u"+ "_s;
    case Kind::Removed:
        return u"− "_s;
    case Kind::Gap:
        return u"  …"_s;
    case Kind::Same:
        break;
    }
    return u"  "_s;
}

} // namespace

WritingPanel::WritingPanel(QWidget *parent)
    : QWidget(parent)
    , m_code(new CodeView(tr("What changes in the file")))
    , m_refused(new Banner(Tone::Warn, u"alert"_s, {}))
    , m_tick(new Tick)
    , m_says(new Label({}, Type::Small, Ink::Secondary))
    , m_write(makeButton(tr("Write it"), u"edit"_s, ButtonKind::Primary))
    , m_putBack(makeButton(tr("Put the old file back"), u"undo"_s))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    m_code->fitLines(mostLines);
    m_code->setColoured();
    m_code->copyButton()->hide(); // signs are no lines of a file
    column->addWidget(m_code);
    column->addWidget(m_refused);
    auto *row = new QHBoxLayout;
    row->setSpacing(7);
    row->addWidget(m_tick);
    m_says->setWrapped();
    row->addWidget(m_says, 1);
    row->addWidget(m_putBack);
    row->addWidget(m_write);
    column->addLayout(row);
    connect(m_write, &QPushButton::clicked, this, &WritingPanel::writeRequested);
    connect(m_putBack, &QPushButton::clicked, this, &WritingPanel::putBackRequested);
}

void WritingPanel::setWriting(const ConnectData::Writing &writing)
{
    const bool sameLines = m_shown.lines == writing.lines;
    m_shown = writing;
    const bool refused = writing.state == State::Refused;
    m_code->setVisible(!refused && !writing.lines.empty());
    if (!sameLines)
        showLines();
    m_refused->setVisible(refused);
    if (refused)
        m_refused->setText(tr("This file is left alone; copy the lines by hand."), writing.says);
    m_tick->setVisible(writing.isDone());
    m_says->setVisible(!refused);
    m_says->setText(refused ? QString() : writing.says);
    m_write->setVisible(writing.state == State::Ready);
    m_write->setEnabled(writing.canWrite);
    m_putBack->setVisible(writing.canPutBack);
}

void WritingPanel::showLines()
{
    QStringList texts;
    std::vector<Tone> grounds;
    for (const auto &line : m_shown.lines) {
        texts.append(signOf(line.kind) + QString::fromStdString(line.text));
        grounds.push_back(line.kind == Kind::Added ? Tone::Ok
                : line.kind == Kind::Removed       ? Tone::Bad
                                                   : Tone::Neutral);
    }
    m_code->setText(texts.join(u'\n'));
    m_code->setGrounds(std::move(grounds));
}

QString WritingPanel::note() const
{
    const auto of = [&](Kind kind) {
        return static_cast<int>(std::count_if(m_shown.lines.begin(), m_shown.lines.end(),
            [kind](const service::DiffLine &line) { return line.kind == kind; }));
    };
    const auto lines = std::max(of(Kind::Added), of(Kind::Removed));
    switch (m_shown.state) {
    case State::Ready:
        return lines == 1 ? tr("this line is all that changes")
                          : tr("these %1 lines are all that changes").arg(lines);
    case State::Written:
        return lines == 1 ? tr("this line is all that changed")
                          : tr("these %1 lines are all that changed").arg(lines);
    case State::Same:
        return tr("nothing to change");
    case State::Refused:
    case State::Looking:
        break;
    }
    return {};
}

} // namespace slipswitch::ui
