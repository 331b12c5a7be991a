#include "tests/ui/gallery/Scenes.h"

#include "ui/theme/Theme.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QPainter>
#include <QPixmap>

#include <cstdio>

using namespace slipswitch;

namespace {

void settle(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    do
        QApplication::processEvents(QEventLoop::AllEvents, 20);
    while (timer.elapsed() < milliseconds);
}

/// The window, and what stands open above it: menus, questions.
QPixmap pictureOf(QWidget &window)
{
    auto picture = window.grab();
    QPainter painter(&picture);
    for (auto *other : QApplication::topLevelWidgets()) {
        if (other != &window && other->isVisible())
            painter.drawPixmap(other->mapToGlobal(QPoint()) - window.mapToGlobal(QPoint()), other->grab());
    }
    return picture;
}

void render(const gallery::Scene &scene, const QDir &folder, QSize size, bool dark)
{
    const auto window = scene.make();
    window->resize(size);
    window->show();
    settle(std::max(30, scene.wait));
    if (scene.then) {
        scene.then(*window);
        settle(std::max(30, scene.wait));
    }
    QApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    const auto picture = pictureOf(*window);
    const auto file = QStringLiteral("%1-%2-%3x%4@%5.png")
                          .arg(scene.name, dark ? QStringLiteral("dark") : QStringLiteral("light"))
                          .arg(size.width())
                          .arg(size.height())
                          .arg(picture.devicePixelRatio());
    if (!picture.save(folder.filePath(file)))
        std::fprintf(stderr, "%s can't be written\n", qPrintable(file));
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const auto words = QApplication::arguments();
    if (words.size() < 2)
        return 2;
    ui::Theme theme(ui::ThemeChoice::Light);
    std::vector<gallery::Scene> scenes;
    for (const auto make : {gallery::overviewScenes, gallery::logScenes, gallery::onboardingScenes,
             gallery::providersScenes, gallery::spendScenes, gallery::keysScenes, gallery::connectScenes,
             gallery::settingsScenes, gallery::stateScenes}) {
        for (auto &scene : make())
            scenes.push_back(std::move(scene));
    }
    for (auto &scene : gallery::seededScenes(theme))
        scenes.push_back(std::move(scene));
    for (const auto choice : {ui::ThemeChoice::Light, ui::ThemeChoice::Dark}) {
        theme.choose(choice);
        for (const auto &scene : scenes) {
            if (words.size() > 2 && !scene.name.contains(words[2]))
                continue;
            for (const auto size : {QSize(1440, 900), QSize(1100, 700)})
                render(scene, QDir(words[1]), size, choice == ui::ThemeChoice::Dark);
        }
    }
    return 0;
}
