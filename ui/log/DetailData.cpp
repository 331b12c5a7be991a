#include "ui/log/DetailData.h"

#include "ui/log/CurlCommand.h"
#include "ui/widgets/Format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonDocument>
#include <QLocale>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using domain::Attempt;
using domain::Exchange;
using domain::Micros;
using domain::Outcome;

namespace {

constexpr std::size_t mostShown = 64 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("DetailData", text);
}

QString text(const std::string &from)
{
    return QString::fromStdString(from);
}

template <typename Names>
QString called(const std::string &provider, const Names &names)
{
    const auto known = names.find(provider);
    return known == names.end() ? text(provider) : known->second;
}

QString seconds(Micros time)
{
    return QLocale().toString(std::chrono::duration<double>(time).count(), 'f', 2);
}

QString outcomeWord(const Attempt &attempt)
{
    if (attempt.status >= 400)
        return QString::number(attempt.status);
    if (attempt.error == ErrorCode::Timeout)
        return tr("no answer in time");
    if (attempt.error == ErrorCode::ConnectFailed || attempt.error == ErrorCode::TlsRejected)
        return tr("not reached");
    if (attempt.outcome == Outcome::ClientGone)
        return tr("client left");
    return tr("failed");
}

bool answered(const Attempt &attempt)
{
    return attempt.outcome == Outcome::Succeeded;
}

/// One try as a bar; times since the request began.
WaterfallRow tryRow(const Attempt &attempt, std::size_t number, bool only, Micros end, const Exchange &e,
    const ProviderKinds &kinds, const ProviderTitles &titles)
{
    WaterfallRow row;
    const bool good = answered(attempt);
    row.kind = good ? WaterfallRow::Kind::Answer : WaterfallRow::Kind::Failed;
    const bool fellBack = good && number > 1 && attempt.provider != e.attempts[number - 2].provider;
    row.name = fellBack ? tr("Fallback") : only ? tr("Try") : tr("Try %1").arg(number);
    row.detail = called(attempt.provider, titles);
    row.provider = called(attempt.provider, kinds);
    row.start = attempt.startedAfter;
    row.end = attempt.endedAfter ? attempt.startedAfter + *attempt.endedAfter : end;
    if (attempt.firstContentAfter)
        row.content = attempt.startedAfter + *attempt.firstContentAfter;
    if (!good)
        row.label = outcomeWord(attempt);
    else if (e.streaming && row.content)
        row.label = tr("streaming %1").arg(durationText(row.end - *row.content));
    else
        row.label = durationText(row.end - row.start);
    return row;
}

std::vector<WaterfallRow> traceOf(const Exchange &e, const ProviderKinds &kinds, const ProviderTitles &titles)
{
    using Kind = WaterfallRow::Kind;
    constexpr Micros worthTelling = std::chrono::milliseconds(20);
    std::vector<WaterfallRow> rows;
    const auto end = e.endedAfter.value_or(Micros(0));
    const auto first = e.attempts.empty() ? end : e.attempts.front().startedAfter;
    const auto note = e.attempts.empty() ? tr("refused") : QString();
    rows.push_back({Kind::Check, tr("Checks"), note, {}, {}, first, {}, durationText(first)});
    Micros last = first;
    std::size_t number = 0;
    for (const auto &attempt : e.attempts) {
        if (attempt.startedAfter - last > worthTelling)
            rows.push_back({Kind::Wait, tr("Wait"), {}, {}, last, attempt.startedAfter, {},
                durationText(attempt.startedAfter - last)});
        rows.push_back(tryRow(attempt, ++number, e.attempts.size() == 1, end, e, kinds, titles));
        last = rows.back().end;
    }
    return rows;
}

/// "Anthropic said 429. OpenAI was next and answered."
void addWhy(DetailData &to, const Exchange &e, const ProviderTitles &titles)
{
    QStringList sentences;
    for (auto attempt = e.attempts.begin(); attempt != e.attempts.end();) {
        const auto name = called(attempt->provider, titles);
        const auto reason = text(attempt->reason);
        if (answered(*attempt)) {
            sentences << tr("%1 (%2) answered.").arg(name, reason);
            if (!attempt->notes.empty())
                sentences << tr("Not carried over: %1.").arg(text(attempt->notes));
            ++attempt;
            continue;
        }
        // What one provider said, one after the other.
        QStringList said;
        const auto &provider = attempt->provider;
        for (; attempt != e.attempts.end() && attempt->provider == provider && !answered(*attempt); ++attempt)
            said << outcomeWord(*attempt);
        sentences << tr("%1 (%2): %3.").arg(name, reason, said.join(tr(", then ")));
    }
    const bool good = !e.attempts.empty() && answered(e.attempts.back());
    to.whyTitle = good       ? tr("Why %1 answered").arg(called(e.attempts.back().provider, titles))
        : e.attempts.empty() ? tr("Why it was not sent")
                             : tr("What was tried");
    to.why = e.attempts.empty() ? text(e.errorText) : sentences.join(u' ');
}

