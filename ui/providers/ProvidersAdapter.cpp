#include "ui/providers/ProvidersAdapter.h"

#include "ui/providers/FormView.h"
#include "ui/providers/ProviderFacts.h"
#include "ui/providers/ProviderList.h"
#include "ui/widgets/Format.h"

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Provider;

namespace {

constexpr std::size_t rowsLookedAt = 500;

PillText standingOf(const Provider &provider, const service::ProviderHealth *health)
{
    if (!provider.enabled)
        return {ProvidersPage::tr("Off"), u"pause"_s, Tone::Neutral};
    if (!health || health->tries == 0)
        return {ProvidersPage::tr("Ready"), u"check"_s, Tone::Neutral};
    if (health->lastFailed)
        return {ProvidersPage::tr("Failing"), u"cross"_s, Tone::Bad};
    if (health->failures > 0)
        return {ProvidersPage::tr("Unsteady"), u"alert"_s, Tone::Warn};
    return {ProvidersPage::tr("Healthy"), u"check"_s, Tone::Ok};
}

KeyRow unread(const domain::Credential &credential)
{
    const auto reference = QString::fromStdString(credential.reference);
    const auto place = reference.section(u':', 0, 0);
    KeyRow row;
    row.id = QString::fromStdString(credential.id);
    row.place = place == "env"_L1 ? ProvidersPage::tr("from the environment")
        : place == "vault"_L1     ? ProvidersPage::tr("encrypted file")
                                  : ProvidersPage::tr("system keychain");
    row.masked = place == "env"_L1 ? reference.section(u':', 1) : u"••••••••"_s;
    return row;
}

} // namespace

ProvidersAdapter::ProvidersAdapter(service::GatewayService &gateway, ProvidersPage &page)
    : QObject(&page)
    , m_gateway(gateway)
    , m_page(page)
{
    m_pushTimer.setSingleShot(true);
    m_pushTimer.setInterval(30ms);
    connect(&m_pushTimer, &QTimer::timeout, this, &ProvidersAdapter::push);
    connect(&page, &ProvidersPage::watched, this, &ProvidersAdapter::watch);
    connect(&page, &ProvidersPage::addRequested, this, &ProvidersAdapter::openDraft);
    connect(&page, &ProvidersPage::showRequested, this, &ProvidersAdapter::select);
    connect(&gateway, &service::GatewayService::settingsChanged, this, &ProvidersAdapter::takeSettings);
    connect(&gateway, &service::GatewayService::stateChanged, this, &ProvidersAdapter::takeState);
    connectForm();
    takeSettings();
}

void ProvidersAdapter::connectForm()
{
    auto &list = m_page.list();
    connect(&list, &ProviderList::chosen, this, &ProvidersAdapter::select);
    connect(&list, &ProviderList::removeRequested, this, &ProvidersAdapter::remove);
    connect(&list, &ProviderList::enableRequested, this, &ProvidersAdapter::enable);
    connect(&list, &ProviderList::moved, this, [this](const QString &name, int place) {
        m_gateway.providers().move(
            this, name.toStdString(), static_cast<std::size_t>(place), [this](const Result<void> &done) {
                done ? void() : tell(done.error(), tr("The order was not changed."));
            });
    });
    auto &form = m_page.form();
    connect(&form, &FormView::keyChanged, this, &ProvidersAdapter::takeKey);
    connect(
        &form, &FormView::kindChosen, this, [this](const QString &kind) { chooseKind(kind.toStdString()); });
    connect(&form, &FormView::foundChosen, this, &ProvidersAdapter::chooseFound);
    connect(&form, &FormView::testRequested, this, &ProvidersAdapter::test);
    connect(&form, &FormView::saveRequested, this, &ProvidersAdapter::save);
    connect(&form, &FormView::cancelRequested, this, &ProvidersAdapter::discard);
    connect(&form, &FormView::keyAddRequested, this, &ProvidersAdapter::addKey);
    connect(&form, &FormView::keyRemoveRequested, this, &ProvidersAdapter::removeKey);
    connect(&form, &FormView::modelSwitched, this, &ProvidersAdapter::switchModel);
    connect(&form, &FormView::passphraseGiven, this, &ProvidersAdapter::usePassphrase);
    connect(&form, &FormView::removeRequested, this, [this] { remove(QString::fromStdString(m_current)); });
    connect(&form, &FormView::enableRequested, this,
        [this](bool enabled) { enable(QString::fromStdString(m_current), enabled); });
    connect(&form, &FormView::noteAction, this, [this] {
        const auto action = m_noteAction;
        if (action)
            action();
        else if (!m_note)
            readKeysAgain(); // what the note of a locked keychain offers
    });
}

