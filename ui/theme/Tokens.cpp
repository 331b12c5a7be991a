#include "ui/theme/Tokens.h"

namespace slipswitch::ui {

namespace {

QColor rgb(unsigned value)
{
    return QColor(QRgb(0xff000000U | value));
}

Tokens makeLight()
{
    Tokens t;
    t.app = rgb(0xF3F4F6);
    t.canvas = rgb(0xFAFAFB);
    t.surface = t.raised = rgb(0xFFFFFF);
    t.inset = rgb(0xF1F3F5);
    t.hover = rgb(0xECEEF1);
    t.border = rgb(0xE4E7EB);
    t.borderStrong = rgb(0xCBD1D9);
    t.edge = rgb(0x868E9C);
    t.text = rgb(0x12161C);
    t.text2 = rgb(0x48515E);
    t.text3 = rgb(0x626C7A);
    t.accent = rgb(0x3350D0);
    t.accentHover = rgb(0x2A44B8);
    t.accentText = rgb(0x2E48C4);
    t.selection = rgb(0xE9EDFD);
    t.onAccent = rgb(0xFFFFFF);
    t.ok = rgb(0x0B7A53);
    t.okSoft = rgb(0xDFF5EB);
    t.warn = rgb(0x8A5A00);
    t.warnSoft = rgb(0xFDF0CF);
    t.bad = rgb(0xBE2138);
    t.badSoft = rgb(0xFCE6E9);
    t.info = rgb(0x1F5FC4);
    t.infoSoft = rgb(0xE3EEFD);
    t.cache = rgb(0x6A3FC4);
    t.cacheSoft = rgb(0xEFE9FC);
    t.neutral = rgb(0xECEEF2);
    t.track = rgb(0xE7EAEE);
    t.lines = {rgb(0x9A3A22), rgb(0x1B8567), rgb(0x2D65D1), rgb(0x652779), rgb(0xA0528C), rgb(0x1A99D8),
        rgb(0xB98A2E), rgb(0x85919D)};
    return t;
}

Tokens makeDark()
{
    Tokens t;
    t.dark = true;
    t.app = rgb(0x0D0F12);
    t.canvas = rgb(0x121418);
    t.surface = rgb(0x191C21);
    t.raised = rgb(0x20242A);
    t.inset = rgb(0x101216);
    t.hover = rgb(0x22262D);
    t.border = rgb(0x272B32);
    t.borderStrong = rgb(0x3A404A);
    t.edge = rgb(0x6E7785);
    t.text = rgb(0xEDEFF3);
    t.text2 = rgb(0xB1B8C4);
    t.text3 = rgb(0x8D96A4);
    t.accent = rgb(0x4A66E8);
    t.accentHover = rgb(0x425EDC);
    t.accentText = rgb(0xA3B4FF);
    t.selection = rgb(0x20284A);
    t.onAccent = rgb(0xFFFFFF);
    t.ok = rgb(0x4FCB97);
    t.okSoft = rgb(0x12301F);
    t.warn = rgb(0xF0B54C);
    t.warnSoft = rgb(0x352708);
    t.bad = rgb(0xFF8A93);
    t.badSoft = rgb(0x3B161B);
    t.info = rgb(0x7DB4FF);
    t.infoSoft = rgb(0x142846);
    t.cache = rgb(0xBDA2FF);
    t.cacheSoft = rgb(0x271C45);
    t.neutral = rgb(0x262A31);
    t.track = rgb(0x2A2F37);
    t.lines = {rgb(0xD97C60), rgb(0x7FE8C8), rgb(0x3F6DBA), rgb(0xEFB6F4), rgb(0xB8557F), rgb(0x2C9FDA),
        rgb(0xEFB056), rgb(0x929DAE)};
    return t;
}

} // namespace

QColor Tokens::ink(Ink ink) const
{
    switch (ink) {
    case Ink::Text:
        return text;
    case Ink::Secondary:
        return text2;
    case Ink::Tertiary:
        return text3;
    case Ink::Accent:
        return accentText;
    case Ink::Ok:
        return ok;
    case Ink::Warn:
        return warn;
    case Ink::Bad:
        return bad;
    case Ink::Info:
        return info;
    case Ink::Cache:
        return cache;
    case Ink::OnAccent:
        return onAccent;
    case Ink::Disabled:
        return mix(surface, text3, 0.6);
    }
    return text;
}

QColor Tokens::soft(Tone tone) const
{
    switch (tone) {
    case Tone::Neutral:
        return neutral;
    case Tone::Accent:
        return selection;
    case Tone::Ok:
        return okSoft;
    case Tone::Warn:
        return warnSoft;
    case Tone::Bad:
        return badSoft;
    case Tone::Info:
        return infoSoft;
    case Tone::Cache:
        return cacheSoft;
    }
    return neutral;
}

QColor Tokens::strong(Tone tone) const
{
    switch (tone) {
    case Tone::Neutral:
        return text2;
    case Tone::Accent:
        return accentText;
    case Tone::Ok:
        return ok;
    case Tone::Warn:
        return warn;
    case Tone::Bad:
        return bad;
    case Tone::Info:
        return info;
    case Tone::Cache:
        return cache;
    }
    return text2;
}

const Tokens &lightTokens()
{
    static const Tokens tokens = makeLight();
    return tokens;
}

const Tokens &darkTokens()
{
    static const Tokens tokens = makeDark();
    return tokens;
}

QColor mix(const QColor &from, const QColor &to, double share)
{
    const auto between = [share](int a, int b) { return static_cast<int>(a + (b - a) * share + 0.5); };
    return QColor(between(from.red(), to.red()), between(from.green(), to.green()),
        between(from.blue(), to.blue()), between(from.alpha(), to.alpha()));
}

QColor withAlpha(QColor color, double alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

} // namespace slipswitch::ui