void addProblem(DetailData &to, const Exchange &e, const ProviderTitles &titles)
{
    QStringList said;
    for (const auto &attempt : e.attempts) {
        if (!attempt.errorText.empty())
            said << called(attempt.provider, titles) + u": "_s + text(attempt.errorText);
    }
    if (said.isEmpty() && !e.attempts.empty() && !e.errorText.empty())
        said << text(e.errorText);
    to.problem = said.join(u'\n');
}

void addFigures(DetailData &to, const Exchange &e)
{
    const auto dash = u"–"_s;
    to.figures[0] = {e.endedAfter ? seconds(*e.endedAfter) : dash, e.endedAfter ? tr("s") : QString()};
    to.figures[1] = {e.firstContentAfter ? seconds(*e.firstContentAfter) : dash,
        e.firstContentAfter ? tr("s") : QString()};
    to.figures[2] = {dash, {}};
    const auto start = e.firstContentAfter.value_or(Micros(0));
    if (e.endedAfter && *e.endedAfter > start && e.usage.totalOutput() > 0) {
        const auto speed = static_cast<double>(e.usage.totalOutput())
            / std::chrono::duration<double>(*e.endedAfter - start).count();
        if (speed < 10'000)
            to.figures[2] = {QLocale().toString(speed, 'f', 0), tr("tok/s")};
    }
    const auto cost = costTextOf(e.cost, to.figures[3].second, e.usage.known);
    to.figures[3] = {cost.isEmpty() ? dash : cost, {}};
}

void addTokens(DetailData &to, const Exchange &e)
{
    using Kind = DetailData::TokenPart::Kind;
    const auto in = e.usage.totalInput(), out = e.usage.totalOutput();
    if (!e.usage.known && !e.usage.estimated) {
        to.tokensNote = tr("the provider told none");
        return;
    }
    to.tokensNote = (e.usage.estimated ? tr("about %1 in, %2 out") : tr("%1 in, %2 out"))
                        .arg(countText(in), countText(out));
    const auto cached = e.usage.cacheRead + e.usage.audioCacheRead + e.usage.imageCacheRead;
    if (cached > 0)
        to.tokens.push_back({Kind::Cached, cached, tr("%1 read from provider cache").arg(countText(cached))});
    to.tokens.push_back({Kind::Fresh, in - cached,
        cached > 0 ? tr("%1 new").arg(countText(in - cached)) : tr("%1 in").arg(countText(in))});
    to.tokens.push_back({Kind::Out, out, tr("%1 out").arg(countText(out))});
}

void addCost(DetailData &to, const Exchange &e)
{
    const auto &usage = e.usage;
    const auto add = [&to](const QString &name, std::int64_t count) {
        if (count > 0)
            to.cost.emplace_back(name, countText(count));
    };
    add(tr("Input"), usage.input);
    add(tr("Read from cache"), usage.cacheRead);
    add(tr("Written to cache, 5 min"), usage.cacheWrite5m);
    add(tr("Written to cache, 1 h"), usage.cacheWrite1h);
    add(tr("Audio in"), usage.audioInput + usage.audioCacheRead);
    add(tr("Images in"), usage.imageInput + usage.imageCacheRead);
    add(tr("Video in"), usage.videoInput);
    add(tr("Output"), usage.output);
    add(tr("Reasoning"), usage.reasoning);
    add(tr("Audio out"), usage.audioOutput);
    add(tr("Images out"), usage.imageOutput);
    add(tr("Citations"), usage.citation);
    add(tr("Web searches"), usage.webSearches);
    add(tr("File searches"), usage.fileSearches);
    using enum domain::CostSource;
    to.cost.emplace_back(tr("How it is known"),
        e.cost.source == Computed        ? tr("counted by the provider, at the catalogue's price")
            : e.cost.source == Reported  ? tr("named by the provider")
            : e.cost.source == Estimated ? tr("estimated, since it was cut off")
                                         : tr("no price is known"));
    if (e.cost.known())
        to.cost.emplace_back(tr("Total"), u"$"_s + text(e.cost.amount.toString()));
}

void addHead(DetailData &to, const Exchange &e)
{
    const auto add = [&to](const QString &name, const QString &value) {
        if (!value.isEmpty())
            to.head.emplace_back(name, value);
    };
    add(tr("Request"), text(e.method) + u' ' + text(e.path));
    add(tr("Language"), text(std::string(domain::name(e.dialect))));
    add(tr("User-Agent"), text(e.userAgent));
    add(tr("Access key"), text(e.keyName));
    add(tr("Project"), text(e.project));
    add(tr("Streaming"), e.streaming ? tr("yes") : tr("no"));
    add(tr("Answer"), e.status > 0 ? QString::number(e.status) : QString());
    add(tr("Finish reason"), text(e.finishReason));
    add(tr("Sent"), bytesText(static_cast<std::uint64_t>(std::max<std::int64_t>(0, e.requestBytes))));
    add(tr("Received"), bytesText(static_cast<std::uint64_t>(std::max<std::int64_t>(0, e.responseBytes))));
}

/// Valid JSON with line breaks, its members in their order.
QByteArray indented(const std::string &json)
{
    QByteArray out;
    int depth = 0;
    bool quoted = false;
    const auto newLine = [&] { out += '\n' + QByteArray(depth * 2, ' '); };
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (quoted) {
            out += c;
            if (c == '\\' && at + 1 < json.size())
                out += json[++at];
            quoted = c != '"';
        } else if (c == '{' || c == '[') {
            const auto next = json.find_first_not_of(" \t\r\n", at + 1);
            out += c;
            if (next != std::string::npos && (json[next] == '}' || json[next] == ']')) {
                out += json[next];
                at = next;
            } else {
                ++depth;
                newLine();
            }
        } else if (c == '}' || c == ']') {
            --depth;
            newLine();
            out += c;
        } else if (c == ',') {
            out += c;
            newLine();
        } else if (c == ':') {
            out += ": ";
        } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            out += c;
            quoted = c == '"';
        }
    }
    return out;
}

