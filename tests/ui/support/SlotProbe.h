#pragma once

#include <QApplication>
#include <QByteArray>
#include <QSet>

namespace slipswitch::uitest {

/// The limits of a slot's own work, in milliseconds. The first show of something polishes, lays out, shapes
/// every text and fills the glyph caches at once; it happens once and is not felt as a stutter of what one
/// looks at.
inline constexpr double slotLimit = 8, firstShowLimit = 24;

/// An application that notices how long each event kept the Qt thread; the longest is what a user would feel
/// as a stutter. By the clock, and what the thread worked meanwhile: less where other programs want the
/// processor too, and so what a check can go by.
class SlotProbe : public QApplication
{
public:
    struct Slot
    {
        double work = 0, clock = 0; ///< milliseconds
        QByteArray what; ///< "Paint of slipswitch::ui::Sidebar"
        bool firstShow = false; ///< a widget was shown or painted for the first time in it
    };

    using QApplication::QApplication;
    bool notify(QObject *receiver, QEvent *event) override;

    /// The slot with the most work; with the most time by the clock.
    [[nodiscard]] const Slot &hardest(bool firstShow) const { return m_hardest[firstShow ? 1 : 0]; }
    [[nodiscard]] const Slot &longest(bool firstShow) const { return m_longest[firstShow ? 1 : 0]; }
    void forget();

private:
    bool measured(QObject *receiver, QEvent *event);
    void note(QObject *receiver, QEvent::Type type);
    void keep(Slot slot, QEvent::Type type, const char *name);

    int m_depth = 0;
    bool m_firstShow = false;
    QSet<const QObject *> m_shown, m_painted;
    Slot m_hardest[2], m_longest[2];
};

} // namespace slipswitch::uitest
