#include "ui/log/LogAdapter.h"

#include "ui/log/FilterField.h"
#include "ui/log/LogPage.h"
#include "ui/log/LogView.h"
#include "ui/shell/TryLine.h"
#include "ui/widgets/Format.h"

#include <QDateTime>
#include <QFileInfo>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto askAgainAfter = 400ms;
constexpr int triesForARow = 20;

UtcTime utcNow()
{
    return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
}

void addSegment(ledger::Filter &filter, LogPage::Segment segment)
{
    if (segment == LogPage::Segment::Errors)
        filter.errorsOnly = true;
    else if (segment == LogPage::Segment::Rerouted)
        filter.rerouted = true;
    else if (segment == LogPage::Segment::Refused)
        filter.outcome = domain::Outcome::Refused;
    else if (segment == LogPage::Segment::Left)
        filter.outcome = domain::Outcome::ClientGone;
}

QDateTime localTime(UtcTime time)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

} // namespace

LogAdapter::LogAdapter(service::GatewayService &gateway, LogPage &page)
    : QObject(&page)
    , m_gateway(gateway)
    , m_page(page)
    , m_source(gateway, page.model(), [&page] { return page.view()->holding() || page.isPaused(); })
    , m_figures(gateway, page)
{
    m_again.setSingleShot(true);
    m_again.setInterval(askAgainAfter);
    connect(&m_again, &QTimer::timeout, this, &LogAdapter::askDetail);
    connect(&gateway, &service::GatewayService::settingsChanged, this, &LogAdapter::takeSettings);
    connect(&gateway, &service::GatewayService::stateChanged, this, [this] {
        m_page.setAddress(m_gateway.state().address);
        takeSettings();
    });
    connectPage();
    connectSource();
    serveTryLine(gateway, *page.tryLine(), [this](const Error &error) {
        Q_EMIT m_page.toastRequested(
            {tr("A key could not be made"), QString::fromStdString(error.detail), Tone::Bad, {}, {}});
    });
    takeSettings();
    m_page.setAddress(gateway.state().address);
}

void LogAdapter::connectPage()
{
    connect(&m_page, &LogPage::watched, this, &LogAdapter::watch);
    connect(&m_page, &LogPage::filterChanged, this, &LogAdapter::applyFilter);
    connect(&m_page, &LogPage::retryRequested, this, &LogAdapter::applyFilter);
    connect(&m_page, &LogPage::pausedChanged, &m_source, &LogSource::setPaused);
    connect(&m_page, &LogPage::homeRequested, &m_source, &LogSource::goHome);
    connect(&m_page, &LogPage::searchStopped, &m_source, &LogSource::stopSearch);
    connect(&m_page, &LogPage::detailWanted, this, &LogAdapter::wantDetail);
    connect(&m_page, &LogPage::detailClosed, this, [this] {
        m_wanted.reset();
        m_again.stop();
        m_gateway.queries().cancel(m_detail);
    });
    connect(&m_page, &LogPage::exportRequested, this, &LogAdapter::exportTo);
    connect(&m_page, &LogPage::exportCancelled, this, [this] {
        m_gateway.queries().cancel(m_export);
        m_page.setExport({});
    });
    connect(m_page.panel(), &DetailPanel::keepBodiesRequested, this, &LogAdapter::keepBodies);
    connect(m_page.filter(), &FilterField::valuesWanted, this, &LogAdapter::askValues);
    connect(m_page.view(), &LogView::olderWanted, &m_source, &LogSource::older, Qt::QueuedConnection);
    connect(m_page.view(), &LogView::newerWanted, &m_source, &LogSource::newer, Qt::QueuedConnection);
}

