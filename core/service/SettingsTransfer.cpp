#include "core/service/SettingsTransfer.h"

#include "core/base/Files.h"
#include "core/config/SettingsText.h"

#include <utility>

namespace slipswitch::service {

using config::Settings;

namespace {

constexpr std::size_t longestFile = 16 * 1024 * 1024;

/// All but the access keys, which belong to this machine.
void replace(Settings &settings, Settings by)
{
    by.accessKeys = std::move(settings.accessKeys);
    settings = std::move(by);
}

Result<Settings> read(const std::filesystem::path &file)
{
    const auto text = readFile(file, longestFile);
    if (!text)
        return failure(text.error());
    // Any JSON object would do, so that a wrong file would reset everything in silence.
    if (text->find("\"schema\"") == std::string::npos)
        return failure(ErrorCode::BadRequest, "This is not a file of Slipswitch's settings.");
    return config::parseSettings(*text, config::Lines::Told);
}

} // namespace

SettingsTransfer::SettingsTransfer(SettingsEditor &editor, QObject *parent)
    : QObject(parent)
    , m_editor(editor)
{ }

void SettingsTransfer::exportTo(
    QObject *context, const std::filesystem::path &file, SettingsEditor::Done done)
{
    m_editor.load(context,
        [this, context = QPointer<QObject>(context), file, done = std::move(done)](
            Result<Settings> settings) {
            if (!settings)
                return done(failure(settings.error()));
            settings->accessKeys.clear();
            m_helper.start([this, context, file, done, settings = std::move(*settings)] {
                const auto written = writeFileAtomically(file, config::writeSettings(settings));
                QMetaObject::invokeMethod(
                    this,
                    [context, done, written] {
                        if (context)
                            done(written);
                    },
                    Qt::QueuedConnection);
            });
        });
}

void SettingsTransfer::importFrom(
    QObject *context, const std::filesystem::path &file, std::function<void(Result<Settings>)> done)
{
    m_editor.changeFor<Settings>(
        context,
        [file](Settings &settings) -> Result<Settings> {
            auto imported = read(file);
            if (!imported)
                return failure(imported.error());
            auto before = settings;
            replace(settings, std::move(*imported));
            return before;
        },
        std::move(done));
}

void SettingsTransfer::putBack(QObject *context, const Settings &before, SettingsEditor::Done done)
{
    m_editor.change(
        context,
        [before](Settings &settings) -> Result<void> {
            replace(settings, before);
            return {};
        },
        std::move(done));
}

} // namespace slipswitch::service
