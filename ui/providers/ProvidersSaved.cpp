#include "ui/providers/FormView.h"
#include "ui/providers/ProviderFacts.h"
#include "ui/providers/ProvidersAdapter.h"

#include <QDesktopServices>
#include <QUrl>

#include <algorithm>

// What the user does with a provider that is saved.
namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using domain::Provider;

void ProvidersAdapter::enable(const QString &name, bool enabled)
{
    if (name.isEmpty()) {
        m_draft.enabled = enabled;
        return pushSoon();
    }
    m_gateway.providers().setEnabled(this, name.toStdString(), enabled, [this](const Result<void> &done) {
        done ? pushSoon() : tell(done.error(), tr("It was not changed."));
    });
}

void ProvidersAdapter::switchModel(const QString &model, bool on)
{
    const auto *provider = saved(m_current);
    if (!provider) {
        on ? void(m_draft.off.erase(model.toStdString())) : void(m_draft.off.insert(model.toStdString()));
        return pushSoon();
    }
    std::vector<std::string> models;
    for (const auto &row : form().models) {
        if (row.id == model ? on : row.on)
            models.push_back(row.id.toStdString());
    }
    m_gateway.providers().setModels(this, m_current, std::move(models), [this](const Result<void> &done) {
        done ? pushSoon() : tell(done.error(), tr("It was not changed."));
    });
}

void ProvidersAdapter::addKey()
{
    const auto *provider = saved(m_current);
    auto key = m_page.form().pastedKey();
    if (!provider || key.empty() || m_saving)
        return;
    const auto guess = service::guessKey(*m_gateway.catalog(), key);
    if (guess.sure && guess.kinds.front() != provider->kind && !provider->kind.starts_with("custom-"))
        return setNote({Tone::Warn, u"alert"_s,
            tr("This looks like a key from %1.").arg(kindTitle(*m_gateway.catalog(), guess.kinds.front())),
            tr("It was not added here: it would be sent to %1.").arg(title(m_current)), {}});
    m_saving = true;
    clearNote();
    m_gateway.providers().addCredential(this, m_current, {std::move(key), {}},
        [this, name = m_current](const Result<domain::Credential> &added) {
            m_saving = false;
            if (added) {
                if (name == m_current)
                    m_page.form().setKey({});
                else if (const auto typed = m_typed.find(name); typed != m_typed.end())
                    typed->second.key = {};
                Q_EMIT m_page.toastRequested(
                    {tr("Key added"), tr("Tried when those before it fail"), Tone::Ok, {}, {}, {}});
                return takeSettings();
            }
            const auto &error = added.error();
            if (error.code != ErrorCode::Locked || error.detail.find("vault") == std::string::npos)
                return tell(error, tr("The key was not added."));
            askForPassphrase([this] { addKey(); });
        });
}

void ProvidersAdapter::usePassphrase()
{
    m_gateway.secrets().vault().unlock(
        m_page.form().passphrase(), [here = QPointer<ProvidersAdapter>(this)](const Result<void> &open) {
            if (!here)
                return;
            if (!open)
                return here->tell(open.error(), tr("This passphrase doesn't open the file."));
            here->m_newPassphrase.reset();
            here->clearNote();
            here->readKeysAgain();
            if (const auto next = std::exchange(here->m_afterPassphrase, {}))
                next();
        });
}

void ProvidersAdapter::removeKey(const QString &id)
{
    const auto name = m_current;
    m_gateway.providers().removeCredential(
        this, name, id.toStdString(), [this, name](const Result<domain::Credential> &removed) {
            if (!removed)
                return tell(removed.error(), tr("The key was not removed."));
            const auto undo = [here = QPointer<ProvidersAdapter>(this), name, key = *removed] {
                if (here)
                    here->m_gateway.providers().restoreCredential(
                        here, name, key, [here](const Result<void> &) { here->pushSoon(); });
            };
            const auto over = [here = QPointer<ProvidersAdapter>(this), key = *removed] {
                if (here)
                    here->m_gateway.providers().forget(here, {key}, [](const Result<void> &) { });
            };
            Q_EMIT m_page.toastRequested({tr("Key removed"),
                tr("%1 is not asked with it any more").arg(title(name)), Tone::Ok, tr("Undo"), undo, over});
        });
}

void ProvidersAdapter::remove(const QString &name)
{
    if (name.isEmpty())
        return;
    const auto shown = title(name.toStdString());
    m_gateway.providers().remove(
        this, name.toStdString(), [this, shown](const Result<config::RemovedProvider> &removed) {
            if (!removed)
                return tell(removed.error(), tr("It was not removed."));
            const auto undo = [here = QPointer<ProvidersAdapter>(this), back = *removed] {
                if (here)
                    here->m_gateway.providers().restore(here, back, [here, back](const Result<void> &done) {
                        done ? void() : here->tell(done.error(), tr("It was not put back."));
                    });
            };
            // Its keys stay where they are for as long as this can be undone.
            const auto over
                = [here = QPointer<ProvidersAdapter>(this), keys = removed->provider.credentials] {
                      if (here)
                          here->m_gateway.providers().forget(here, keys, [](const Result<void> &) { });
                  };
            Q_EMIT m_page.toastRequested({tr("%1 removed").arg(shown),
                tr("Requests go to the others from now on"), Tone::Ok, tr("Undo"), undo, over});
        });
}

} // namespace slipswitch::ui
