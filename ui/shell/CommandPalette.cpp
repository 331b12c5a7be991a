#include "ui/shell/CommandPalette.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Pill.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int panelWidth = 520, headingHeight = 28, rowHeight = 36, highestList = 360;

class Delegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return {100, index.data(CommandModel::IsHeading).toBool() ? headingHeight : rowHeight};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto &t = tokens();
        const QRectF rect = option.rect;
        const auto title = index.data().toString();
        if (index.data(CommandModel::IsHeading).toBool()) {
            paintText(*painter, rect.adjusted(16, 4, -16, 0), title, font(Type::Caption), t.text2);
            return;
        }
        const bool on = option.state & QStyle::State_Selected;
        if (on)
            paintRound(*painter, rect.adjusted(6, 0, -6, 0), 6, t.selection);
        paintIcon(*painter, {rect.left() + 17, rect.center().y() - 7.5, 15, 15},
            index.data(CommandModel::IconRole).toString(), on ? t.accentText : t.text2);
        const auto face = font(Type::BodyStrong);
        const auto width = QFontMetricsF(face).horizontalAdvance(title);
        const auto key = index.data(CommandModel::ShortcutRole).toString();
        const auto keyFace = font(Type::Caption);
        const auto keyWidth
            = key.isEmpty() ? 0.0 : std::ceil(QFontMetricsF(keyFace).horizontalAdvance(key)) + 10;
        auto text = rect.adjusted(42, 0, -22 - keyWidth, 0);
        paintText(*painter, text, title, face, t.text);
        paintText(*painter, text.adjusted(width + 10, 0, 0, 0), index.data(CommandModel::NoteRole).toString(),
            font(Type::Small), t.text2);
        if (!key.isEmpty()) {
            const QRectF box(rect.right() - 16 - keyWidth, rect.center().y() - 9.5, keyWidth, 19);
            paintRound(*painter, box, 4, t.raised, t.borderStrong);
            paintText(*painter, box, key, keyFace, t.text2, Qt::AlignCenter);
        }
    }
};

class Panel : public QWidget
{
protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const auto &t = tokens();
        paintRound(painter, rect(), 12, t.raised, t.borderStrong);
        painter.fillRect(QRectF(1, 45, width() - 2, 1), t.border);
        paintIcon(painter, {16, 15, 16, 16}, u"search"_s, t.text2);
    }
};

} // namespace

CommandPalette::CommandPalette(QWidget *window)
    : QWidget(window)
    , m_panel(new Panel)
    , m_field(new QLineEdit)
    , m_list(new QListView)
{
    m_panel->setParent(this);
    auto *column = new QVBoxLayout(m_panel);
    column->setContentsMargins(1, 0, 1, 7);
    column->setSpacing(2);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(38, 0, 12, 0);
    m_field->setFrame(false);
    m_field->setFixedHeight(46);
    auto face = ui::font(Type::Step);
    face.setWeight(QFont::Normal);
    m_field->setFont(face);
    m_field->setPlaceholderText(tr("Search or jump to"));
    m_field->setAccessibleName(tr("Command"));
    m_field->installEventFilter(this);
    top->addWidget(m_field, 1);
    top->addWidget(new KeyHint(tr("Esc")));
    column->addLayout(top);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new Delegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setAccessibleName(tr("What was found"));
    m_list->setMouseTracking(true);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_list);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &typed) {
        m_model.filter(typed.trimmed());
        m_list->setCurrentIndex(m_model.index(m_model.next(-1, 1)));
        arrange();
    });
    connect(m_list, &QListView::entered, m_list, [this](const QModelIndex &index) {
        if (m_model.command(index.row()))
            m_list->setCurrentIndex(index);
    });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { run(index.row()); });
    window->installEventFilter(this);
    hide();
}

void CommandPalette::open(std::vector<CommandGroup> groups)
{
    m_focusBefore = window()->focusWidget();
    m_model.setGroups(std::move(groups));
    m_field->clear();
    m_list->setCurrentIndex(m_model.index(m_model.next(-1, 1)));
    arrange();
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::close()
{
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::arrange()
{
    setGeometry(parentWidget()->rect());
    int height = 0;
    for (int row = 0; row < m_model.rowCount() && height < highestList; ++row)
        height += m_model.command(row) ? rowHeight : headingHeight;
    m_list->setFixedHeight(std::min(height, highestList));
    const int panelHeight = 46 + 2 + m_list->height() + 9;
    m_panel->setGeometry(
        (width() - panelWidth) / 2, std::max(24, this->height() / 7), panelWidth, panelHeight);
}

void CommandPalette::move(int step)
{
    const auto row = m_model.next(m_list->currentIndex().row(), step);
    if (row < 0)
        return;
    m_list->setCurrentIndex(m_model.index(row));
    m_list->scrollTo(m_model.index(row));
}

void CommandPalette::run(int row)
{
    const auto *command = m_model.command(row);
    if (!command)
        return;
    const auto act = command->run; // closing may change the model
    close();
    act();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        arrange();
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        run(m_list->currentIndex().row());
        return true;
    case Qt::Key_Escape:
        close();
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true; // there is nowhere else to go
    default:
        return false;
    }
}

void CommandPalette::mousePressEvent(QMouseEvent *)
{
    close();
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), withAlpha(Qt::black, tokens().dark ? 0.45 : 0.16));
}

} // namespace slipswitch::ui
