#include "ui/widgets/Pill.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Lines.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"

#include <QFontMetricsF>
#include <QRegularExpression>

#include <map>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double pillHeight = 20, inset = 8, iconWidth = 12, gap = 3;

} // namespace

double pillWidth(const PillText &pill)
{
    const auto text = QFontMetricsF(font(Type::Caption)).horizontalAdvance(pill.word);
    return std::ceil(text + 2 * inset + (pill.icon.isEmpty() ? 0 : iconWidth + gap));
}

double paintPill(QPainter &painter, const QRectF &rect, const PillText &pill)
{
    const auto &t = tokens();
    const auto width = std::min(pillWidth(pill), rect.width());
    const QRectF box(rect.left(), std::round(rect.center().y() - pillHeight / 2), width, pillHeight);
    const auto ink = t.strong(pill.tone);
    paintRound(painter, box, pillHeight / 2, t.soft(pill.tone));
    auto text = box.adjusted(inset, 0, -inset, 0);
    if (pill.icon == "dot"_L1) {
        paintRound(painter, {text.left() + 2, box.center().y() - 3, 6, 6}, 3, ink);
        text.setLeft(text.left() + iconWidth + gap - 2);
    } else if (!pill.icon.isEmpty()) {
        paintIcon(painter, {text.left() - 1, box.top() + 4, iconWidth, iconWidth}, pill.icon, ink);
        text.setLeft(text.left() + iconWidth + gap - 1);
    }
    paintText(painter, text.adjusted(0, 0, 2, 0), pill.word, font(Type::Caption), ink);
    return width;
}

Pill::Pill(PillText pill, QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setPill(std::move(pill));
}

void Pill::setPill(PillText pill)
{
    m_pill = std::move(pill);
    setAccessibleName(m_pill.word);
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const
{
    return {static_cast<int>(pillWidth(m_pill)), static_cast<int>(pillHeight)};
}

void Pill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintPill(painter, rect(), m_pill);
}

KeyHint::KeyHint(const QString &key, QWidget *parent)
    : QWidget(parent)
    , m_key(key)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(key);
}

QSize KeyHint::sizeHint() const
{
    return {static_cast<int>(std::ceil(QFontMetricsF(ui::font(Type::Caption)).horizontalAdvance(m_key))) + 10,
        19};
}

void KeyHint::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    paintRound(painter, rect(), 4, t.dark ? t.neutral : t.inset, t.borderStrong);
    paintText(painter, rect(), m_key, ui::font(Type::Caption), t.text2, Qt::AlignCenter);
}

Badge::Badge(const QString &kind, int size, QWidget *parent)
    : QWidget(parent)
    , m_size(size)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setKind(kind);
}

Badge *Badge::forTool(const QString &tool, int size, const QString &letters)
{
    auto *badge = new Badge(tool, size);
    badge->m_letters = letters.isEmpty() ? toolLetters(tool) : letters;
    badge->setToolTip(tool);
    return badge;
}

void Badge::setKind(const QString &kind)
{
    m_kind = kind;
    setAccessibleName(kind);
    update();
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!m_letters.isEmpty()) {
        paintBadge(painter, rect(), m_letters, toolColor(m_kind, tokens()));
        return;
    }
    const auto line = lineOf(m_kind, tokens());
    paintBadge(painter, rect(), line.letter, line.color);
}

namespace {

struct KnownTool
{
    QString letters; ///< as tools.json has them
    std::size_t line; ///< whose colour it borrows: neighbours in lists differ
};

/// The one way to write a tool: it may come by name ("Claude Code") or by id ("claude-code").
QString toolId(const QString &tool)
{
    return tool.toLower().replace(QRegularExpression(u"[\\s_]+"_s), u"-"_s);
}

const KnownTool *knownTool(const QString &tool)
{
    static const std::map<QString, KnownTool> known {{u"claude-code"_s, {u"CC"_s, 0}},
        {u"codex"_s, {u"Cx"_s, 7}}, {u"zed"_s, {u"Zd"_s, 2}}, {u"continue"_s, {u"Cn"_s, 3}},
        {u"cline"_s, {u"Cl"_s, 6}}, {u"opencode"_s, {u"Oc"_s, 4}}, {u"kilo"_s, {u"Ki"_s, 6}},
        {u"qwen-code"_s, {u"Qw"_s, 3}}, {u"gemini-cli"_s, {u"Ge"_s, 2}}, {u"cursor"_s, {u"Cu"_s, 7}},
        {u"aider"_s, {u"Ai"_s, 1}}};
    const auto found = known.find(toolId(tool));
    return found == known.end() ? nullptr : &found->second;
}

} // namespace

QString toolLetters(const QString &tool)
{
    if (const auto *known = knownTool(tool))
        return known->letters;
    const auto words = tool.split(QRegularExpression(u"[\\s_-]+"_s), Qt::SkipEmptyParts);
    if (words.size() > 1)
        return words[0].left(1) + words[1].left(1);
    // First letter and the next consonant tell "Codex" from "Continue".
    const auto rest = tool.mid(1).remove(QRegularExpression(u"[aeiouAEIOU]"_s));
    return tool.left(1) + (rest.isEmpty() ? tool.mid(1, 1) : rest.left(1));
}

QColor toolColor(const QString &tool, const Tokens &t)
{
    if (const auto *known = knownTool(tool))
        return t.lines.at(known->line);
    std::uint32_t sum = 2166136261U;
    for (const auto letter : toolId(tool))
        sum = (sum ^ letter.unicode()) * 16777619U;
    return t.lines[(sum >> 8) % t.lines.size()];
}

} // namespace slipswitch::ui
