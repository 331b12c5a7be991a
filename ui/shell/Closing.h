#pragma once

#include <QMessageBox>
#include <QObject>
#include <QPointer>
#include <QSettings>

#include <cstdint>
#include <functional>

namespace slipswitch::ui {

class MainWindow;

/// What becomes of the program when its window is closed.
enum class CloseChoice : std::uint8_t
{
    Ask,
    KeepRunning,
    Quit,
};

/// Decides it: asks once, remembers, and says so where a hidden window could not be found again.
/// Thread: Qt.
class Closing : public QObject
{
    Q_OBJECT

public:
    /// @param memory  what the window remembers; key "close". Outlives it, as `window` does.
    /// @param hasTray  whether an icon can bring the window back, asked at each closing.
    Closing(MainWindow &window, QSettings &memory, std::function<bool()> hasTray);

    [[nodiscard]] static CloseChoice remembered(const QSettings &memory);
    static void remember(QSettings &memory, CloseChoice choice);
    /// The question, while it is asked.
    [[nodiscard]] QMessageBox *question() const { return m_question; }

Q_SIGNALS:
    void quitRequested();
    void hidden();

private:
    void close();
    void ask(bool tray);
    void keepRunning(bool tray);

    MainWindow &m_window;
    QSettings &m_memory;
    std::function<bool()> m_hasTray;
    QPointer<QMessageBox> m_question;
};

/// Brings a window to the front, from wherever it is.
void bringToFront(QWidget &window);

} // namespace slipswitch::ui
