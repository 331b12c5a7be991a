#include "ui/log/LogEntry.h"

#include "ui/widgets/Format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using domain::Outcome;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("LogEntry", text);
}

QString text(const std::string &from)
{
    return QString::fromStdString(from);
}

template <std::size_t Size>
QString text(const ShortText<Size> &from)
{
    return QString::fromUtf8(from.view().data(), static_cast<qsizetype>(from.view().size()));
}

QString kindOf(std::string_view provider, const ProviderKinds &kinds)
{
    const auto known = kinds.find(provider);
    return known == kinds.end() ? QString::fromUtf8(provider.data(), static_cast<qsizetype>(provider.size()))
                                : known->second;
}

/// Local time minus UTC in seconds; asked once an hour's worth of rows, since asking is slow.
std::int64_t offsetAt(std::int64_t second)
{
    static std::int64_t hour = -1, offset = 0;
    if (second / 3600 != hour) {
        hour = second / 3600;
        offset = QDateTime::fromSecsSinceEpoch(second).offsetFromUtc();
    }
    return offset;
}

bool runsHere(const QString &kind)
{
    static const QStringList local {
        u"ollama"_s, u"lmstudio"_s, u"llamacpp"_s, u"vllm"_s, u"jan"_s, u"localai"_s, u"local"_s, u"demo"_s};
    return local.contains(kind);
}

PillText livePill(const LogEntry &entry)
{
    if (entry.first)
        return {entry.streaming ? tr("Streaming") : tr("Receiving"), u"dot"_s, Tone::Accent};
    return {tr("Waiting"), u"dot"_s, Tone::Accent};
}

/// "0.61 s": more exact than a duration, since first answers are short.
QString firstText(domain::Micros time)
{
    const auto seconds = std::chrono::duration<double>(time).count();
    if (seconds < 0.1)
        return durationText(time);
    return tr("%1 s").arg(QLocale().toString(seconds, 'f', seconds < 9.995 ? 2 : 1));
}

/// At most five digits: the column has no room for more.
QString tookText(domain::Micros time)
{
    const auto seconds = std::chrono::duration<double>(time).count();
    if (seconds < 9.95)
        return durationText(time);
    if (seconds >= 599.5)
        return tr("%1 min").arg(QLocale().toString(seconds / 60, 'f', 0));
    return tr("%1 s").arg(QLocale().toString(seconds, 'f', seconds < 99.95 ? 1 : 0));
}

bool contains(std::string_view whole, const std::string &part)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::search(whole.begin(), whole.end(), part.begin(), part.end(), [lower](char a, char b) {
        return lower(a) == lower(b);
    }) != whole.end();
}

bool mentions(const domain::LiveExchange &live, const std::string &part)
{
    return contains(live.errorText.view(), part) || contains(live.model.view(), part)
        || contains(live.requestedModel.view(), part);
}

bool isError(Outcome outcome)
{
    return outcome == Outcome::Failed || outcome == Outcome::Refused || outcome == Outcome::Interrupted;
}

bool matchesOutcome(const ledger::Filter &filter, const domain::LiveExchange &live)
{
    return (!filter.status || live.status == *filter.status)
        && (!filter.statusClass || live.status / 100 == *filter.statusClass)
        && (!filter.outcome || live.outcome == *filter.outcome)
        && (!filter.errorsOnly || isError(live.outcome))
        && (!filter.rerouted || (live.tries > 1 && live.outcome == Outcome::Succeeded));
}

bool matchesCost(const ledger::Filter &filter, const domain::Cost &cost)
{
    if (!filter.costMin && !filter.costMax)
        return true;
    return cost.known() && (!filter.costMin || cost.amount >= *filter.costMin)
        && (!filter.costMax || cost.amount <= *filter.costMax);
}

} // namespace

