#include "ui/providers/FormView.h"
#include "ui/providers/ProviderFacts.h"
#include "ui/providers/ProvidersAdapter.h"

#include <QDesktopServices>
#include <QUrl>

#include <algorithm>

// What the user does on the providers page.
namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using domain::Provider;

void ProvidersAdapter::setNote(FormNote note, std::function<void()> action)
{
    m_note = std::move(note);
    m_noteAction = std::move(action);
    pushSoon();
}

void ProvidersAdapter::clearNote()
{
    m_note.reset();
    m_noteAction = {};
    m_wrongField.clear();
    pushSoon();
}

void ProvidersAdapter::tell(const Error &error, const QString &what)
{
    m_saving = false;
    setNote({Tone::Bad, u"alert"_s, what, QString::fromStdString(error.detail), {}});
}

void ProvidersAdapter::openDraft()
{
    m_drafting = true;
    m_draft = {};
    m_fields = {};
    m_candidates.clear();
    m_tests.erase(std::string());
    ++m_testNumber;
    m_newPassphrase.reset();
    m_current.clear();
    ++m_revision;
    clearNote();
    lookAround();
    push();
    if (m_page.isVisible())
        m_page.form().focusKey();
}

void ProvidersAdapter::lookAround()
{
    if (!ready())
        return;
    m_offered = service::keysInEnvironment(*m_gateway.settings(), *m_gateway.catalog());
    if (std::exchange(m_looked, true))
        return;
    m_gateway.localServers().look(
        this, m_gateway.catalog(), [this](const std::vector<service::LocalServer> &servers) {
            m_looked = false;
            m_servers = servers;
            std::erase_if(m_servers, [this](const service::LocalServer &server) {
                const auto &all = m_gateway.settings()->providers;
                return std::any_of(
                    all.begin(), all.end(), [&](const Provider &known) { return known.kind == server.kind; });
            });
            pushSoon();
        });
}

void ProvidersAdapter::select(const QString &name)
{
    const auto wanted = name.toStdString();
    if (wanted == m_current && (m_drafting || saved(wanted)))
        return;
    if (wanted.empty() ? !m_drafting : !saved(wanted))
        return;
    m_current = wanted;
    m_newPassphrase.reset();
    ++m_revision;
    clearNote();
    if (const auto *provider = saved(wanted)) {
        m_fields = fieldsOf(*provider);
        readKeys();
    } else {
        m_fields = m_draft.kind.empty()
            ? ProviderFields()
            : presetFields(*m_gateway.catalog(), m_draft.kind, *m_gateway.settings());
        if (!m_draft.address.empty())
            m_fields.address = QString::fromStdString(m_draft.address);
    }
    push();
}

void ProvidersAdapter::chooseKind(const std::string &kind)
{
    m_draft.kind = kind;
    m_draft.address.clear();
    m_draft.variable.clear();
    m_draft.off.clear();
    m_candidates.clear();
    m_tests.erase(std::string());
    ++m_testNumber;
    m_fields = presetFields(*m_gateway.catalog(), kind, *m_gateway.settings());
    ++m_revision;
    clearNote();
    noteAboutKey();
    push();
}

void ProvidersAdapter::chooseFound(const QString &id)
{
    if (id.startsWith("env:"_L1)) {
        const auto variable = id.mid(4).toStdString();
        for (const auto &key : m_offered) {
            if (key.variable == variable) {
                chooseKind(key.kind);
                m_draft.variable = variable;
            }
        }
    } else {
        for (const auto &server : m_servers) {
            if (u"at:"_s + QString::fromStdString(server.baseUrl) != id)
                continue;
            chooseKind(server.kind);
            m_draft.address = server.baseUrl;
            m_fields.address = QString::fromStdString(server.baseUrl);
            m_tests[{}].models = server.models;
            ++m_revision;
        }
    }
    clearNote();
    push();
}