void LogAdapter::connectSource()
{
    connect(&m_source, &LogSource::loaded, this, &LogAdapter::showState);
    connect(&m_source, &LogSource::loaded, &m_figures, &LogFigures::begin);
    connect(&m_source, &LogSource::failed, this,
        [this](const QString &text) { m_page.setState(LogPage::State::Problem, text); });
    connect(&m_source, &LogSource::searched, this, [this](double progress) {
        const bool long_ = m_source.filter().looksAtManyRows() && progress < 1;
        m_page.setSearch(long_ ? std::optional(progress) : std::nullopt);
    });
    connect(&m_source, &LogSource::arrived, &m_page, &LogPage::addNew);
    connect(&m_source, &LogSource::settled, &m_figures, &LogFigures::refreshSoon);
    const auto rowsCame = [this] {
        if (m_page.state() != LogPage::State::Rows && m_page.model().count() > 0)
            m_page.setState(LogPage::State::Rows);
    };
    connect(&m_page.model(), &QAbstractItemModel::rowsInserted, this, rowsCame);
    connect(&m_page.model(), &QAbstractItemModel::modelReset, this, [this] {
        if (m_wanted)
            m_page.view()->select(m_wanted);
    });
    connect(&m_page.model(), &QAbstractItemModel::dataChanged, this, [this] {
        if (m_wanted && m_wantedLive)
            showLive();
    });
}

void LogAdapter::watch(bool watched)
{
    if (!watched) {
        m_source.setActive(false);
        m_figures.stop();
        return;
    }
    if (m_source.active())
        return; // it is looked at already, and may be scrolled
    applyFilter();
    m_source.setActive(true);
}

void LogAdapter::takeSettings()
{
    const auto &settings = *m_gateway.settings();
    const auto &catalog = m_gateway.catalog();
    m_kinds.clear();
    m_titles.clear();
    for (const auto &provider : settings.providers) {
        m_kinds[provider.name] = QString::fromStdString(provider.kind);
        const auto *preset = catalog ? catalog->provider(provider.name) : nullptr;
        auto title = QString::fromStdString(preset ? preset->name : provider.name);
        if (!preset && !title.isEmpty())
            title[0] = title[0].toUpper();
        m_titles[provider.name] = title;
    }
    m_source.setKinds(m_kinds);
    std::vector<ledger::NamedKey> keys;
    for (const auto &key : settings.accessKeys)
        keys.push_back({key.id, key.name});
    m_page.filter()->setKeys(std::move(keys));
    showKeeping();
}

void LogAdapter::applyFilter()
{
    auto filter = m_page.filter()->parsed().filter;
    m_figures.setFilter(filter);
    m_figures.show();
    addSegment(filter, m_page.segment());
    if (m_page.model().count() == 0)
        m_page.setState(LogPage::State::Loading);
    m_page.view()->setNew(0);
    m_source.setFilter(std::move(filter));
}

void LogAdapter::showState()
{
    if (m_page.model().count() > 0)
        return m_page.setState(LogPage::State::Rows);
    if (m_source.loading())
        return m_page.setState(LogPage::State::Loading);
    if (m_source.filter() == ledger::Filter {})
        return m_page.setState(LogPage::State::Empty);
    m_page.setState(LogPage::State::NoMatch);
    m_gateway.queries().cancel(m_hidden);
    m_hidden = m_gateway.queries().totals(
        this, {UtcTime(24h), utcNow() + 15min}, [this](Result<ledger::RollupSums> sums) {
            if (sums && m_page.state() == LogPage::State::NoMatch)
                m_page.setState(LogPage::State::NoMatch,
                    sums->exchanges == 1 ? tr("1 request is hidden.")
                                         : tr("%1 requests are hidden.").arg(countText(sums->exchanges)));
        });
}

void LogAdapter::wantDetail(RequestId id)
{
    m_wanted = id;
    m_triesLeft = triesForARow;
    m_page.panel()->setLoading(id);
    m_page.openPanel(true);
    if (m_page.view()->selectedId() != id)
        m_page.view()->select(id);
    const int row = m_page.model().rowOf(id);
    m_wantedLive = row >= 0 && m_page.model().entry(row).inFlight();
    if (m_wantedLive)
        showLive();
    else
        askDetail();
}

