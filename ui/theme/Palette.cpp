#include "ui/theme/Theme.h"

namespace slipswitch::ui {

QPalette paletteOf(const Tokens &t)
{
    QPalette palette;
    const auto all = [&palette](QPalette::ColorRole role, const QColor &color, const QColor &disabled = {}) {
        palette.setColor(QPalette::Active, role, color);
        palette.setColor(QPalette::Inactive, role, color);
        palette.setColor(QPalette::Disabled, role, disabled.isValid() ? disabled : color);
    };
    const auto faint = t.ink(Ink::Disabled);
    all(QPalette::Window, t.canvas);
    all(QPalette::WindowText, t.text, faint);
    all(QPalette::Base, t.surface, t.inset);
    all(QPalette::AlternateBase, t.inset);
    all(QPalette::ToolTipBase, t.raised);
    all(QPalette::ToolTipText, t.text);
    all(QPalette::PlaceholderText, t.text3, faint);
    all(QPalette::Text, t.text, faint);
    all(QPalette::Button, t.surface);
    all(QPalette::ButtonText, t.text, faint);
    all(QPalette::BrightText, t.onAccent);
    all(QPalette::Light, t.raised);
    all(QPalette::Midlight, t.hover);
    all(QPalette::Mid, t.border);
    all(QPalette::Dark, t.borderStrong);
    all(QPalette::Shadow, t.edge);
    all(QPalette::Highlight, mix(t.surface, t.accent, 0.28), t.hover);
    all(QPalette::HighlightedText, t.text, faint);
    all(QPalette::Link, t.accentText, faint);
    all(QPalette::LinkVisited, t.cache, faint);
    return palette;
}

} // namespace slipswitch::ui