/// A key was pasted, typed or deleted: nothing is sent for that.
void ProvidersAdapter::takeKey()
{
    if (!ready() || !m_current.empty())
        return;
    const auto key = m_page.form().pastedKey();
    const bool hadTest = m_tests.erase(std::string()) > 0;
    ++m_testNumber;
    const auto guess = key.empty() ? service::KeyGuess {} : service::guessKey(*m_gateway.catalog(), key);
    if (m_draft.kind.empty() && guess.sure)
        return chooseKind(guess.kinds.front());
    const auto candidates = m_draft.kind.empty() ? guess.kinds : std::vector<std::string> {};
    if (candidates != m_candidates || hadTest)
        pushSoon();
    m_candidates = candidates;
    noteAboutKey();
}

void ProvidersAdapter::noteAboutKey()
{
    const auto &catalog = *m_gateway.catalog();
    const auto key = m_page.form().pastedKey();
    const auto guess = key.empty() ? service::KeyGuess {} : service::guessKey(catalog, key);
    const auto name = kindTitle(catalog, m_draft.kind);
    if (key.empty()) {
        const auto *preset = catalog.provider(m_draft.kind);
        if (!preset || preset->keyUrl.empty() || preset->auth.scheme == domain::AuthScheme::None)
            return clearNote();
        return setNote(
            {Tone::Info, u"info"_s, tr("Paste a key from %1.").arg(name),
                tr("It is sent to the address below only, and only when you test or save."), tr("Get a key")},
            [url = QString::fromStdString(preset->keyUrl)] { QDesktopServices::openUrl(QUrl(url)); });
    }
    if (m_draft.kind.empty() && guess.kinds.empty())
        return setNote({Tone::Info, u"info"_s, tr("This kind of key isn't known here."),
            tr("Choose its provider below; the key is sent nowhere before."), {}});
    if (m_draft.kind.empty())
        return setNote({Tone::Info, u"info"_s, tr("Whose key is this?"),
            tr("Several providers have keys of this shape. It is sent nowhere until you pick one and test."),
            {}});
    if (guess.sure && guess.kinds.front() != m_draft.kind && !m_draft.kind.starts_with("custom-")) {
        const auto other = kindTitle(catalog, guess.kinds.front());
        return setNote({Tone::Warn, u"alert"_s, tr("This looks like a key from %1.").arg(other),
                           tr("A test would send it to %1.").arg(name), tr("Use %1").arg(other)},
            [this, kind = guess.kinds.front()] { chooseKind(kind); });
    }
    if (guess.sure)
        return setNote({Tone::Ok, u"check"_s, tr("This is a %1 key.").arg(name),
            tr("Address and format are filled in for you. Nothing is sent until you test or save."), {}});
    clearNote();
}

Provider ProvidersAdapter::draftProvider() const
{
    const auto &catalog = *m_gateway.catalog();
    const auto *preset = catalog.provider(m_draft.kind);
    Provider provider;
    if (auto made = provider::makeProvider(
            catalog, {.name = {}, .kind = m_draft.kind, .baseUrl = {}, .parameters = {}}))
        provider = std::move(*made);
    else if (preset) {
        provider.auth = preset->auth;
        provider.quirks = preset->quirks;
    }
    provider.kind = m_draft.kind;
    provider.enabled = m_draft.enabled;
    return provider;
}

void ProvidersAdapter::test()
{
    const auto *standing = saved(m_current);
    if (!ready() || (!standing && m_draft.kind.empty()))
        return;
    auto &form = m_page.form();
    auto given = m_fields;
    if (!standing && !m_draft.address.empty())
        given.address.clear(); // so that the found address counts as the user's
    auto edited
        = withFields(*m_gateway.catalog(), standing ? *standing : draftProvider(), given, form.fields());
    m_wrongField = edited.wrongField;
    if (!edited.provider)
        return setNote({Tone::Bad, u"alert"_s, tr("This can't be tested yet."),
            QString::fromStdString(edited.provider.error().detail), {}});
    auto &provider = *edited.provider;
    if (!standing) {
        if (!m_draft.variable.empty())
            provider.credentials = {{"main", "env:" + m_draft.variable, {}}};
        else if (auto key = form.pastedKey(); !key.empty())
            provider.credentials = {{"main", {}, std::move(key)}};
    }
    const auto number = ++m_testNumber;
    const auto name = m_current;
    auto &test = m_tests[name];
    test = {{}, std::move(test.models), true};
    clearNote();
    push();
    m_gateway.tester().test(
        this, provider, m_gateway.settings(), m_gateway.catalog(), {},
        [this, name, number](const service::TestStep &step) {
            if (number != m_testNumber)
                return;
            m_tests[name].steps.push_back(step);
            pushSoon();
        },
        [this, name, number](const service::TestReport &report) {
            if (number == m_testNumber)
                testEnded(name, report);
        });
}