void ProvidersAdapter::watch(bool watched)
{
    auto &live = m_gateway.live();
    disconnect(&live, nullptr, this, nullptr);
    if (!watched)
        return;
    connect(&live, &service::LiveUpdates::healthChanged, this,
        [this](const std::vector<service::ProviderHealth> &health) {
            m_health.clear();
            for (const auto &each : health)
                m_health[each.provider.toStdString()] = each;
            pushSoon();
        });
    askForLatency();
    readKeys();
    pushSoon();
}

bool ProvidersAdapter::ready() const
{
    return m_gateway.catalog() != nullptr;
}

const Provider *ProvidersAdapter::saved(const std::string &name) const
{
    for (const auto &provider : m_gateway.settings()->providers) {
        if (provider.name == name)
            return &provider;
    }
    return nullptr;
}

QString ProvidersAdapter::title(const std::string &name) const
{
    const auto *provider = saved(name);
    return provider && ready() ? providerTitle(*m_gateway.catalog(), *provider)
                               : QString::fromStdString(name);
}

void ProvidersAdapter::takeState()
{
    if (m_gateway.state().listens())
        askForLatency();
    takeSettings();
}

void ProvidersAdapter::takeSettings()
{
    if (!m_awaited.empty() && saved(m_awaited))
        savedAs(std::exchange(m_awaited, {}));
    std::erase_if(m_typed, [this](const auto &typed) { return !typed.first.empty() && !saved(typed.first); });
    const bool gone = !m_current.empty() && !saved(m_current);
    const auto &all = m_gateway.settings()->providers;
    if (ready() && all.empty() && !m_drafting)
        openDraft();
    else if (ready() && !all.empty() && (gone || (m_current.empty() && !m_drafting)))
        select(QString::fromStdString(all.front().name));
    else if (const auto *shown = saved(m_current);
        shown && fieldsOf(*m_gateway.catalog(), *shown) != m_fields) {
        m_fields = fieldsOf(*m_gateway.catalog(), *shown);
        ++m_revision;
    }
    readKeys();
    pushSoon();
}

void ProvidersAdapter::pushSoon()
{
    if (!m_pushTimer.isActive())
        m_pushTimer.start();
}

void ProvidersAdapter::push()
{
    ProvidersData data;
    const auto &state = m_gateway.state();
    data.loaded = ready() && state.phase != service::GatewayState::Phase::Starting;
    if (state.phase == service::GatewayState::Phase::Failed && !ready())
        data.problem = state.problem;
    if (ready()) {
        data.rows = rows();
        data.current = QString::fromStdString(m_current);
        data.form = form();
        m_pushed = m_revision;
    }
    m_page.setData(data);
}

ProviderRow ProvidersAdapter::rowOf(const Provider &provider) const
{
    ProviderRow row;
    row.name = QString::fromStdString(provider.name);
    row.kind = QString::fromStdString(provider.kind);
    row.title = providerTitle(*m_gateway.catalog(), provider);
    row.enabled = provider.enabled;
    const auto health = m_health.find(provider.name);
    row.standing = standingOf(provider, health == m_health.end() ? nullptr : &health->second);
    QStringList words;
    const auto test = m_tests.find(provider.name);
    const auto count = !provider.models.empty() ? provider.models.size()
        : test != m_tests.end()                 ? test->second.models.size()
                                                : 0;
    words << (count == 0 ? tr("any model") : count == 1 ? tr("1 model") : tr("%1 models").arg(count));
    if (const auto latency = m_latency.find(provider.name); latency != m_latency.end())
        words << latency->second;
    if (isLocal(provider.baseUrls))
        words << tr("this computer");
    row.about = words.join(u", "_s);
    row.about[0] = row.about[0].toUpper();
    return row;
}

