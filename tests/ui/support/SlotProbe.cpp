#include "tests/ui/support/SlotProbe.h"

#include <QElapsedTimer>
#include <QMetaEnum>
#include <QWidget>

#include <ctime>

namespace slipswitch::uitest {

namespace {

double threadMilliseconds()
{
    timespec now {};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

QByteArray named(QEvent::Type type)
{
    const auto *key = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    return key ? QByteArray(key) : "event " + QByteArray::number(type);
}

} // namespace

bool SlotProbe::notify(QObject *receiver, QEvent *event)
{
    note(receiver, event->type());
    return m_depth > 0 ? QApplication::notify(receiver, event) : measured(receiver, event);
}

/// A widget is polished once, before it is shown and painted for the first time.
void SlotProbe::note(QObject *receiver, QEvent::Type type)
{
    auto &known = type == QEvent::Paint ? m_painted : m_shown;
    if (type == QEvent::Polish) {
        m_painted.remove(receiver); // another one may have had its address
        m_shown.remove(receiver);
    } else if ((type == QEvent::Paint || type == QEvent::Show) && !known.contains(receiver)) {
        known.insert(receiver);
        m_firstShow = true;
    }
}

bool SlotProbe::measured(QObject *receiver, QEvent *event)
{
    // The receiver may be gone afterwards.
    const auto type = event->type();
    const auto *name = receiver->metaObject()->className();
    ++m_depth;
    QElapsedTimer timer;
    timer.start();
    const auto worked = threadMilliseconds();
    const bool result = QApplication::notify(receiver, event);
    Slot slot;
    slot.work = threadMilliseconds() - worked;
    slot.clock = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    --m_depth;
    slot.firstShow = std::exchange(m_firstShow, false);
    keep(std::move(slot), type, name);
    return result;
}

void SlotProbe::keep(Slot slot, QEvent::Type type, const char *name)
{
    auto &hardest = m_hardest[slot.firstShow ? 1 : 0], &longest = m_longest[slot.firstShow ? 1 : 0];
    if (slot.work <= hardest.work && slot.clock <= longest.clock)
        return; // as nearly all, and naming takes longer than they
    slot.what = named(type) + " of " + name;
    if (slot.work > hardest.work)
        hardest = slot;
    if (slot.clock > longest.clock)
        longest = slot;
}

void SlotProbe::forget()
{
    for (int index : {0, 1})
        m_hardest[index] = m_longest[index] = {};
}

} // namespace slipswitch::uitest
