#pragma once

class QCoreApplication;

namespace slipswitch::app {

/// SIGINT and SIGTERM end the event loop, so that requests finish and the ledger is committed. Once.
void quitOnSignals(QCoreApplication &application);

} // namespace slipswitch::app
