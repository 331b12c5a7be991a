#include "ui/providers/FormView.h"
#include "ui/providers/ProviderFacts.h"
#include "ui/providers/ProvidersAdapter.h"

#include <QDesktopServices>
#include <QUrl>

#include <algorithm>

// A provider that is being added: from a pasted key or what was found to what would be saved.
namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using domain::Provider;

/// The one there is, when another provider was shown meanwhile.
void ProvidersAdapter::openDraft()
{
    if (m_drafting && !m_current.empty())
        return select({});
    keepTyped();
    m_drafting = true;
    m_draft = {};
    m_fields = {};
    m_typed.erase(std::string());
    m_candidates.clear();
    m_tests.erase(std::string());
    m_newPassphrase.reset();
    m_afterPassphrase = {};
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
    keepTyped();
    m_current = wanted;
    m_newPassphrase.reset();
    m_afterPassphrase = {};
    ++m_revision;
    clearNote();
    if (const auto *provider = saved(wanted)) {
        m_fields = fieldsOf(*m_gateway.catalog(), *provider);
        readKeys();
    } else {
        m_fields = m_draft.kind.empty()
            ? ProviderFields()
            : presetFields(*m_gateway.catalog(), m_draft.kind, *m_gateway.settings());
        if (!m_draft.address.empty())
            m_fields.address = QString::fromStdString(m_draft.address);
    }
    push();
    showTyped();
}

/// Before another one is shown.
void ProvidersAdapter::keepTyped()
{
    const bool known = m_current.empty() ? m_drafting : saved(m_current) != nullptr;
    if (!known || m_pushed != m_revision)
        return;
    Typed typed {{}, m_page.form().pastedKey()};
    if (auto fields = m_page.form().fields(); fields != m_fields)
        typed.fields = std::move(fields);
    if (typed.fields || !typed.key.empty())
        m_typed[m_current] = std::move(typed);
}

/// Fields came with the form. From now on they stand there alone.
void ProvidersAdapter::showTyped()
{
    auto typed = m_typed.extract(m_current);
    m_page.form().setKey(typed.empty() ? Secret() : typed.mapped().key);
    if (m_current.empty())
        noteAboutKey();
}

void ProvidersAdapter::chooseKind(const std::string &kind)
{
    m_draft.kind = kind;
    m_draft.address.clear();
    m_draft.variable.clear();
    m_draft.off.clear();
    m_candidates.clear();
    m_tests.erase(std::string());
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
    else if (preset)
        provider.auth = preset->auth;
    provider.kind = m_draft.kind;
    provider.enabled = m_draft.enabled;
    return provider;
}

} // namespace slipswitch::ui
