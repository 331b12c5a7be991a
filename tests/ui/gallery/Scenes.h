#pragma once

#include <QWidget>

#include <functional>
#include <memory>
#include <vector>

namespace slipswitch::ui {
class Theme;
}

namespace slipswitch::gallery {

/// One page in one state. A new page adds a function that returns its scenes, here and in Gallery.cpp.
struct Scene
{
    QString name; ///< "overview-empty"
    std::function<std::unique_ptr<QWidget>()> make; ///< a whole window, filled
    int wait = 0; ///< milliseconds before the picture, for what appears late
    std::function<void(QWidget &window)> then {}; ///< done after that; the picture waits once more
};

[[nodiscard]] std::vector<Scene> connectScenes();
[[nodiscard]] std::vector<Scene> keysScenes();
[[nodiscard]] std::vector<Scene> overviewScenes();
[[nodiscard]] std::vector<Scene> logScenes();
[[nodiscard]] std::vector<Scene> onboardingScenes();
[[nodiscard]] std::vector<Scene> providersScenes();
[[nodiscard]] std::vector<Scene> spendScenes();
[[nodiscard]] std::vector<Scene> settingsScenes();
[[nodiscard]] std::vector<Scene> stateScenes();
/// The program itself over a seeded ledger. @param theme  outlives the scenes.
[[nodiscard]] std::vector<Scene> seededScenes(ui::Theme &theme);

} // namespace slipswitch::gallery