QString logTime(UtcTime time)
{
    const auto micros = time.time_since_epoch().count();
    const auto second = micros / 1'000'000;
    const auto local = second + offsetAt(second);
    const auto now = QDateTime::currentSecsSinceEpoch();
    const auto ofDay = local % 86'400;
    const auto clock = u"%1:%2:%3"_s.arg(ofDay / 3600, 2, 10, QLatin1Char('0'))
                           .arg(ofDay / 60 % 60, 2, 10, QLatin1Char('0'))
                           .arg(ofDay % 60, 2, 10, QLatin1Char('0'));
    if (local / 86'400 == (now + offsetAt(second)) / 86'400)
        return clock + u'.' + u"%1"_s.arg(micros / 1000 % 1000, 3, 10, QLatin1Char('0'));
    const std::chrono::year_month_day day {std::chrono::sys_days(std::chrono::days(local / 86'400))};
    return u"%1-%2 "_s.arg(static_cast<unsigned>(day.month()), 2, 10, QLatin1Char('0'))
               .arg(static_cast<unsigned>(day.day()), 2, 10, QLatin1Char('0'))
        + clock;
}

PillText resultPill(Outcome outcome, std::uint16_t status, bool sameProvider, std::size_t tries)
{
    const auto number = QString::number(status);
    switch (outcome) {
    case Outcome::InFlight:
        return {tr("Waiting"), u"dot"_s, Tone::Accent};
    case Outcome::Succeeded:
        if (tries > 1 && !sameProvider)
            return {tr("Fallback"), u"fallback"_s, Tone::Warn};
        if (tries > 1)
            return {tr("Retried"), u"retry"_s, Tone::Warn};
        return {number, u"check"_s, Tone::Ok};
    case Outcome::Failed:
        return {status >= 400 ? number : tr("Failed"), u"cross"_s, Tone::Bad};
    case Outcome::Refused:
        return {tr("Refused"), u"shield"_s, Tone::Neutral};
    case Outcome::ClientGone:
        return {tr("Left"), u"minus"_s, Tone::Neutral};
    case Outcome::Interrupted:
        return {tr("Cut off"), u"cross"_s, Tone::Bad};
    case Outcome::Cached:
        return {tr("Cached"), u"bolt"_s, Tone::Cache};
    }
    return {};
}

QString costTextOf(const domain::Cost &cost, const QString &kind, bool used)
{
    if (cost.known())
        return (cost.source == domain::CostSource::Estimated ? u"~"_s : QString()) + moneyText(cost.amount);
    if (!used)
        return {};
    return runsHere(kind) ? tr("local") : tr("no price");
}

void LogEntry::setDuration(domain::Micros now)
{
    duration = now;
    m_texts.reset();
}

const LogTexts &LogEntry::texts() const
{
    if (m_texts)
        return *m_texts;
    LogTexts texts;
    texts.result = inFlight() ? livePill(*this) : resultPill(outcome, status, sameProvider, tries);
    texts.time = logTime(startedAt);
    if (tokensTold) {
        texts.tokensIn = compactText(tokensIn);
        texts.tokensOut = compactText(tokensOut);
    }
    if (cached)
        texts.cached = compactText(*cached);
    if (first)
        texts.first = firstText(*first);
    if (duration)
        texts.took = tookText(*duration);
    if (!inFlight())
        texts.cost = costTextOf(cost, kind, tokensKnown);
    m_texts = std::make_shared<const LogTexts>(std::move(texts));
    return *m_texts;
}

LogEntry entryOf(const ledger::LogRow &row, const ProviderKinds &kinds)
{
    const auto &e = row.exchange;
    LogEntry entry;
    entry.cursor = row.cursor;
    entry.id = e.id;
    entry.startedAt = e.startedAt;
    entry.outcome = e.outcome;
    entry.status = e.status;
    entry.tries = static_cast<std::uint16_t>(row.tries);
    entry.sameProvider = row.failedBefore == e.provider;
    entry.streaming = e.streaming;
    entry.failed = isError(e.outcome);
    entry.tokensTold = e.usage.known || e.usage.estimated;
    entry.tokensKnown = e.usage.known;
    entry.tokensIn = e.usage.totalInput();
    entry.tokensOut = e.usage.totalOutput();
    if (e.usage.known)
        entry.cached = e.usage.cacheRead;
    entry.first = e.firstContentAfter;
    entry.duration = e.endedAfter;
    entry.cost = e.cost;
    entry.tool = text(e.tool);
    entry.keyName = text(e.keyName);
    entry.project = text(e.project);
    entry.provider = text(e.provider);
    entry.kind = kindOf(e.provider, kinds);
    entry.model = text(e.model.empty() ? e.requestedModel : e.model);
    if (!e.model.empty() && e.requestedModel != e.model)
        entry.requested = text(e.requestedModel);
    entry.errorText = text(e.errorText);
    return entry;
}

LogEntry entryOf(const domain::LiveExchange &live, const ProviderKinds &kinds)
{
    LogEntry entry;
    entry.cursor = static_cast<std::int64_t>(live.id.high);
    entry.id = live.id;
    entry.startedAt = live.startedAt;
    entry.outcome = live.phase == domain::LiveExchange::Phase::Settled ? live.outcome : Outcome::InFlight;
    entry.status = live.status;
    entry.tries = live.tries;
    entry.sameProvider = live.failedBefore == live.provider.view();
    entry.streaming = live.streaming;
    entry.failed = isError(entry.outcome);
    entry.tokensTold = live.tokensKnown || live.inputTokens > 0 || live.outputTokens > 0;
    entry.tokensKnown = live.tokensKnown;
    entry.tokensIn = live.inputTokens;
    entry.tokensOut = live.outputTokens;
    entry.first = live.firstContentAfter;
    entry.duration = live.elapsed;
    entry.cost = live.cost;
    entry.tool = text(live.tool);
    entry.keyName = text(live.keyName);
    entry.provider = text(live.provider);
    entry.kind = kindOf(live.provider.view(), kinds);
    entry.model = live.model.empty() ? text(live.requestedModel) : text(live.model);
    if (!live.model.empty() && !(live.requestedModel == live.model.view()))
        entry.requested = text(live.requestedModel);
    entry.errorText = text(live.errorText);
    return entry;
}

bool matches(const ledger::Filter &filter, const domain::LiveExchange &live)
{
    const auto is
        = [](const std::string &wanted, std::string_view value) { return wanted.empty() || wanted == value; };
    const auto said = [&live](const std::string &part) { return mentions(live, part); };
    return (!filter.time || (live.startedAt >= filter.time->from && live.startedAt < filter.time->to))
        && is(filter.provider, live.provider.view()) && is(filter.model, live.model.view())
        && is(filter.keyId, live.keyId.view()) && is(filter.tool, live.tool.view()) && filter.project.empty()
        && matchesOutcome(filter, live) && matchesCost(filter, live.cost)
        && std::all_of(filter.texts.begin(), filter.texts.end(), said)
        && std::none_of(filter.without.begin(), filter.without.end(), said);
}

QString LogEntry::sentence() const
{
    const auto &said = texts();
    QStringList parts {said.time, tr("result %1").arg(said.result.word), tool, model};
    if (!requested.isEmpty())
        parts << tr("asked for %1").arg(requested);
    if (tokensTold)
        parts << tr("%1 tokens in, %2 out").arg(said.tokensIn, said.tokensOut);
    if (duration)
        parts << tr("took %1").arg(said.took);
    if (!said.cost.isEmpty())
        parts << tr("cost %1").arg(said.cost);
    parts.removeAll(QString());
    return parts.join(u", "_s);
}

} // namespace slipswitch::ui
