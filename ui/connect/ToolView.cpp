#include "ui/connect/ToolView.h"

#include "ui/connect/ProofRow.h"
#include "ui/connect/StepHead.h"
#include "ui/connect/WritingPanel.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/CodeView.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Messages.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int indent = 38, keyWidth = 320, modelWidth = 300, mostLines = 16;

void clear(QLayout &layout)
{
    while (auto *item = layout.takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

/// A column to the right of the steps' circles.
QVBoxLayout *indented(QVBoxLayout &column)
{
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(indent, 0, 0, 0);
    inner->setSpacing(10);
    column.addLayout(inner);
    return inner;
}

class FileIcon : public QWidget
{
public:
    FileIcon() { setFixedSize(14, 14); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintIcon(painter, rect(), u"file"_s, tokens().text3);
    }
};

void addNotes(QVBoxLayout &place, const std::vector<ConnectData::Note> &notes, bool warnings)
{
    for (const auto &note : notes) {
        if ((note.tone != Tone::Info) == warnings)
            place.addWidget(new Banner(note.tone, warnings ? u"alert"_s : u"info"_s, note.what, note.means));
    }
}

} // namespace

ToolView::ToolView(QWidget *parent)
    : QWidget(parent)
    , m_badge(nullptr)
    , m_name(new Label({}, Type::Title))
    , m_about(new ElidedLabel({}, Type::Body, Ink::Tertiary))
    , m_file(new ElidedLabel({}, Type::Mono, Ink::Secondary, Qt::ElideMiddle))
    , m_standing(new Pill)
    , m_itsKey(makeButton(tr("Its key")))
    , m_newKey(makeButton(tr("New key"), u"plus"_s, ButtonKind::Ghost))
    , m_keyStep(new StepHead(1, tr("Give it its own key")))
    , m_linesStep(new StepHead(2, tr("Point it here")))
    , m_proofStep(new StepHead(3, tr("Check")))
    , m_keys(new QComboBox)
    , m_models(new QComboBox)
    , m_keyNote(new Label({}, Type::Small, Ink::Tertiary))
    , m_after(new Label({}, Type::Small, Ink::Secondary))
    , m_modelName(new Label(tr("Model"), Type::SmallStrong, Ink::Secondary))
    , m_fileIcon(new FileIcon)
    , m_code(new CodeView(tr("Lines to copy")))
    , m_writing(new WritingPanel)
    , m_proof(new ProofRow)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(32, 20, 24, 24);
    column->setSpacing(12);
    makeHead(*column);
    m_warnings = indented(*column);
    m_warnings->setSpacing(8);
    makeKeyStep(*column);
    makeLinesStep(*column);
    makeProofStep(*column);
    column->addStretch(1);
}

void ToolView::makeHead(QVBoxLayout &column)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    m_badgePlace = new QHBoxLayout;
    row->addLayout(m_badgePlace);
    auto *words = new QVBoxLayout;
    words->setSpacing(1);
    words->addWidget(m_name);
    words->addWidget(m_about);
    row->addLayout(words, 1);
    row->addWidget(m_standing);
    row->addWidget(m_itsKey);
    column.addLayout(row);
    column.addSpacing(4);
    connect(m_itsKey, &QPushButton::clicked, this, [this] { Q_EMIT keyOpened(m_tool.key); });
}

void ToolView::makeKeyStep(QVBoxLayout &column)
{
    column.addWidget(m_keyStep);
    auto *inner = indented(column);
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    m_keys->setFixedWidth(keyWidth);
    m_keys->setAccessibleName(tr("Key of this tool"));
    row->addWidget(m_keys);
    row->addWidget(m_newKey);
    row->addStretch(1);
    inner->addLayout(row);
    m_keyNote->setWrapped();
    inner->addWidget(m_keyNote);
    column.addSpacing(8);
    connect(m_newKey, &QPushButton::clicked, this, &ToolView::newKeyRequested);
    connect(m_keys, &QComboBox::activated, this,
        [this](int index) { Q_EMIT keyChosen(m_keys->itemData(index).toString()); });
}

void ToolView::makeLinesStep(QVBoxLayout &column)
{
    column.addWidget(m_linesStep);
    auto *inner = indented(column);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    m_wayPlace = new QHBoxLayout;
    row->addLayout(m_wayPlace);
    row->addStretch(1);
    m_modelName->setBuddy(m_models);
    m_models->setAccessibleName(tr("Model in the lines"));
    m_models->setMaximumWidth(modelWidth);
    m_models->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_models->setMinimumContentsLength(26);
    row->addWidget(m_modelName);
    row->addWidget(m_models);
    inner->addLayout(row);
    auto *place = new QHBoxLayout;
    place->setSpacing(7);
    place->addWidget(m_fileIcon);
    place->addWidget(m_file, 1);
    inner->addLayout(place);
    m_code->fitLines(mostLines);
    m_code->setColoured();
    inner->addWidget(m_code);
    inner->addWidget(m_writing);
    m_after->setWrapped();
    inner->addWidget(m_after);
    column.addSpacing(8);
    connect(m_writing, &WritingPanel::writeRequested, this, &ToolView::writeRequested);
    connect(m_writing, &WritingPanel::putBackRequested, this, &ToolView::putBackRequested);
    connect(m_models, &QComboBox::activated, this,
        [this](int index) { Q_EMIT modelChosen(m_models->itemText(index)); });
}

