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
    test = {{}, std::move(test.models), number};
    clearNote();
    push();
    m_gateway.tester().test(
        this, provider, m_gateway.settings(), m_gateway.catalog(), {},
        [this, name, number](const service::TestStep &step) {
            if (auto *run = running(name, number))
                run->steps.push_back(step);
            pushSoon();
        },
        [this, name, number](const service::TestReport &report) {
            if (running(name, number))
                testEnded(name, report);
        });
}

/// Nothing when the run was overtaken by another one or by what the user did.
ProvidersAdapter::Test *ProvidersAdapter::running(const std::string &name, quint64 number)
{
    const auto found = m_tests.find(name);
    return found == m_tests.end() || found->second.number != number ? nullptr : &found->second;
}

void ProvidersAdapter::testEnded(const std::string &name, const service::TestReport &report)
{
    auto &test = m_tests[name];
    test.number = 0;
    test.steps = report.steps;
    if (!report.models.empty())
        test.models = report.models;
    if (name != m_current)
        return pushSoon();
    if (const auto *provider = saved(name);
        provider && report.error && report.error->code == ErrorCode::Locked) {
        m_locked.insert(provider->credentials.front().reference);
        m_afterPassphrase = [this] { this->test(); };
        return clearNote(); // what is locked is said, with what opens it
    }
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
            test.models.empty() ? tr("Address and format are filled in for you.")
                : test.models.size() == 1
                ? tr("Address, format and 1 model are filled in for you.")
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
    m_saved = m_current;
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
            m_awaited.clear();
            const auto &error = added.error();
            const bool asksPassphrase
                = error.code == ErrorCode::Locked && error.detail.find("vault") != std::string::npos;
            if (!asksPassphrase || m_current != m_saved)
                return notSaved(error);
            askForPassphrase([this] { save(); });
            setNote({Tone::Warn, u"lock"_s, tr("No keychain answers on this computer."),
                tr("The key can be kept in an encrypted file instead, which a passphrase of yours opens."),
                {}});
        });
}

/// Said where the user is looking: at its fields, or from the window's edge when others are shown.
void ProvidersAdapter::notSaved(const Error &error)
{
    m_saving = false;
    if (m_current != m_saved) {
        Q_EMIT m_page.toastRequested(
            {tr("%1 was not saved").arg(m_saved.empty() ? tr("The new provider") : title(m_saved)),
                QString::fromStdString(error.detail), Tone::Bad, {}, {}, {}});
        return pushSoon();
    }
    if (error.code == ErrorCode::Conflict)
        m_wrongField = u"name"_s;
    tell(error, tr("It was not saved."));
}

void ProvidersAdapter::askForPassphrase(std::function<void()> then)
{
    m_newPassphrase = !m_gateway.secrets().vault().exists();
    m_afterPassphrase = std::move(then);
    pushSoon();
}

/// It is in force. Whoever went on to another one stays there.
void ProvidersAdapter::savedAs(const std::string &name)
{
    m_saving = false;
    const bool added = m_saved.empty(), shown = m_current == m_saved;
    if (auto test = m_tests.extract(m_saved); !test.empty()) {
        test.key() = name;
        test.mapped().number = 0;
        m_tests.insert(std::move(test));
    }
    m_typed.erase(m_saved);
    if (added) {
        m_drafting = false;
        m_draft = {};
    }
    if (shown) {
        m_page.form().clearKey();
        m_newPassphrase.reset();
        m_current = name;
        if (const auto *provider = saved(name))
            m_fields = fieldsOf(*m_gateway.catalog(), *provider);
        ++m_revision;
        clearNote();
    }
    m_saved = name;
    pushSoon();
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
            provider.parameters = edited.parameters;
            provider.modelNames = edited.modelNames;
            return {};
        },
        [this, renamed, edited](const Result<void> &done) {
            if (!done) {
                m_awaited.clear();
                return notSaved(done.error());
            }
            if (renamed)
                return takeSettings();
            savedAs(edited.name);
            if (m_current == edited.name)
                m_fields = fieldsOf(*m_gateway.catalog(), edited); // what is written may not be in force yet
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
    m_typed.erase(std::string());
    m_tests.erase(std::string());
    m_candidates.clear();
    const auto &all = m_gateway.settings()->providers;
    if (all.empty())
        return openDraft();
    m_drafting = false;
    select(QString::fromStdString(all.front().name));
}

} // namespace slipswitch::ui
