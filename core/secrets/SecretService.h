#pragma once

#include "core/secrets/Keychain.h"

#include <chrono>

class QObject;

namespace slipswitch::secrets {

/// Asks the Secret Service on the session's bus whether its default collection is open.
/// Answers Ok also where another kind of keychain is in charge (KWallet, macOS, Windows), which tell locked
/// and missing apart by themselves.
/// Errors: Locked, Unsupported (nobody answers to that name, or no collection), Timeout.
/// @param context  the answer is dropped when it is destroyed. Thread: Qt.
void askSecretService(QObject *context, std::chrono::milliseconds deadline, Done done);

} // namespace slipswitch::secrets
