#include "ui/connect/ConnectAdapter.h"

#include "ui/connect/ConnectPage.h"
#include "ui/connect/ToolView.h"
#include "ui/widgets/Ago.h"

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto refreshEvery = 1s;

QString text(const std::string &words)
{
    return QString::fromStdString(words);
}

} // namespace

ConnectAdapter::ConnectAdapter(
    service::GatewayService &gateway, ConnectPage &page, service::ToolFinder::Places places)
    : QObject(&page)
    , m_gateway(gateway)
    , m_page(page)
    , m_finder(places)
    , m_writing(places.home)
    , m_tools(service::loadTools().value_or(std::vector<service::Tool> {}))
    , m_settings(gateway.settings())
{
    m_refresh.setInterval(refreshEvery);
    connect(&m_refresh, &QTimer::timeout, this, &ConnectAdapter::push);
    connect(&page, &ConnectPage::watched, this, &ConnectAdapter::watch);
    connect(&page, &ConnectPage::toolOpened, this, qOverload<const QString &>(&ConnectAdapter::openTool));
    connect(&page, &ConnectPage::toolNamed, this, [this](const QString &name) {
        const auto known = std::find_if(m_tools.begin(), m_tools.end(),
            [&](const service::Tool &tool) { return text(tool.name) == name; });
        if (known != m_tools.end())
            openTool(text(known->id));
        else if (!name.isEmpty())
            openTool(u"anything"_s);
    });
    connect(&page, &ConnectPage::startRequested, this, [this] { m_gateway.restart(); });
    connect(&page, &ConnectPage::portChosen, &gateway, &service::GatewayService::restartOn);
    connect(page.view(), &ToolView::newKeyRequested, this, &ConnectAdapter::makeKey);
    connect(page.view(), &ToolView::keyChosen, this, [this](const QString &id) {
        m_chosenKeys[m_open] = id.toStdString();
        askProof();
        push();
    });
    connect(page.view(), &ToolView::modelChosen, this, [this](const QString &model) {
        m_model = model.toStdString();
        push();
    });
    connect(page.view(), &ToolView::writeRequested, &m_writing, &ToolWriting::write);
    connect(page.view(), &ToolView::putBackRequested, &m_writing, &ToolWriting::putBackLast);
    connect(&m_writing, &ToolWriting::changed, this, &ConnectAdapter::push);
    connect(&m_writing, &ToolWriting::told, &page, &ConnectPage::toastRequested);
    connect(&gateway, &service::GatewayService::settingsChanged, this, &ConnectAdapter::takeSettings);
    connect(&gateway, &service::GatewayService::stateChanged, this, &ConnectAdapter::push);
    if (gateway.state().listens())
        takeSettings();
    else
        gateway.editor().load(this, [this](const Result<config::Settings> &settings) {
            if (!settings || m_loaded)
                return;
            m_settings = std::make_shared<const config::Settings>(*settings);
            m_loaded = true;
            push();
        });
}

void ConnectAdapter::watch(bool watched)
{
    if (!watched) {
        m_refresh.stop();
        disconnect(&m_gateway.live(), nullptr, this, nullptr);
        return;
    }
    connect(&m_gateway.live(), &service::LiveUpdates::batch, this, &ConnectAdapter::takeBatch,
        Qt::UniqueConnection);
    m_refresh.start();
    lookForTools();
    m_writing.lookAgain();
    askLastUsed();
    askProof();
    push();
}

void ConnectAdapter::takeSettings()
{
    m_settings = m_gateway.settings();
    m_loaded = true;
    forgetRevoked();
    listModels();
    push();
}

/// Whoever is not in the settings may have been made just now.
void ConnectAdapter::forgetRevoked()
{
    for (const auto &key : m_settings->accessKeys) {
        if (key.revokedAt)
            m_secrets.erase(key.id);
    }
}

/// What answers live is also the newest use of its key.
void ConnectAdapter::takeBatch(const service::LiveBatch &batch)
{
    const auto chosen = m_chosenKeys.find(m_open);
    bool shown = false;
    for (const auto &exchange : batch.exchanges) {
        const std::string key(exchange.keyId.view());
        if (key.empty())
            continue;
        shown |= chosen != m_chosenKeys.end() && chosen->second == key;
        m_lastUsed[key] = std::max(m_lastUsed[key], exchange.startedAt);
        auto &seen = m_seen[key];
        if (exchange.startedAt >= seen.at)
            seen = seenIn(exchange);
    }
    // The others' times are told with the next second.
    if (shown)
        push();
}

