#pragma once

#include "core/governance/AccessKeys.h"
#include "core/service/SettingsEditor.h"

#include <string>

namespace slipswitch::service {

/// What the user names when making an access key.
struct AccessKeyChoice
{
    std::string name, tool, project; ///< tool and project may be empty
};

/// Makes and ends access keys. How much a key spent and when it was used last, LedgerQueries tells.
/// Thread: Qt; answers as SettingsEditor's.
class AccessKeyEditor
{
public:
    /// @param settings  outlives this.
    explicit AccessKeyEditor(SettingsEditor &settings);

    /// The answer's `secret` is the only copy there will ever be: show it once.
    void create(QObject *context, const AccessKeyChoice &choice,
        std::function<void(Result<governance::NewAccessKey>)> done);
    /// @param idOrName  a name that only one key in use has. The answer is its id. Errors: NotFound,
    /// Conflict.
    void revoke(QObject *context, const std::string &idOrName, std::function<void(Result<std::string>)> done);
    /// Undo of `revoke`. Errors: NotFound.
    void restore(QObject *context, const std::string &id, SettingsEditor::Done done);

private:
    SettingsEditor &m_settings;
};

} // namespace slipswitch::service
