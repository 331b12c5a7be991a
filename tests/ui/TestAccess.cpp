#include "tests/ui/gallery/Scenes.h"
#include "tests/ui/support/UiTest.h"
#include "ui/log/LogView.h"
#include "ui/shell/CommandPalette.h"
#include "ui/shell/MainWindow.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>

using namespace slipswitch;
using namespace Qt::StringLiterals;

namespace {

/// What somebody can use with a pointer or a key.
bool isInteractive(const QWidget &widget)
{
    if (qobject_cast<const QHeaderView *>(&widget)) // read with its table
        return false;
    return qobject_cast<const QAbstractButton *>(&widget) || qobject_cast<const QLineEdit *>(&widget)
        || qobject_cast<const QComboBox *>(&widget) || qobject_cast<const QAbstractSpinBox *>(&widget)
        || qobject_cast<const QAbstractItemView *>(&widget) || qobject_cast<const QPlainTextEdit *>(&widget);
}

/// Parts of something that has the name and the focus: a combo box's field, a field's clear button.
bool isPart(const QWidget &widget)
{
    const auto *parent = widget.parentWidget();
    return parent
        && (qobject_cast<const QComboBox *>(parent) || qobject_cast<const QLineEdit *>(parent)
            || qobject_cast<const QAbstractSpinBox *>(parent)
            || (parent->parentWidget() && qobject_cast<const QComboBox *>(parent->parentWidget())));
}

QString nameOf(QWidget &widget)
{
    auto *reader = QAccessible::queryAccessibleInterface(&widget);
    return reader ? reader->text(QAccessible::Name).trimmed() : QString();
}

/// "slipswitch::ui::Switch in slipswitch::ui::FormView in …"
QString pathOf(const QWidget &widget)
{
    QStringList path;
    for (const auto *at = &widget; at && path.size() < 5; at = at->parentWidget())
        path << QString::fromLatin1(at->metaObject()->className())
                + (at->objectName().isEmpty() ? QString() : u'#' + at->objectName());
    return path.join(u" in "_s);
}

void settle(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    do
        QApplication::processEvents(QEventLoop::AllEvents, 20);
    while (timer.elapsed() < milliseconds);
}

std::vector<gallery::Scene> scenes(ui::Theme &theme)
{
    std::vector<gallery::Scene> all;
    for (const auto make :
        {gallery::overviewScenes, gallery::logScenes, gallery::onboardingScenes, gallery::providersScenes,
            gallery::spendScenes, gallery::keysScenes, gallery::connectScenes, gallery::settingsScenes}) {
        for (auto &scene : make())
            all.push_back(std::move(scene));
    }
    for (auto &scene : gallery::seededScenes(theme))
        all.push_back(std::move(scene));
    return all;
}

} // namespace

class TestAccess : public QObject
{
    Q_OBJECT

    template <typename Check>
    static QStringList offenders(Check fails)
    {
        ui::Theme theme(ui::ThemeChoice::Light);
        QStringList found;
        for (const auto &scene : scenes(theme)) {
            const auto window = scene.make();
            window->resize(1440, 900);
            window->show();
            settle(std::max(10, scene.wait));
            if (scene.then) {
                scene.then(*window);
                settle(10);
            }
            for (auto *top : QApplication::topLevelWidgets()) {
                for (auto *widget : top->findChildren<QWidget *>()) {
                    if (!widget->isVisible() || !isInteractive(*widget) || isPart(*widget) || !fails(*widget))
                        continue;
                    const auto line = pathOf(*widget);
                    if (!found.contains(line))
                        found << line;
                }
            }
        }
        return found;
    }

private Q_SLOTS:
    void whateverCanBeUsedHasAName()
    {
        const auto nameless = offenders([](QWidget &widget) { return nameOf(widget).isEmpty(); });
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
    }

    void whateverCanBeUsedIsReachedByTab()
    {
        const auto unreached = offenders([](QWidget &widget) {
            // What is found is walked with the arrows from the palette's field; Home brings what is new.
            if (qobject_cast<ui::CommandPalette *>(widget.parentWidget()->parentWidget())
                || qobject_cast<ui::NewPill *>(&widget))
                return false;
            return widget.isEnabled() && !(widget.focusPolicy() & Qt::TabFocus) && !widget.focusProxy();
        });
        QVERIFY2(unreached.isEmpty(), qPrintable(unreached.join(u'\n')));
    }
};

QTEST_MAIN(TestAccess)
#include "TestAccess.moc"
