#include "ui/theme/Theme.h"

#include "ui/theme/Fonts.h"

#include <QApplication>
#include <QPixmapCache>

namespace slipswitch::ui {

Theme::Theme(ThemeChoice choice, Density density, QObject *parent)
    : QObject(parent)
    , m_choice(choice)
    , m_density(density)
    , m_appliedDensity(density)
{
    loadFonts();
    QApplication::setFont(font(Type::Body));
    connect(&m_system, &SystemScheme::changed, this, &Theme::apply);
    apply();
}

void Theme::choose(ThemeChoice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    Q_EMIT chosen();
    apply();
}

void Theme::chooseDensity(Density density)
{
    if (density == m_density)
        return;
    m_density = density;
    Q_EMIT chosen();
    apply();
}

bool Theme::dark() const
{
    return m_choice == ThemeChoice::System ? m_system.dark() : m_choice == ThemeChoice::Dark;
}

void Theme::apply()
{
    if (m_applied && m_appliedDark == dark() && m_appliedDensity == m_density)
        return;
    m_applied = true;
    m_appliedDark = dark();
    m_appliedDensity = m_density;
    const auto &chosen = m_appliedDark ? darkTokens() : lightTokens();
    QPixmapCache::clear();
    // The style first: widgets that colour themselves ask it when the palette's change reaches them.
    QApplication::setStyle(new Style(chosen, m_density));
    QApplication::setPalette(paletteOf(chosen));
    Q_EMIT changed();
}

} // namespace slipswitch::ui