void ProvidersAdapter::testEnded(const std::string &name, const service::TestReport &report)
{
    auto &test = m_tests[name];
    test.running = false;
    test.steps = report.steps;
    if (!report.models.empty())
        test.models = report.models;
    if (name != m_current)
        return pushSoon();
    const auto shown = name.empty() ? kindTitle(*m_gateway.catalog(), m_draft.kind) : title(name);
    const auto failed = std::find_if(report.steps.begin(), report.steps.end(),
        [](const service::TestStep &step) { return step.state == service::TestStep::State::Failed; });
    if (report.error && report.error->code == ErrorCode::Unauthorized)
        return setNote({Tone::Bad, u"alert"_s, tr("%1 refuses this key.").arg(shown),
                           QString::fromStdString(report.error->detail), tr("Use another key")},
            [this] { m_page.form().focusKey(); });
    if (failed != report.steps.end())
        return setNote({report.error ? Tone::Bad : Tone::Warn, u"alert"_s,
                           report.error ? tr("%1 can't be used like this.").arg(shown)
                                        : tr("%1 works, but not in everything.").arg(shown),
                           QString::fromStdString(failed->text), tr("Test again")},
            [this] { this->test(); });
    if (name.empty() && !m_page.form().pastedKey().empty())
        return setNote({Tone::Ok, u"check"_s, tr("This is a %1 key.").arg(shown),
            test.models.empty()
                ? tr("Address and format are filled in for you.")
                : tr("Address, format and %1 models are filled in for you.").arg(test.models.size()),
            {}});
    clearNote();
}

void ProvidersAdapter::save()
{
    const auto *standing = saved(m_current);
    if (!ready() || m_saving || (!standing && m_draft.kind.empty()))
        return;
    auto given = m_fields;
    if (!standing && !m_draft.address.empty())
        given.address.clear();
    auto edited = withFields(
        *m_gateway.catalog(), standing ? *standing : draftProvider(), given, m_page.form().fields());
    m_wrongField = edited.wrongField;
    if (!edited.provider)
        return setNote({Tone::Bad, u"alert"_s, tr("This can't be saved yet."),
            QString::fromStdString(edited.provider.error().detail), {}});
    m_saving = true;
    clearNote();
    standing ? saveChanges(*edited.provider) : saveDraft(std::move(*edited.provider));
    push();
}

void ProvidersAdapter::saveDraft(Provider provider)
{
    service::KeyChoice key;
    key.variable = m_draft.variable;
    const bool takesKey = provider.auth.scheme != domain::AuthScheme::None;
    if (takesKey && key.variable.empty())
        key.secret = m_page.form().pastedKey();
    if (takesKey && key.none() && !provider.kind.starts_with("custom-") && !isLocal(provider.baseUrls)) {
        m_saving = false;
        return setNote({Tone::Warn, u"key"_s, tr("There is no key yet."),
            tr("Paste one above; without it the provider refuses every request."), {}});
    }
    const auto found = m_tests.find({});
    if (found != m_tests.end())
        provider.models = found->second.models;
    if (!m_draft.off.empty()) {
        if (provider.models.empty()) {
            for (const auto &row : modelRows(*m_gateway.catalog(), provider, {}, {}))
                provider.models.push_back(row.id.toStdString());
        }
        std::erase_if(
            provider.models, [this](const std::string &model) { return m_draft.off.contains(model); });
        provider.modelsListed = true;
    }
    m_awaited = provider.name; // it may come into force before the answer does
    m_gateway.providers().add(
        this, std::move(provider), std::move(key), [this](const Result<Provider> &added) {
            if (added) {
                takeSettings();
                return;
            }
            m_saving = false;
            const auto &error = added.error();
            if (error.code == ErrorCode::Conflict)
                m_wrongField = u"name"_s;
            const bool asksPassphrase
                = error.code == ErrorCode::Locked && error.detail.find("vault") != std::string::npos;
            if (!asksPassphrase)
                return tell(error, tr("It was not saved."));
            m_newPassphrase = !m_gateway.secrets().vault().exists();
            m_afterPassphrase = [this] { save(); };
            setNote({Tone::Warn, u"lock"_s, tr("No keychain answers on this computer."),
                tr("The key can be kept in an encrypted file instead, which a passphrase of yours opens."),
                {}});
        });
}

