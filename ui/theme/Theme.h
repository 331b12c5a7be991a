#pragma once

#include "ui/theme/Style.h"
#include "ui/theme/SystemScheme.h"
#include "ui/theme/Tokens.h"

#include <QObject>
#include <QPalette>

#include <cstdint>

namespace slipswitch::ui {

enum class ThemeChoice : std::uint8_t
{
    System,
    Light,
    Dark,
};

/// Gives the application its look and changes it while it runs. One per application, made right after it.
/// Thread: Qt.
class Theme : public QObject
{
    Q_OBJECT

public:
    explicit Theme(ThemeChoice choice, Density density = Density::Normal, QObject *parent = nullptr);

    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    void choose(ThemeChoice choice);
    [[nodiscard]] bool dark() const;
    [[nodiscard]] Density density() const { return m_density; }
    void chooseDensity(Density density);

Q_SIGNALS:
    /// Everything is in the new colours already.
    void changed();
    /// The user chose something else, to be remembered; comes before `changed`.
    void chosen();

private:
    void apply();

    SystemScheme m_system;
    ThemeChoice m_choice;
    Density m_density, m_appliedDensity;
    bool m_applied = false, m_appliedDark = false;
};

/// Every role in all three groups.
[[nodiscard]] QPalette paletteOf(const Tokens &tokens);

} // namespace slipswitch::ui