void ConnectAdapter::lookForTools()
{
    m_finder.look(this, m_tools, [this](const service::ToolFinder::Found &found) {
        m_found = found;
        m_looked = true;
        push();
    });
}

void ConnectAdapter::askLastUsed()
{
    m_gateway.queries().lastUsedByKey(this, [this](const Result<std::map<std::string, UtcTime>> &used) {
        if (!used)
            return;
        for (const auto &[key, at] : *used)
            m_lastUsed[key] = std::max(m_lastUsed[key], at);
        push();
    });
}

void ConnectAdapter::askProof()
{
    const auto chosen = m_chosenKeys.find(m_open);
    if (chosen == m_chosenKeys.end() || m_seen.contains(chosen->second))
        return;
    ledger::Filter filter;
    filter.keyId = chosen->second;
    m_gateway.queries().page(this, filter, {}, 1, [this](const Result<ledger::LogPage> &page) {
        if (!page || page->rows.empty())
            return;
        const auto &row = page->rows.front();
        auto &seen = m_seen[row.exchange.keyId];
        if (row.exchange.startedAt > seen.at)
            seen = seenIn(row);
        push();
    });
}

const service::Tool *ConnectAdapter::openTool() const
{
    for (const auto &tool : m_tools) {
        if (tool.id == m_open)
            return &tool;
    }
    return nullptr;
}

void ConnectAdapter::openTool(const QString &id)
{
    m_open = id.toStdString();
    m_model.clear();
    if (const auto *tool = openTool())
        chooseNewestKey(*tool);
    listModels();
    askProof();
    push();
}

void ConnectAdapter::listModels()
{
    m_models.clear();
    if (const auto *tool = openTool()) {
        for (const auto &model : service::modelsFor(*m_settings, m_gateway.catalog().get(), tool->path))
            m_models.append(text(model));
    }
}

std::vector<const domain::AccessKey *> ConnectAdapter::keysOf(const service::Tool &tool) const
{
    std::vector<const domain::AccessKey *> keys;
    for (const auto &key : m_settings->accessKeys) {
        if (key.tool == tool.name && !key.revokedAt)
            keys.push_back(&key);
    }
    return keys;
}

/// The one whose secret is still known, else the one made last.
void ConnectAdapter::chooseNewestKey(const service::Tool &tool)
{
    const auto keys = keysOf(tool);
    const auto chosen = m_chosenKeys.find(tool.id);
    if (chosen != m_chosenKeys.end()
        && std::any_of(keys.begin(), keys.end(), [&](const auto *key) { return key->id == chosen->second; }))
        return;
    m_chosenKeys.erase(tool.id);
    if (!keys.empty())
        m_chosenKeys[tool.id] = keys.back()->id;
}

std::optional<UtcTime> ConnectAdapter::lastUsed(const service::Tool &tool) const
{
    std::optional<UtcTime> last;
    for (const auto *key : keysOf(tool)) {
        const auto known = m_lastUsed.find(key->id);
        if (known != m_lastUsed.end() && (!last || known->second > *last))
            last = known->second;
    }
    return last;
}

void ConnectAdapter::makeKey()
{
    const auto *tool = openTool();
    if (!tool)
        return;
    // Names of keys in use are told apart by a number.
    auto name = tool->id;
    const auto taken = [&] {
        return std::any_of(m_settings->accessKeys.begin(), m_settings->accessKeys.end(),
            [&](const auto &key) { return key.name == name && !key.revokedAt; });
    };
    for (int number = 2; taken(); ++number)
        name = tool->id + "-" + std::to_string(number);
    m_gateway.accessKeys().create(
        this, {name, tool->name, {}}, [this, id = tool->id](const Result<governance::NewAccessKey> &made) {
            if (!made) {
                Q_EMIT m_page.toastRequested(
                    {tr("No key was made"), text(made.error().detail), Tone::Bad, {}, {}});
                return;
            }
            m_secrets[made->key.id] = made->secret;
            m_chosenKeys[id] = made->key.id;
            // The settings in force follow within moments; the page need not wait for them.
            auto settings = *m_settings;
            if (std::none_of(settings.accessKeys.begin(), settings.accessKeys.end(),
                    [&](const auto &key) { return key.id == made->key.id; }))
                settings.accessKeys.push_back(made->key);
            m_settings = std::make_shared<const config::Settings>(std::move(settings));
            push();
        });
}

