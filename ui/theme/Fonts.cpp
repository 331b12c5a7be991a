#include "ui/theme/Fonts.h"

#include <QDir>
#include <QFontDatabase>

// The macro declares a function and must stand outside any namespace.
static void registerFonts()
{
    Q_INIT_RESOURCE(fonts);
}

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

struct Face
{
    enum class Family : std::uint8_t
    {
        Sans,
        Display,
        Mono
    } family;
    int pixels;
    QFont::Weight weight;
};

Face faceOf(Type type)
{
    using enum Face::Family;
    switch (type) {
    case Type::Caption:
        return {Sans, 11, QFont::Medium};
    case Type::Small:
        return {Sans, 12, QFont::Normal};
    case Type::SmallStrong:
        return {Sans, 12, QFont::Medium};
    case Type::Body:
        return {Sans, 13, QFont::Normal};
    case Type::BodyStrong:
        return {Sans, 13, QFont::Medium};
    case Type::CardTitle:
        return {Sans, 13, QFont::DemiBold};
    case Type::Step:
        return {Sans, 15, QFont::DemiBold};
    case Type::Title:
        return {Display, 18, QFont::DemiBold};
    case Type::Number:
        return {Display, 25, QFont::DemiBold};
    case Type::Welcome:
        return {Display, 30, QFont::DemiBold};
    case Type::MonoSmall:
        return {Mono, 11, QFont::Normal};
    case Type::Mono:
        return {Mono, 12, QFont::Normal};
    case Type::MonoBody:
        return {Mono, 13, QFont::Normal};
    }
    return {Sans, 13, QFont::Normal};
}

/// The first family that is there; they are looked up once, since asking walks all fonts.
QString familyOf(Face::Family family)
{
    static const auto found = [] {
        const auto known = QFontDatabase::families();
        const auto first = [&known](const QStringList &wanted, QFontDatabase::SystemFont fallback) {
            for (const auto &name : wanted) {
                if (known.contains(name))
                    return name;
            }
            return QFontDatabase::systemFont(fallback).family();
        };
        const auto sans = first({u"Slipswitch Sans"_s, u"Inter"_s}, QFontDatabase::GeneralFont);
        return std::array {sans,
            first({u"Slipswitch Display"_s, u"Inter Display"_s, sans}, QFontDatabase::GeneralFont),
            first({u"Slipswitch Mono"_s, u"JetBrains Mono"_s}, QFontDatabase::FixedFont)};
    }();
    return found[static_cast<std::size_t>(family)];
}

} // namespace

QFont font(Type type)
{
    const auto face = faceOf(type);
    QFont made(familyOf(face.family));
    made.setPixelSize(face.pixels);
    made.setWeight(face.weight);
    if (face.family == Face::Family::Mono)
        made.setStyleHint(QFont::Monospace);
    made.setHintingPreference(QFont::PreferNoHinting);
    return made;
}

void loadFonts()
{
    registerFonts();
    const QDir folder(u":/fonts"_s);
    for (const auto &name : folder.entryList({u"*.otf"_s, u"*.ttf"_s}))
        QFontDatabase::addApplicationFont(folder.filePath(name));
}

} // namespace slipswitch::ui