/// It is in force.
void ProvidersAdapter::savedAs(const std::string &name)
{
    m_saving = false;
    const bool added = m_current.empty();
    const auto before = added ? std::string() : m_current;
    if (auto test = m_tests.extract(before); !test.empty()) {
        test.key() = name;
        test.mapped().running = false;
        m_tests.insert(std::move(test));
    }
    ++m_testNumber;
    m_page.form().clearKey();
    if (added) {
        m_drafting = false;
        m_draft = {};
    }
    m_newPassphrase.reset();
    m_current = name;
    if (const auto *provider = saved(name))
        m_fields = fieldsOf(*provider);
    ++m_revision;
    clearNote();
    Q_EMIT m_page.toastRequested(
        {added ? tr("%1 is connected").arg(title(name)) : tr("%1 saved").arg(title(name)),
            tr("In use from the next request"), Tone::Ok, {}, {}, {}});
}

void ProvidersAdapter::saveChanges(const Provider &edited)
{
    const bool renamed = edited.name != m_current && !saved(edited.name);
    m_awaited = renamed ? edited.name : std::string();
    m_gateway.providers().change(
        this, m_current,
        [edited](Provider &provider) -> Result<void> {
            provider.name = edited.name;
            provider.baseUrls = edited.baseUrls;
            provider.proxy = edited.proxy;
            provider.extraHeaders = edited.extraHeaders;
            provider.caFile = edited.caFile;
            return {};
        },
        [this, renamed, name = edited.name](const Result<void> &done) {
            if (!done) {
                m_awaited.clear();
                if (done.error().code == ErrorCode::Conflict)
                    m_wrongField = u"name"_s;
                return tell(done.error(), tr("It was not saved."));
            }
            if (!renamed)
                m_awaited = name; // which is there already
            takeSettings();
        });
}

void ProvidersAdapter::discard()
{
    if (saved(m_current)) {
        ++m_revision;
        clearNote();
        return push();
    }
    m_page.form().clearKey();
    m_draft = {};
    m_tests.erase(std::string());
    ++m_testNumber;
    m_candidates.clear();
    const auto &all = m_gateway.settings()->providers;
    if (all.empty())
        return openDraft();
    m_drafting = false;
    select(QString::fromStdString(all.front().name));
}

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
    m_gateway.providers().addCredential(
        this, m_current, {std::move(key), {}}, [this](const Result<domain::Credential> &added) {
            m_saving = false;
            if (added) {
                ++m_revision;
                Q_EMIT m_page.toastRequested(
                    {tr("Key added"), tr("Tried when those before it fail"), Tone::Ok, {}, {}, {}});
                return takeSettings();
            }
            const auto &error = added.error();
            if (error.code != ErrorCode::Locked || error.detail.find("vault") == std::string::npos)
                return tell(error, tr("The key was not added."));
            m_newPassphrase = !m_gateway.secrets().vault().exists();
            m_afterPassphrase = [this] { addKey(); };
            pushSoon();
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
            here->m_masked.clear();
            here->m_gateway.readSecretsAgain();
            here->readKeys();
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
