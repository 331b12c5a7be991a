#include "ui/widgets/ChoiceTile.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Lines.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Style.h"
#include "ui/widgets/Pill.h"

#include <QFontMetricsF>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr double inset = 10, badgeSize = 24, textLeft = 43, tickRoom = 26;

} // namespace

ChoiceTile::ChoiceTile(const QString &kind, const QString &name, const QString &about, QWidget *parent)
    : QAbstractButton(parent)
    , m_kind(kind)
    , m_name(name)
    , m_about(about)
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(about.isEmpty() ? name : name + u", "_s + about);
}

ChoiceTile *ChoiceTile::forTool(const QString &tool, QWidget *parent)
{
    auto *tile = new ChoiceTile({}, tool, {}, parent);
    tile->m_letters = toolLetters(tool);
    tile->setCheckable(true);
    return tile;
}

QSize ChoiceTile::sizeHint() const
{
    const auto name = QFontMetricsF(ui::font(Type::BodyStrong)).horizontalAdvance(m_name);
    const auto about = QFontMetricsF(ui::font(Type::Small)).horizontalAdvance(m_about);
    const auto width = textLeft + std::max(name, about) + inset + (isCheckable() ? tickRoom : 0);
    return {static_cast<int>(std::ceil(width)), m_about.isEmpty() ? 44 : 52};
}

void ChoiceTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &t = tokens();
    const QRectF box = rect();
    const auto accent = t.dark ? t.accentText : t.accent;
    if (isChecked())
        paintRound(painter, box, 8, t.selection, accent, 1.5);
    else
        paintRound(painter, box, 8, isDown() || underMouse() ? t.hover : t.surface, t.borderStrong);
    const QRectF badge(inset, std::round(box.center().y() - badgeSize / 2), badgeSize, badgeSize);
    if (m_letters.isEmpty()) {
        const auto line = lineOf(m_kind, t);
        paintBadge(painter, badge, line.letter, line.color);
    } else {
        paintBadge(painter, badge, m_letters, toolColor(m_name, t));
    }
    const double right = box.right() - inset - (isChecked() ? tickRoom - 8 : 0);
    const QRectF text(textLeft, 0, right - textLeft, box.height());
    const auto nameBox = m_about.isEmpty() ? text : QRectF(text.left(), 8, text.width(), 18);
    paintText(painter, nameBox, m_name, ui::font(Type::BodyStrong), t.text);
    if (!m_about.isEmpty())
        paintText(painter, {text.left(), 26, text.width(), 17}, m_about, ui::font(Type::Small), t.text3);
    if (isChecked())
        paintIcon(painter, {box.right() - inset - 15, box.center().y() - 7, 14, 14}, u"check"_s, accent);
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange))
        paintFocusRing(painter, box, 8);
}

} // namespace slipswitch::ui
