#include "ui/providers/FormParts.h"

#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Card.h"
#include "ui/widgets/ChoiceTile.h"
#include "ui/widgets/Label.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int columns = 3;

/// An icon in an ink of its own that follows the theme.
class Glyph : public QWidget
{
public:
    Glyph(QString name, Ink ink)
        : m_name(std::move(name))
        , m_ink(ink)
    {
        setFixedSize(16, 16);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintIcon(painter, {1, 1, 14, 14}, m_name, tokens().ink(m_ink));
    }

private:
    QString m_name;
    Ink m_ink;
};

} // namespace

void emptyOut(QLayout &layout)
{
    while (auto *item = layout.takeAt(0)) {
        if (auto *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // it may be the one whose signal led here
        }
        delete item;
    }
}

QWidget *captioned(const QString &caption, QWidget *field)
{
    auto *whole = new QWidget;
    auto *column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(5);
    auto *label = new Label(caption, Type::SmallStrong, Ink::Secondary);
    label->setBuddy(field);
    if (field->accessibleName().isEmpty())
        field->setAccessibleName(caption);
    column->addWidget(label);
    column->addWidget(field);
    return whole;
}

ParameterRow::ParameterRow(QWidget *parent)
    : QWidget(parent)
    , m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(16);
    hide();
}

void ParameterRow::setFields(const std::vector<ParameterField> &fields)
{
    m_fields = fields;
    m_edits.clear();
    emptyOut(*m_row);
    for (const auto &field : fields) {
        auto *edit = m_edits.emplace_back(new QLineEdit(field.value));
        edit->setFont(ui::font(Type::Mono));
        edit->setPlaceholderText(field.hint);
        edit->setObjectName(field.name);
        connect(edit, &QLineEdit::textChanged, this, &ParameterRow::changed);
        m_row->addWidget(captioned(field.caption, edit), 1);
    }
    setVisible(!fields.empty());
}

std::vector<ParameterField> ParameterRow::fields() const
{
    auto now = m_fields;
    for (std::size_t i = 0; i < now.size(); ++i)
        now[i].value = m_edits[i]->text().trimmed();
    return now;
}

void ParameterRow::setFaulty(const QString &name)
{
    for (std::size_t i = 0; i < m_fields.size(); ++i)
        ui::setFaulty(*m_edits[i], m_fields[i].name == name);
}

TileGrid::TileGrid(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(8);
    for (int column = 0; column < columns; ++column)
        m_grid->setColumnStretch(column, 1);
}

void TileGrid::setRows(const std::vector<ChoiceRow> &rows)
{
    if (rows == m_rows)
        return;
    m_rows = rows;
    arrange();
}

void TileGrid::setFilter(const QString &words)
{
    m_filter = words.trimmed();
    arrange();
}

void TileGrid::arrange()
{
    emptyOut(*m_grid);
    int place = 0;
    for (const auto &row : m_rows) {
        if (!m_filter.isEmpty() && !row.name.contains(m_filter, Qt::CaseInsensitive)
            && !row.id.contains(m_filter, Qt::CaseInsensitive))
            continue;
        auto *tile = new ChoiceTile(row.kind, row.name, row.about);
        connect(tile, &QAbstractButton::clicked, this, [this, id = row.id] { Q_EMIT chosen(id); });
        m_grid->addWidget(tile, place / columns, place % columns);
        ++place;
    }
}

KeyList::KeyList(QWidget *parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(1, 1, 1, 1);
    m_column->setSpacing(0);
}

void KeyList::setRows(const std::vector<KeyRow> &rows)
{
    if (rows == m_rows)
        return;
    m_rows = rows;
    emptyOut(*m_column);
    for (const auto &row : rows) {
        const bool first = m_column->isEmpty();
        if (!first)
            m_column->addWidget(new Separator);
        m_column->addWidget(makeRow(row, first));
    }
    setVisible(!rows.empty());
}

QWidget *KeyList::makeRow(const KeyRow &row, bool first)
{
    auto *whole = new QWidget;
    whole->setFixedHeight(40);
    auto *line = new QHBoxLayout(whole);
    line->setContentsMargins(12, 0, 6, 0);
    line->setSpacing(10);
    line->addWidget(new Glyph(row.missing ? u"alert"_s : u"key"_s, row.missing ? Ink::Warn : Ink::Secondary));
    line->addWidget(new ElidedLabel(row.masked, row.missing ? Type::Small : Type::Mono));
    line->addWidget(new ElidedLabel(row.place, Type::Small, Ink::Tertiary));
    line->addStretch(1);
    if (m_rows.size() > 1)
        line->addWidget(
            new Label(first ? tr("tried first") : tr("if the one before fails"), Type::Small, Ink::Tertiary));
    auto *remove = makeIconButton(u"trash"_s, tr("Remove key %1").arg(row.masked));
    setSmall(*remove);
    connect(remove, &QPushButton::clicked, this, [this, id = row.id] { Q_EMIT removeRequested(id); });
    line->addWidget(remove);
    return whole;
}

void KeyList::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    paintRound(painter, rect(), 10, t.inset, t.border);
}

} // namespace slipswitch::ui
