#include "ui/keys/KeysAdapter.h"

#include "core/service/Tools.h"
#include "ui/keys/KeysPage.h"
#include "ui/widgets/Ago.h"

#include <set>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto refreshEvery = 2s;

} // namespace

KeysAdapter::KeysAdapter(service::GatewayService &gateway, KeysPage &page)
    : QObject(&page)
    , m_gateway(gateway)
    , m_page(page)
{
    if (const auto tools = service::loadTools()) {
        for (const auto &tool : *tools)
            m_tools.append(QString::fromStdString(tool.name));
    }
    m_refresh.setInterval(refreshEvery);
    connect(&m_refresh, &QTimer::timeout, this, &KeysAdapter::ask);
    connect(&page, &KeysPage::watched, this, &KeysAdapter::watch);
    connect(&page, &KeysPage::createRequested, this, &KeysAdapter::create);
    connect(&page, &KeysPage::revokeRequested, this, &KeysAdapter::revoke);
    connect(&page, &KeysPage::restoreRequested, this, &KeysAdapter::restore);
    connect(&page, &KeysPage::retryRequested, this, &KeysAdapter::ask);
    connect(&gateway, &service::GatewayService::settingsChanged, this, &KeysAdapter::takeSettings);
    if (gateway.state().listens())
        takeSettings();
    else
        loadKeys();
    push();
}

void KeysAdapter::watch(bool watched)
{
    if (!watched) {
        m_refresh.stop();
        return;
    }
    m_refresh.start();
    ask();
}

void KeysAdapter::takeSettings()
{
    m_keys = m_gateway.settings()->accessKeys;
    m_data.loaded = true;
    push();
}

void KeysAdapter::loadKeys()
{
    m_gateway.editor().load(this, [this](const Result<config::Settings> &settings) {
        if (!settings)
            return tellFailure(tr("The settings can't be read"), settings.error());
        m_keys = settings->accessKeys;
        m_data.loaded = true;
        push();
    });
}

void KeysAdapter::ask()
{
    const auto now = utcNow();
    const auto midnight = service::localMidnight(now);
    m_gateway.queries().rollup(this, {midnight, now + 24h}, ledger::GroupBy::Key,
        [this](const Result<std::vector<ledger::RollupPoint>> &points) {
            m_data.problem = points ? QString() : QString::fromStdString(points.error().detail);
            m_sums.clear();
            for (const auto &point : points ? *points : std::vector<ledger::RollupPoint> {})
                m_sums[point.group] = {point.sums.cost, point.sums.unpriced};
            push();
        });
    m_gateway.queries().lastUsedByKey(this, [this](const Result<std::map<std::string, UtcTime>> &used) {
        if (used)
            m_lastUsed = *used;
        push();
    });
}

void KeysAdapter::push()
{
    m_data.rows = keyRows(m_keys, m_sums, m_lastUsed, utcNow());
    std::set<QString> projects;
    m_data.tools = m_tools;
    for (const auto &row : m_data.rows) {
        if (!row.project.isEmpty())
            projects.insert(row.project);
        if (!row.tool.isEmpty() && !m_data.tools.contains(row.tool))
            m_data.tools.append(row.tool);
    }
    m_data.projects = QStringList(projects.begin(), projects.end());
    m_page.setData(m_data);
}

void KeysAdapter::create(const KeyWish &wish)
{
    m_gateway.accessKeys().create(this,
        {wish.name.toStdString(), wish.tool.toStdString(), wish.project.toStdString()},
        [this, wish](const Result<governance::NewAccessKey> &made) {
            if (!made)
                return m_page.showFault(QString::fromStdString(made.error().detail));
            m_page.showNewKey(wish, made->secret);
            if (!m_gateway.state().listens())
                loadKeys();
        });
}

void KeysAdapter::revoke(const QString &id)
{
    m_gateway.accessKeys().revoke(this, id.toStdString(), [this, id](const Result<std::string> &done) {
        if (!done)
            return tellFailure(tr("The key was not revoked"), done.error());
        if (!m_gateway.state().listens())
            loadKeys();
        Q_EMIT m_page.toastRequested({tr("%1 is revoked").arg(nameOf(id)),
            tr("Calls with it are refused from now on."), Tone::Ok, tr("Undo"), [this, id] { restore(id); }});
    });
}

void KeysAdapter::restore(const QString &id)
{
    m_gateway.accessKeys().restore(this, id.toStdString(), [this, id](const Result<void> &done) {
        if (!done)
            return tellFailure(tr("The key was not let in again"), done.error());
        if (!m_gateway.state().listens())
            loadKeys();
        Q_EMIT m_page.toastRequested({tr("%1 may call again").arg(nameOf(id)), {}, Tone::Ok, {}, {}});
    });
}

void KeysAdapter::tellFailure(const QString &what, const Error &error)
{
    Q_EMIT m_page.toastRequested({what, QString::fromStdString(error.detail), Tone::Bad, {}, {}});
}

QString KeysAdapter::nameOf(const QString &id) const
{
    for (const auto &key : m_keys) {
        if (key.id == id.toStdString())
            return QString::fromStdString(key.name);
    }
    return id;
}

} // namespace slipswitch::ui