QString ConnectAdapter::address() const
{
    const auto &state = m_gateway.state();
    return state.address.isEmpty() ? u"http://127.0.0.1:%1/v1"_s.arg(m_settings->listen.port) : state.address;
}

QString ConnectAdapter::problem() const
{
    using Phase = service::GatewayState::Phase;
    const auto &state = m_gateway.state();
    if (state.phase == Phase::Failed)
        return state.problem;
    return state.phase == Phase::Stopped ? tr("Tools get no answer until it does.") : QString();
}

QString ConnectAdapter::kindOf(const std::string &provider) const
{
    for (const auto &known : m_settings->providers) {
        if (known.name == provider)
            return text(known.kind);
    }
    return text(provider);
}

ConnectData::Open ConnectAdapter::openData(const service::Tool &tool, UtcTime now) const
{
    ConnectData::Open open;
    open.id = text(tool.id);
    open.name = text(tool.name);
    open.letters = text(tool.letters);
    const auto found = m_found.find(tool.id);
    open.about = found == m_found.end() ? tr("Uses %1").arg(text(tool.speaks))
                                        : tr("Found at %1, uses %2").arg(found->second, text(tool.speaks));
    for (const auto *key : keysOf(tool)) {
        const auto label = tr("%1, …%2").arg(text(key->name), text(key->ending));
        open.keys.push_back({text(key->id),
            key->project.empty() ? label : tr("%1, project %2").arg(label, text(key->project))});
    }
    const auto chosen = m_chosenKeys.find(tool.id);
    const auto secret = chosen == m_chosenKeys.end() ? m_secrets.end() : m_secrets.find(chosen->second);
    if (chosen != m_chosenKeys.end())
        open.key = text(chosen->second);
    open.keyKnown = secret != m_secrets.end();
    open.models = m_models;
    open.model = m_model.empty() ? open.models.value(0) : text(m_model);
    open.ways = waysOf(tool, address(), open.keyKnown ? &secret->second : nullptr, open.model);
    open.notes = notesOf(tool, service::reachOf(*m_settings, tool.path));
    const auto seen = m_seen.find(open.key.toStdString());
    if (seen != m_seen.end())
        open.proof = proofOf(seen->second, kindOf(seen->second.provider), now);
    return open;
}

void ConnectAdapter::showWriting(const service::Tool &tool, ConnectData::Open &open)
{
    const auto secret = m_secrets.find(open.key.toStdString());
    m_writing.show(tool,
        {address().toStdString(), secret == m_secrets.end() ? Secret() : secret->second,
            open.model.toStdString()});
    open.writing = m_writing.data();
}

void ConnectAdapter::push()
{
    const auto now = utcNow();
    ConnectData data;
    data.loaded = m_loaded && m_looked;
    data.problem = problem();
    data.freePort = m_gateway.state().freePort;
    for (const auto &tool : m_tools) {
        const auto found = m_found.find(tool.id);
        data.entries.push_back(entryOf(tool, found == m_found.end() ? QString() : found->second,
            service::reachOf(*m_settings, tool.path), lastUsed(tool), now));
        data.connected += data.entries.back().standing == ConnectData::Standing::Connected ? 1 : 0;
    }
    if (data.loaded && m_open.empty() && !data.entries.empty()) {
        const auto first = std::find_if(
            data.entries.begin(), data.entries.end(), [](const auto &entry) { return entry.found; });
        m_open = (first == data.entries.end() ? data.entries.back() : *first).id.toStdString();
        listModels();
        askProof();
    }
    if (const auto *tool = openTool()) {
        chooseNewestKey(*tool);
        data.open = openData(*tool, now);
        if (data.loaded)
            showWriting(*tool, *data.open);
    }
    m_page.setData(data);
}

} // namespace slipswitch::ui
