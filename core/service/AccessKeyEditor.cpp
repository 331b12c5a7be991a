#include "core/service/AccessKeyEditor.h"

#include "core/config/Edits.h"

#include <utility>

namespace slipswitch::service {

using config::Settings;

AccessKeyEditor::AccessKeyEditor(SettingsEditor &settings)
    : m_settings(settings)
{ }

void AccessKeyEditor::create(QObject *context, const AccessKeyChoice &choice,
    std::function<void(Result<governance::NewAccessKey>)> done)
{
    m_settings.changeFor<governance::NewAccessKey>(
        context,
        [choice](Settings &settings) -> Result<governance::NewAccessKey> {
            auto made = governance::createAccessKey(
                choice.name, choice.tool, choice.project, SystemClock().utcNow());
            settings.accessKeys.push_back(made.key);
            return made;
        },
        std::move(done));
}

void AccessKeyEditor::revoke(
    QObject *context, const std::string &idOrName, std::function<void(Result<std::string>)> done)
{
    m_settings.changeFor<std::string>(
        context,
        [idOrName](Settings &settings) {
            return config::revokeAccessKey(settings, idOrName, SystemClock().utcNow());
        },
        std::move(done));
}

void AccessKeyEditor::restore(QObject *context, const std::string &id, SettingsEditor::Done done)
{
    m_settings.change(
        context, [id](Settings &settings) { return config::restoreAccessKey(settings, id); },
        std::move(done));
}

} // namespace slipswitch::service
