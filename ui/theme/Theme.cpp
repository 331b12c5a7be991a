#include "ui/theme/Theme.h"

#include "ui/theme/Fonts.h"
#include "ui/theme/Style.h"

#include <QApplication>
#include <QPixmapCache>

namespace slipswitch::ui {

Theme::Theme(ThemeChoice choice, QObject *parent)
    : QObject(parent)
    , m_choice(choice)
{
    loadFonts();
    QApplication::setFont(font(Type::Body));
    connect(&m_system, &SystemScheme::changed, this, &Theme::apply);
    apply();
}

void Theme::choose(ThemeChoice choice)
{
    m_choice = choice;
    apply();
}

bool Theme::dark() const
{
    return m_choice == ThemeChoice::System ? m_system.dark() : m_choice == ThemeChoice::Dark;
}

void Theme::apply()
{
    if (m_applied && m_appliedDark == dark())
        return;
    m_applied = true;
    m_appliedDark = dark();
    const auto &chosen = m_appliedDark ? darkTokens() : lightTokens();
    QPixmapCache::clear();
    // The style first: widgets that colour themselves ask it when the palette's change reaches them.
    QApplication::setStyle(new Style(chosen));
    QApplication::setPalette(paletteOf(chosen));
    Q_EMIT changed();
}

} // namespace slipswitch::ui