void LogAdapter::showLive()
{
    const int row = m_page.model().rowOf(*m_wanted);
    if (row < 0)
        return;
    const auto &entry = m_page.model().entry(row);
    m_page.panel()->setDetail(detailOf(entry));
    m_wantedLive = entry.inFlight();
    if (!m_wantedLive)
        askDetail();
}

void LogAdapter::askDetail()
{
    if (!m_wanted)
        return;
    m_gateway.queries().cancel(m_detail);
    m_detail = m_gateway.queries().detail(
        this, *m_wanted, [this](Result<ledger::LogDetail> detail) { takeDetail(std::move(detail)); });
}

void LogAdapter::takeDetail(Result<ledger::LogDetail> detail)
{
    if (detail)
        return m_page.panel()->setDetail(detailOf(*detail, m_kinds, m_titles, m_gateway.state().address));
    // What has just ended is written within moments.
    if (detail.error().code == ErrorCode::NotFound && m_page.model().rowOf(*m_wanted) >= 0
        && --m_triesLeft > 0)
        return m_again.start();
    m_page.panel()->setProblem(
        tr("This request can't be shown"), QString::fromStdString(detail.error().detail));
}

void LogAdapter::keepBodies(bool keep)
{
    const auto told = [page = &m_page, keep](const Result<void> &written) {
        if (!written)
            Q_EMIT page->toastRequested({tr("The settings can't be written"),
                QString::fromStdString(written.error().detail), Tone::Bad, {}, {}});
        else if (keep)
            Q_EMIT page->toastRequested(
                {tr("Bodies are kept for 10 minutes"), tr("On this computer only"), Tone::Ok, {}, {}});
    };
    if (keep)
        return m_gateway.bodies().keepFor(&m_page, keepFor, told);
    m_gateway.editor().change(
        &m_page,
        [](config::Settings &settings) -> Result<void> {
            settings.log.keepBodies = false;
            return {};
        },
        told);
}

void LogAdapter::showKeeping()
{
    const bool on = m_gateway.settings()->log.keepBodies;
    const auto until = m_gateway.bodies().until();
    m_page.panel()->setKeeping({on, on && until ? localTime(*until).toString(u"HH:mm"_s) : QString()});
}

void LogAdapter::exportTo(service::ExportFormat format, const QString &file)
{
    const auto name = QFileInfo(file).fileName();
    m_page.setExport(tr("starting"));
    m_export = m_gateway.queries().exportTo(
        this, m_source.filter(), format, std::filesystem::path(file.toStdString()),
        [this](const service::ExportProgress &progress) {
            m_page.setExport((progress.rows == 1 ? tr("%1 row, %2%") : tr("%1 rows, %2%"))
                    .arg(countText(static_cast<std::int64_t>(progress.rows)))
                    .arg(static_cast<int>(progress.part * 100)));
        },
        [this, name](const Result<service::ExportProgress> &done) {
            m_page.setExport({});
            Q_EMIT m_page.toastRequested(done
                    ? ToastText {tr("Exported %1").arg(name),
                          done->rows == 1
                              ? tr("1 request")
                              : tr("%1 requests").arg(countText(static_cast<std::int64_t>(done->rows))),
                          Tone::Ok, {}, {}}
                    : ToastText {tr("The log was not exported"), QString::fromStdString(done.error().detail),
                          Tone::Bad, {}, {}});
        });
}

void LogAdapter::askValues(const QString &field)
{
    using ledger::GroupBy;
    static const std::map<QString, GroupBy> known {
        {u"model"_s, GroupBy::Model}, {u"provider"_s, GroupBy::Provider}, {u"tool"_s, GroupBy::Tool}};
    const auto found = known.find(field);
    if (found == known.end())
        return;
    m_gateway.queries().values(this, found->second, [this, field](Result<std::vector<std::string>> values) {
        if (values)
            m_page.filter()->setValues(field, std::move(*values));
    });
}

} // namespace slipswitch::ui
