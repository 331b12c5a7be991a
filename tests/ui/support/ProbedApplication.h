#pragma once

#include "ui/theme/Theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QtTest>

namespace slipswitch::uitest {

/// An application that notices how long each event kept the Qt thread; the longest is what a user would
/// feel as a stutter.
class ProbedApplication : public QApplication
{
public:
    using QApplication::QApplication;
    bool notify(QObject *receiver, QEvent *event) override;

    [[nodiscard]] double longestMilliseconds() const { return static_cast<double>(m_longest) / 1e6; }
    /// "3.1 ms, Paint of slipswitch::ui::Sidebar"
    [[nodiscard]] QString longest() const;
    void forget() { m_longest = 0; }

private:
    int m_depth = 0;
    qint64 m_longest = 0;
    QString m_what;
};

/// main() of a test: with the theme on, and the probe's finding at the end.
template <typename Test>
int run(int argc, char **argv)
{
    ProbedApplication application(argc, argv);
    const ui::Theme theme(ui::ThemeChoice::Light);
    Test test;
    const auto result = QTest::qExec(&test, argc, argv);
    qInfo().noquote() << "longest Qt-thread slot:" << application.longest();
    return result;
}

} // namespace slipswitch::uitest

#define SLIPSWITCH_UI_MAIN(Test)                                                                             \
    int main(int argc, char **argv)                                                                          \
    {                                                                                                        \
        return slipswitch::uitest::run<Test>(argc, argv);                                                    \
    }