/// "Name: value" lines, as the log keeps them.
DetailData::Lines headerLines(const std::optional<std::string> &kept)
{
    DetailData::Lines lines;
    for (const auto &line : text(kept.value_or("")).split(u'\n', Qt::SkipEmptyParts)) {
        const auto colon = line.indexOf(": "_L1);
        if (colon > 0)
            lines.emplace_back(line.left(colon), line.mid(colon + 2));
    }
    return lines;
}

QString fullTime(UtcTime time)
{
    const auto local = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count() / 1000);
    const bool today = local.date() == QDate::currentDate();
    return local.toString(today ? u"HH:mm:ss.zzz"_s : u"yyyy-MM-dd HH:mm:ss.zzz"_s);
}

} // namespace

QString readableBody(const std::string &body)
{
    const auto bytes = QByteArray::fromRawData(body.data(), static_cast<qsizetype>(body.size()));
    if (body.size() <= mostShown) {
        const bool json = !QJsonDocument::fromJson(bytes).isNull();
        return QString::fromUtf8(json ? indented(body) : bytes);
    }
    return QString::fromUtf8(bytes.left(static_cast<qsizetype>(mostShown))) + u"\n\n"_s
        + tr("… and %1 more, which Copy takes too.").arg(bytesText(body.size() - mostShown));
}

DetailData detailOf(const ledger::LogDetail &detail, const ProviderKinds &kinds, const ProviderTitles &titles,
    const QString &address)
{
    const auto &e = detail.exchange;
    DetailData data;
    data.id = e.id;
    const bool same
        = e.attempts.size() < 2 || e.attempts[e.attempts.size() - 2].provider == e.attempts.back().provider;
    data.result = resultPill(e.outcome, e.status, same, e.attempts.size());
    data.model = text(e.model.empty() ? e.requestedModel : e.model);
    data.requested = e.requestedModel == e.model ? QString() : text(e.requestedModel);
    data.time = fullTime(e.startedAt);
    data.tool = text(e.tool);
    data.about = text(e.project.empty() ? e.keyName : e.project);
    data.idText = text(e.id.toString());
    data.trace = traceOf(e, kinds, titles);
    data.figures[3].second = called(e.provider, kinds);
    addFigures(data, e);
    addTokens(data, e);
    addWhy(data, e, titles);
    addProblem(data, e, titles);
    addCost(data, e);
    addHead(data, e);
    if (detail.requestBody)
        data.request = {readableBody(*detail.requestBody), text(*detail.requestBody)};
    if (detail.responseBody)
        data.response = {readableBody(*detail.responseBody), text(*detail.responseBody)};
    data.sentHeaders = headerLines(detail.requestHeaders);
    data.gotHeaders = headerLines(detail.responseHeaders);
    data.curl = curlCommand(e, detail.requestBody, address);
    return data;
}

DetailData detailOf(const LogEntry &entry)
{
    DetailData data;
    data.id = entry.id;
    data.live = true;
    const auto &said = entry.texts();
    data.result = said.result;
    data.model = entry.model;
    data.requested = entry.requested;
    data.time = fullTime(entry.startedAt);
    data.tool = entry.tool;
    data.about = entry.keyName;
    data.idText = text(entry.id.toString());
    const auto split = [](const QString &spelled) {
        const auto blank = spelled.indexOf(u' ');
        return spelled.isEmpty() ? std::pair(u"–"_s, QString())
            : blank < 0          ? std::pair(spelled, QString())
                                 : std::pair(spelled.left(blank), spelled.mid(blank + 1));
    };
    data.figures = {split(said.took), split(said.first), std::pair(u"–"_s, QString()),
        std::pair(said.cost.isEmpty() ? u"–"_s : said.cost, QString())};
    if (entry.tokensTold)
        data.tokensNote = tr("about %1 in, %2 out").arg(said.tokensIn, said.tokensOut);
    data.problem = entry.errorText;
    return data;
}

} // namespace slipswitch::ui
