#include "core/service/SettingsEditor.h"

#include "core/config/SettingsText.h"

#include <utility>

namespace slipswitch::service {

SettingsEditor::SettingsEditor(std::filesystem::path settingsFile, QObject *parent)
    : QObject(parent)
    , m_store(std::move(settingsFile))
{
    m_helper.setMaxThreadCount(1); // changes are made in the order they were asked for
}

void SettingsEditor::change(QObject *context, config::SettingsStore::Change change, Done done)
{
    m_helper.start(
        [this, context = QPointer<QObject>(context), change = std::move(change), done = std::move(done)] {
            auto result = m_store.change(change);
            QMetaObject::invokeMethod(
                this,
                [this, context, done, result = std::move(result)] {
                    if (result)
                        Q_EMIT written();
                    if (context)
                        done(result);
                },
                Qt::QueuedConnection);
        });
}

void SettingsEditor::load(QObject *context, std::function<void(Result<config::Settings>)> done)
{
    m_helper.start([this, context = QPointer<QObject>(context), done = std::move(done)] {
        auto settings = m_store.load();
        QMetaObject::invokeMethod(
            this,
            [context, done, settings = std::move(settings)] {
                if (context)
                    done(settings);
            },
            Qt::QueuedConnection);
    });
}

Result<void> SettingsEditor::validate(const config::Settings &settings)
{
    return config::parseSettings(config::writeSettings(settings)).map([](const auto &) { });
}

} // namespace slipswitch::service