void ToolView::makeProofStep(QVBoxLayout &column)
{
    column.addWidget(m_proofStep);
    auto *inner = indented(column);
    inner->addWidget(m_proof);
    m_notes = new QVBoxLayout;
    m_notes->setSpacing(8);
    inner->addLayout(m_notes);
    connect(m_proof, &ProofRow::opened, this, &ToolView::requestOpened);
}

void ToolView::setTool(const ConnectData::Open &tool)
{
    const bool same = m_tool.id == tool.id;
    const bool sameNotes = same && m_tool.notes == tool.notes;
    m_tool = tool;
    showHead(same);
    showKeys();
    showWays(same);
    showLines();
    if (!sameNotes)
        showNotes();
    const bool proven = tool.proof.has_value();
    m_proof->setProof(tool.proof,
        tool.key.isEmpty() ? tr("It shows here once it has a key.")
                           : tr("Waiting for the first request with this key. Start %1 and ask it something.")
                                 .arg(tool.name));
    m_proofStep->setDone(proven);
    m_proofStep->setNote(proven ? tool.proof->ago : tr("by a real request"));
}

void ToolView::showHead(bool sameTool)
{
    if (!sameTool) {
        delete m_badge;
        m_badge = Badge::forTool(m_tool.name, 36, m_tool.letters);
        m_badgePlace->addWidget(m_badge);
    }
    m_name->setText(m_tool.name);
    m_about->setText(m_tool.about);
    m_standing->setVisible(m_tool.proof.has_value());
    m_standing->setPill({tr("Connected"), u"check"_s, Tone::Ok});
    m_itsKey->setVisible(!m_tool.key.isEmpty());
}

void ToolView::showKeys()
{
    const bool none = m_tool.keys.empty();
    if (m_tool.keys != m_keysShown) { // an open list must not close under the pointer
        m_keysShown = m_tool.keys;
        m_keys->clear();
        for (const auto &key : m_tool.keys)
            m_keys->addItem(key.label, key.id);
    }
    m_keys->setCurrentIndex(m_keys->findData(m_tool.key));
    m_keys->setVisible(!none);
    m_newKey->setText(none ? tr("Make a key for %1").arg(m_tool.name) : tr("New key"));
    setButtonKind(*m_newKey, none ? ButtonKind::Primary : ButtonKind::Ghost);
    m_keyStep->setDone(!m_tool.key.isEmpty());
    m_keyStep->setNote(tr("so its spend is separate, and it can be ended alone"));
    m_keyNote->setVisible(!none);
    m_keyNote->setText(m_tool.keyKnown
            ? tr("Made just now. The lines below carry it when they are copied or written; it is masked on "
                 "screen.")
            : tr("A key is shown only once, when it is made. Put it where YOUR_KEY stands, or make a new "
                 "one."));
}

void ToolView::showWays(bool sameTool)
{
    if (sameTool && m_ways && m_offered == m_tool.writing.has_value())
        return;
    m_offered = m_tool.writing.has_value();
    m_way = 0;
    delete m_ways;
    m_ways = nullptr;
    std::vector<SegmentedControl::Segment> segments;
    if (m_offered)
        segments.push_back({tr("Do it for me"), {}});
    for (const auto &way : m_tool.ways)
        segments.push_back({way.name, {}});
    m_ways = new SegmentedControl(tr("Ways to set it up"), std::move(segments));
    connect(m_ways, &SegmentedControl::currentChanged, this, [this](int index) {
        m_way = index;
        showLines();
    });
    m_wayPlace->addWidget(m_ways);
}

void ToolView::chooseWay(int index)
{
    m_ways->setCurrent(index);
}

void ToolView::showLines()
{
    const int first = m_tool.writing ? 1 : 0;
    const auto index = writes() ? m_tool.writing->way : static_cast<std::size_t>(m_way - first);
    if (index >= m_tool.ways.size())
        return;
    const auto &way = m_tool.ways[index];
    m_file->setText(way.file);
    m_file->setVisible(!way.file.isEmpty());
    m_fileIcon->setVisible(!way.file.isEmpty());
    m_code->setVisible(!writes());
    m_writing->setVisible(writes());
    const auto after = writes() ? m_tool.writing->after : way.after;
    m_after->setText(after);
    m_after->setVisible(!after.isEmpty());
    if (writes())
        m_writing->setWriting(*m_tool.writing);
    else
        showCopied(way);
    const bool done = m_tool.writing && m_tool.writing->isDone();
    m_linesStep->setDone(m_tool.proof.has_value() || done);
    if (writes())
        m_linesStep->setNote(m_writing->note());
    showModels(way);
}

void ToolView::showCopied(const ConnectData::Way &way)
{
    if (m_code->text() != way.shown || m_copied != way.copied)
        m_code->setText(way.shown, way.copied);
    m_copied = way.copied;
    const auto lines = static_cast<int>(way.shown.count(u'\n')) + 1;
    m_linesStep->setNote(lines == 1 ? tr("one line to copy; nothing is changed for you")
                                    : tr("%1 lines to copy; nothing is changed for you").arg(lines));
}

void ToolView::showModels(const ConnectData::Way &way)
{
    const bool named = way.namesModel && !m_tool.models.isEmpty();
    m_models->setVisible(named);
    m_modelName->setVisible(named);
    if (m_shownModels != m_tool.models) {
        m_shownModels = m_tool.models;
        m_models->clear();
        m_models->addItems(m_tool.models);
    }
    m_models->setCurrentText(m_tool.model);
}

void ToolView::showNotes()
{
    clear(*m_warnings);
    clear(*m_notes);
    addNotes(*m_warnings, m_tool.notes, true);
    addNotes(*m_notes, m_tool.notes, false);
}

} // namespace slipswitch::ui
