#include "ui/log/FilterField.h"

#include "ui/log/CompletionList.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Controls.h"
#include "ui/widgets/Pill.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QPainterPath>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto typingPause = 300ms;
constexpr int leftRoom = 34, chipGap = 6, leastEdit = 150;

UtcTime utcNow()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

std::chrono::minutes zone()
{
    return std::chrono::minutes(QDateTime::currentDateTime().offsetFromUtc() / 60);
}

/// How a word stands on its chip.
std::pair<QString, QString> leadAndValue(const QString &word)
{
    const bool left = word.startsWith(u'-');
    const auto bare = left ? word.mid(1) : word;
    const auto colon = bare.indexOf(u':');
    auto value = colon > 0 ? bare.mid(colon + 1) : bare;
    value.remove(u'"');
    if (colon > 0)
        return {bare.left(colon), value};
    return {left ? FilterField::tr("without") : FilterField::tr("text"), value};
}

} // namespace

QStringList filterWords(const QString &text)
{
    QStringList words;
    QString word;
    bool quoted = false;
    for (const auto letter : text) {
        quoted = quoted != (letter == u'"');
        if (letter.isSpace() && !quoted) {
            if (!word.isEmpty())
                words << std::exchange(word, {});
        } else {
            word += letter;
        }
    }
    if (!word.isEmpty())
        words << word;
    return words;
}

void FilterEdit::setMarks(std::vector<FilterMark> marks)
{
    m_marks = std::move(marks);
    setToolTip(m_marks.empty() ? QString() : m_marks.front().message);
    setAccessibleDescription(toolTip());
    update();
}

void FilterEdit::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    if (m_marks.empty())
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens().bad, 1.2));
    const QFontMetricsF metrics(font());
    const auto start = cursorRect().center().x() - metrics.horizontalAdvance(text().left(cursorPosition()));
    const auto y = height() / 2.0 + metrics.ascent() / 2 + 3;
    for (const auto &mark : m_marks) {
        const auto from = start + metrics.horizontalAdvance(text().left(mark.offset));
        const auto to = from + metrics.horizontalAdvance(text().mid(mark.offset, mark.length));
        QPainterPath wave(QPointF(from, y));
        bool up = true;
        for (auto x = from + 3; x <= to; x += 3, up = !up)
            wave.lineTo(x, up ? y - 2 : y);
        painter.drawPath(wave);
    }
}

FilterField::FilterField(QWidget *parent)
    : QWidget(parent)
    , m_edit(new FilterEdit(this))
    , m_hint(new KeyHint(u"/"_s, this))
    , m_hidden(new KeyHint({}, this))
    , m_list(new CompletionList(this))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusProxy(m_edit);
    m_edit->setFrame(false);
    m_edit->setAccessibleName(tr("Filter"));
    m_edit->setPlaceholderText(tr("Add text, model:, status:, cost:>0.05"));
    m_edit->installEventFilter(this);
    auto colours = m_edit->palette();
    colours.setColor(QPalette::Base, Qt::transparent);
    m_edit->setPalette(colours);
    m_hidden->hide();
    m_pause.setSingleShot(true);
    m_pause.setInterval(typingPause);
    connect(&m_pause, &QTimer::timeout, this, &FilterField::settle);
    connect(m_edit, &QLineEdit::textEdited, this, &FilterField::typed);
    connect(m_list, &CompletionList::picked, this, &FilterField::accept);
    setCursor(Qt::IBeamCursor);
}

QString FilterField::text() const
{
    auto all = m_words;
    all << filterWords(m_edit->text());
    return all.join(u' ');
}

void FilterField::setText(const QString &text)
{
    m_edit->setText(text);
    m_edit->setMarks({});
    m_words.clear();
    finishWords();
    m_told = this->text();
    m_list->setItems({});
}

void FilterField::replaceFields(const QStringList &fields, const QStringList &words)
{
    m_words.removeIf([&](const QString &word) {
        return std::any_of(fields.begin(), fields.end(),
            [&](const QString &field) { return word.startsWith(field + u':'); });
    });
    m_words << words;
    showChips();
    tellIfGood();
}

