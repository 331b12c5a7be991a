#include "tests/ui/support/UiTest.h"
#include "ui/theme/Fonts.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Lines.h"
#include "ui/theme/Style.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Label.h"

#include <QLineEdit>
#include <QPushButton>

using namespace slipswitch::ui;
using namespace Qt::StringLiterals;

namespace {

double luminance(const QColor &color)
{
    const auto linear
        = [](double part) { return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const auto high = std::max(luminance(a), luminance(b)), low = std::min(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}

bool hasColor(const QPixmap &pixmap, const QColor &color)
{
    const auto image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (QColor(image.pixel(x, y)) == color)
                return true;
        }
    }
    return false;
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsReadableOnEveryGround_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void textIsReadableOnEveryGround()
    {
        QFETCH(bool, dark);
        const auto &t = dark ? darkTokens() : lightTokens();
        for (const auto &ground : {t.app, t.canvas, t.surface, t.inset, t.hover, t.selection}) {
            for (const auto &ink :
                {t.text, t.text2, t.text3, t.accentText, t.ok, t.warn, t.bad, t.info, t.cache})
                QVERIFY2(contrast(ink, ground) >= 4.45, qPrintable(ink.name() + u" on "_s + ground.name()));
        }
        for (const auto tone :
            {Tone::Neutral, Tone::Accent, Tone::Ok, Tone::Warn, Tone::Bad, Tone::Info, Tone::Cache})
            QVERIFY2(contrast(t.strong(tone), t.soft(tone)) >= 4.45, qPrintable(t.soft(tone).name()));
        for (const auto &line : t.lines)
            QVERIFY2(contrast(line, t.surface) >= 2.95, qPrintable(line.name()));
        QVERIFY(contrast(t.edge, t.surface) >= 2.95);
        QVERIFY(contrast(t.onAccent, t.accent) >= 4.45);
    }

    void everyPaletteRoleIsSetInEveryGroup()
    {
        const auto palette = paletteOf(darkTokens());
        for (int role = 0; role < QPalette::NColorRoles; ++role) {
            if (role == QPalette::NoRole)
                continue;
            for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled})
                QVERIFY(palette.isBrushSet(group, static_cast<QPalette::ColorRole>(role)));
        }
    }

    void theSchemeChangesWhileTheWindowIsOpen()
    {
        Theme theme(ThemeChoice::Light);
        QSignalSpy changed(&theme, &Theme::changed);
        Label label(u"Hello"_s, Type::Body, Ink::Bad);
        QPushButton button(u"Save"_s);
        setButtonKind(button, ButtonKind::Primary);
        QCOMPARE(label.palette().color(QPalette::WindowText), lightTokens().bad);
        QVERIFY(hasColor(button.grab(), lightTokens().accent));
        theme.choose(ThemeChoice::Dark);
        QCOMPARE(changed.count(), 1);
        QVERIFY(tokens().dark);
        QCOMPARE(label.palette().color(QPalette::WindowText), darkTokens().bad);
        QVERIFY(hasColor(button.grab(), darkTokens().accent));
        QCOMPARE(QApplication::palette().color(QPalette::Window), darkTokens().canvas);
        theme.choose(ThemeChoice::Dark);
        QCOMPARE(changed.count(), 1);
        theme.choose(ThemeChoice::Light);
        QCOMPARE(label.palette().color(QPalette::WindowText), lightTokens().bad);
    }

    void iconsAreSharpAtTwiceTheSizeAndTakeTheInkInForce()
    {
        Theme theme(ThemeChoice::Light);
        const auto copy = icon(u"copy"_s, Ink::Bad);
        QCOMPARE(copy.name(), u"copy"_s);
        QCOMPARE(copy.pixmap(QSize(16, 16), 2.0).size(), QSize(32, 32));
        QVERIFY(hasColor(copy.pixmap(64, 64), lightTokens().bad));
        theme.choose(ThemeChoice::Dark);
        QVERIFY(hasColor(copy.pixmap(64, 64), darkTokens().bad));
        theme.choose(ThemeChoice::Light);
    }

    void figuresHaveOneWidth()
    {
        const QFontMetricsF metrics(font(Type::Body));
        if (font(Type::Body).family() != u"Slipswitch Sans"_s)
            QSKIP("the build had no fonts to bake");
        for (const auto figure : u"023456789"_s)
            QCOMPARE(metrics.horizontalAdvance(figure), metrics.horizontalAdvance(u'1'));
    }

    void providersKeepTheirLine()
    {
        const auto &t = lightTokens();
        QCOMPARE(lineOf(u"anthropic"_s, t).color, t.lines[0]);
        QCOMPARE(lineOf(u"OpenAI"_s, t).letter, u"O"_s);
        QCOMPARE(lineOf(u"custom-openai"_s, t).letter, u"O"_s);
        QCOMPARE(lineOf(u"perplexity"_s, t).color, t.lines[7]);
        QCOMPARE(lineOf(u"perplexity"_s, t).letter, u"P"_s);
        QCOMPARE(lineOf({}, t).letter, u"?"_s);
    }
};

SLIPSWITCH_UI_MAIN(TestTheme)
#include "TestTheme.moc"
