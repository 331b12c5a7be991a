#include "tests/ui/support/ProbedApplication.h"

#include <QMetaEnum>

namespace slipswitch::uitest {

bool ProbedApplication::notify(QObject *receiver, QEvent *event)
{
    if (m_depth > 0)
        return QApplication::notify(receiver, event);
    // The receiver may be gone afterwards.
    const auto type = event->type();
    const auto *name = receiver->metaObject()->className();
    ++m_depth;
    QElapsedTimer timer;
    timer.start();
    const bool result = QApplication::notify(receiver, event);
    const auto took = timer.nsecsElapsed();
    --m_depth;
    if (took > m_longest) {
        m_longest = took;
        const auto *key = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
        m_what = QStringLiteral("%1 of %2")
                     .arg(QString::fromLatin1(key ? key : "an event"), QString::fromLatin1(name));
    }
    return result;
}

QString ProbedApplication::longest() const
{
    return QStringLiteral("%1 ms, %2").arg(longestMilliseconds(), 0, 'f', 1).arg(m_what);
}

} // namespace slipswitch::uitest
