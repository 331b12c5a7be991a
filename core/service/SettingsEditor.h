#pragma once

#include "core/config/Scalars.h"
#include "core/config/SettingsStore.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <functional>
#include <memory>

namespace slipswitch::service {

/// Edits the settings file without keeping the Qt thread waiting, one change after the other. A change that
/// was written comes into force by itself (GatewayService::settingsChanged). Answers come on the Qt thread,
/// exactly once, unless the context object is gone. Errors: those of SettingsStore::change. Thread: Qt.
class SettingsEditor : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(Result<void>)>;

    explicit SettingsEditor(std::filesystem::path settingsFile, QObject *parent = nullptr);

    /// @param change  runs on a helper thread, on what stands in the file then; must own what it uses.
    void change(QObject *context, config::SettingsStore::Change change, Done done);
    /// The same for changes that also give something back.
    template <typename T>
    void changeFor(QObject *context, std::function<Result<T>(config::Settings &)> work,
        std::function<void(Result<T>)> done)
    {
        auto result = std::make_shared<Result<T>>(failure(ErrorCode::Internal, "Nothing was changed."));
        change(
            context,
            [result, work = std::move(work)](config::Settings &settings) -> Result<void> {
                *result = work(settings);
                return *result ? Result<void> {} : failure(result->error());
            },
            [result, done = std::move(done)](const Result<void> &written) {
                done(written ? std::move(*result) : failure(written.error()));
            });
    }
    /// What stands in the file now.
    void load(QObject *context, std::function<void(Result<config::Settings>)> done);

    /// Whether these could be written; quick. Errors: BadRequest with the path of the bad value.
    [[nodiscard]] static Result<void> validate(const config::Settings &settings);

Q_SIGNALS:
    /// A change was written by this editor.
    void written();

private:
    config::SettingsStore m_store;
    QThreadPool m_helper; ///< last, so that it is waited for before the rest goes
};

} // namespace slipswitch::service