std::vector<ProviderRow> ProvidersAdapter::rows() const
{
    std::vector<ProviderRow> all;
    for (const auto &provider : m_gateway.settings()->providers)
        all.push_back(rowOf(provider));
    if (!m_drafting)
        return all;
    ProviderRow draft;
    draft.kind = m_draft.kind.empty() ? u"+"_s : QString::fromStdString(m_draft.kind);
    draft.title = m_draft.kind.empty() ? tr("New provider") : kindTitle(*m_gateway.catalog(), m_draft.kind);
    draft.about = tr("New, not saved");
    draft.standing = {tr("Draft"), u"edit"_s, Tone::Neutral};
    all.push_back(std::move(draft));
    return all;
}

ProviderForm ProvidersAdapter::form() const
{
    ProviderForm form;
    form.revision = m_revision;
    form.fields = m_fields;
    form.note = m_note;
    form.wrongField = m_wrongField;
    form.newPassphrase = m_newPassphrase;
    form.saving = m_saving;
    if (const auto typed = m_typed.find(m_current); typed != m_typed.end())
        form.typed = typed->second.fields;
    const auto *provider = saved(m_current);
    provider ? fillSaved(form, *provider) : fillDraft(form);
    if (provider && isLocked(m_current)) {
        form.unlocksOnly = !m_newPassphrase;
        if (!m_newPassphrase && isLocked(m_current, "vault:"))
            form.newPassphrase = false;
        if (!form.note)
            form.note = lockedNote(m_current);
    }
    const auto test = m_tests.find(m_current);
    if (test != m_tests.end()) {
        form.testing = test->second.running();
        form.test = testLines(test->second.steps, test->second.running());
        form.testCost = testCost(*m_gateway.catalog(), form.kind.toStdString(), test->second.steps);
    }
    return form;
}

void ProvidersAdapter::fillDraft(ProviderForm &form) const
{
    const auto &catalog = *m_gateway.catalog();
    form.kind = QString::fromStdString(m_draft.kind);
    form.enabled = m_draft.enabled;
    form.candidates = kindChoices(catalog, m_candidates);
    const auto *preset = catalog.provider(m_draft.kind);
    if (!preset) {
        form.title = tr("Add a provider");
        form.about = tr("Paste a key, and the rest is filled in");
        form.kinds = allKinds(catalog);
        for (const auto &key : m_offered)
            form.found.push_back(
                {u"env:"_s + QString::fromStdString(key.variable), QString::fromStdString(key.kind),
                    kindTitle(catalog, key.kind), QString::fromStdString(key.variable)});
        for (const auto &server : m_servers)
            form.found.push_back({u"at:"_s + QString::fromStdString(server.baseUrl),
                QString::fromStdString(server.kind), kindTitle(catalog, server.kind),
                server.models.size() == 1 ? tr("running, 1 model")
                                          : tr("running, %1 models").arg(server.models.size())});
        return;
    }
    form.stage = ProviderForm::Stage::Draft;
    form.title = tr("Add %1").arg(kindTitle(catalog, m_draft.kind));
    form.about = placeText(preset->baseUrls);
    form.takesKey = preset->auth.scheme != domain::AuthScheme::None;
    form.variable = QString::fromStdString(m_draft.variable);
    const auto test = m_tests.find({});
    Provider made;
    made.kind = m_draft.kind;
    form.models = modelRows(catalog, made,
        test == m_tests.end() ? std::vector<std::string> {} : test->second.models, m_draft.off);
}