void FilterField::removeWord(int index)
{
    if (index < 0 || index >= m_words.size())
        return;
    m_words.removeAt(index);
    showChips();
    m_edit->setFocus();
    tellIfGood();
}

void FilterField::setKeys(std::vector<ledger::NamedKey> keys)
{
    std::vector<std::string> names;
    for (const auto &key : keys)
        names.push_back(key.name);
    m_keys = std::move(keys);
    m_values[u"key"_s] = std::move(names);
}

void FilterField::setValues(const QString &field, std::vector<std::string> values)
{
    m_values[field] = std::move(values);
    if (m_edit->hasFocus())
        offer();
}

ledger::ParsedFilter FilterField::parsed() const
{
    return understood(text());
}

ledger::ParsedFilter FilterField::understood(const QString &words) const
{
    return ledger::parseFilter(words.toStdString(), utcNow(), zone(), m_keys);
}

void FilterField::showChips()
{
    for (auto *chip : m_chips)
        chip->deleteLater();
    m_chips.clear();
    for (int index = 0; index < m_words.size(); ++index) {
        const auto [lead, value] = leadAndValue(m_words[index]);
        auto *chip = new Chip(lead, value.size() > 28 ? value.left(27) + u'…' : value, this);
        chip->setCursor(Qt::ArrowCursor);
        connect(chip, &Chip::removed, this, [this, index] { removeWord(index); });
        m_chips.push_back(chip);
    }
    m_edit->setPlaceholderText(
        m_words.size() > 1 ? tr("Add a filter") : tr("Add text, model:, status:, cost:>0.05"));
    arrange();
}

/// Chips from the newest back, as long as there is room to type.
void FilterField::arrange()
{
    const int right = width() - 8 - m_hint->sizeHint().width();
    m_hint->setGeometry(right, (height() - m_hint->sizeHint().height()) / 2, m_hint->sizeHint().width(),
        m_hint->sizeHint().height());
    int room = right - leftRoom - leastEdit - 40;
    std::size_t shown = 0;
    while (shown < m_chips.size()) {
        room -= m_chips[m_chips.size() - 1 - shown]->sizeHint().width() + chipGap;
        if (room < 0)
            break;
        ++shown;
    }
    const auto hidden = m_chips.size() - shown;
    int left = leftRoom;
    delete m_hidden;
    m_hidden = new KeyHint(u"+%1"_s.arg(hidden), this);
    m_hidden->setVisible(hidden > 0);
    if (hidden > 0) {
        m_hidden->setToolTip(m_words.first(static_cast<qsizetype>(hidden)).join(u' '));
        m_hidden->setGeometry(left, 6, m_hidden->sizeHint().width(), 19);
        left += m_hidden->width() + chipGap;
    }
    for (std::size_t index = 0; index < m_chips.size(); ++index) {
        auto *chip = m_chips[index];
        chip->setVisible(index >= hidden);
        if (index < hidden)
            continue;
        chip->setGeometry(left, (height() - 24) / 2, chip->sizeHint().width(), 24);
        left += chip->width() + chipGap;
    }
    m_edit->setGeometry(left + 2, 3, std::max(40, right - left - 8), height() - 6);
}

void FilterField::resizeEvent(QResizeEvent *)
{
    arrange();
}

void FilterField::mousePressEvent(QMouseEvent *)
{
    m_edit->setFocus(Qt::MouseFocusReason);
}

void FilterField::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    const auto ground = t.dark ? t.inset : t.surface;
    if (!m_edit->marks().empty())
        paintRound(painter, rect(), 6, ground, t.bad, 2);
    else if (m_edit->hasFocus())
        paintRound(painter, rect(), 6, ground, t.dark ? t.accentText : t.accent, 2);
    else
        paintRound(painter, rect(), 6, ground, t.edge);
    paintIcon(painter, {10, height() / 2.0 - 7, 14, 14}, u"filter"_s, t.text2);
}

bool FilterField::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && keyPressed(*static_cast<QKeyEvent *>(event)))
        return true;
    if (event->type() == QEvent::FocusOut)
        m_list->setItems({});
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    return QWidget::eventFilter(watched, event);
}

} // namespace slipswitch::ui