void ProvidersAdapter::fillSaved(ProviderForm &form, const Provider &provider) const
{
    const auto &catalog = *m_gateway.catalog();
    form.stage = ProviderForm::Stage::Saved;
    form.kind = QString::fromStdString(provider.kind);
    form.title = providerTitle(catalog, provider);
    form.about = placeText(provider.baseUrls);
    form.enabled = provider.enabled;
    form.takesKey = provider.auth.scheme != domain::AuthScheme::None;
    form.keys = keyRows(provider);
    const auto test = m_tests.find(provider.name);
    form.models = modelRows(
        catalog, provider, test == m_tests.end() ? std::vector<std::string> {} : test->second.models, {});
}

std::vector<KeyRow> ProvidersAdapter::keyRows(const Provider &provider) const
{
    std::vector<KeyRow> all;
    for (const auto &credential : provider.credentials) {
        const auto known = m_masked.find(credential.reference);
        auto row = known == m_masked.end() ? unread(credential) : known->second;
        row.id = QString::fromStdString(credential.id);
        all.push_back(std::move(row));
    }
    return all;
}

/// The masked form of the shown provider's keys; the keys themselves are dropped at once.
void ProvidersAdapter::readKeys()
{
    const auto *provider = saved(m_current);
    if (!provider)
        return;
    for (const auto &credential : provider->credentials) {
        if (m_masked.contains(credential.reference))
            continue;
        m_masked[credential.reference] = unread(credential);
        m_gateway.secrets().read(credential.reference,
            [here = QPointer<ProvidersAdapter>(this), credential](const Result<Secret> &secret) {
                if (!here)
                    return;
                auto &row = here->m_masked[credential.reference];
                row.missing = !secret;
                const bool locked = !secret && secret.error().code == ErrorCode::Locked;
                if (locked)
                    here->m_locked.insert(credential.reference);
                if (locked)
                    row.masked = tr("locked");
                else if (!secret)
                    row.masked = QString::fromStdString(secret.error().detail);
                else if (!credential.reference.starts_with("env:"))
                    row.masked = QString::fromStdString(secret->masked());
                here->pushSoon();
            });
    }
}

bool ProvidersAdapter::isLocked(const std::string &name, std::string_view place) const
{
    const auto *provider = saved(name);
    return provider
        && std::any_of(
            provider->credentials.begin(), provider->credentials.end(), [&](const domain::Credential &key) {
                return m_locked.contains(key.reference) && key.reference.starts_with(place);
            });
}

FormNote ProvidersAdapter::lockedNote(const std::string &name) const
{
    if (isLocked(name, "keychain:"))
        return {Tone::Warn, u"lock"_s, tr("The keychain is locked."),
            tr("Unlock it; until then no request can be sent with this key."), tr("Try again")};
    return {Tone::Warn, u"lock"_s, tr("The encrypted file is locked."),
        tr("Its passphrase opens it; until then no request can be sent with this key."), {}};
}

/// Something was unlocked.
void ProvidersAdapter::readKeysAgain()
{
    m_masked.clear();
    m_locked.clear();
    m_gateway.readSecretsAgain();
    readKeys();
}

void ProvidersAdapter::askForLatency()
{
    if (!m_gateway.state().listens())
        return;
    m_gateway.queries().page(this, {}, {}, rowsLookedAt, [this](const Result<ledger::LogPage> &page) {
        if (!page)
            return;
        std::map<std::string, std::vector<domain::Micros>> times;
        for (const auto &row : page->rows) {
            if (row.exchange.endedAfter && row.exchange.outcome == domain::Outcome::Succeeded)
                times[row.exchange.provider].push_back(*row.exchange.endedAfter);
        }
        m_latency.clear();
        for (auto &[provider, all] : times) {
            const auto middle = all.begin() + std::ssize(all) / 2;
            std::nth_element(all.begin(), middle, all.end());
            m_latency[provider] = durationText(*middle);
        }
        pushSoon();
    });
}

} // namespace slipswitch::ui
