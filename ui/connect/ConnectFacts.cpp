#include "ui/connect/ConnectFacts.h"

#include "core/service/ToolMerge.h"
#include "ui/widgets/Ago.h"
#include "ui/widgets/Format.h"

#include <QCoreApplication>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using domain::Outcome;
using service::Reach;
using Standing = ConnectData::Standing;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ConnectFacts", text);
}

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

/// Words of the data file, which translators have too.
QString told(const std::string &words)
{
    return words.empty() ? QString() : QCoreApplication::translate("Tools", words.c_str());
}

PillText resultOf(const SeenRequest &request)
{
    switch (request.outcome) {
    case Outcome::Succeeded:
    case Outcome::Cached:
        if (request.tries > 1)
            return {tr("Retried"), u"retry"_s, Tone::Warn};
        return {tr("Answered"), u"check"_s, Tone::Ok};
    case Outcome::InFlight:
        return {tr("Answering"), u"dot"_s, Tone::Info};
    case Outcome::ClientGone:
        return {tr("Left early"), u"info"_s, Tone::Neutral};
    default:
        return {request.status > 0 ? QString::number(request.status) : tr("Failed"), u"cross"_s, Tone::Bad};
    }
}

QString answerOf(const SeenRequest &request)
{
    if (!request.errorText.empty())
        return text(request.errorText);
    const auto model = text(request.model);
    if (request.outcome == Outcome::InFlight)
        return model.isEmpty() ? tr("on its way") : tr("%1 is answering").arg(model);
    if (request.took && !model.isEmpty())
        return tr("%1 answered in %2").arg(model, durationText(*request.took));
    return model;
}

} // namespace

SeenRequest seenIn(const ledger::LogRow &row)
{
    const auto &one = row.exchange;
    return {one.id.toString(), one.startedAt, one.requestedModel, one.provider, one.model, one.outcome,
        one.status, one.errorText, row.tries, one.endedAfter};
}

SeenRequest seenIn(const domain::LiveExchange &one)
{
    return {one.id.toString(), one.startedAt, std::string(one.requestedModel.view()),
        std::string(one.provider.view()), std::string(one.model.view()), one.outcome, one.status,
        std::string(one.errorText.view()), one.tries, one.elapsed};
}

ConnectData::Proof proofOf(const SeenRequest &request, const QString &providerKind, UtcTime now)
{
    return {tr("last request seen %1").arg(agoText(request.at, now)), resultOf(request),
        clockText(request.at), text(request.asked), providerKind, answerOf(request), text(request.id)};
}

ConnectData::Entry entryOf(const service::Tool &tool, const QString &found, Reach reach,
    std::optional<UtcTime> lastUsed, UtcTime now)
{
    ConnectData::Entry entry {text(tool.id), text(tool.name), text(tool.letters), {}, Standing::Ready, {}};
    const bool findable = !tool.programs.empty() || !tool.folders.empty();
    entry.found = !found.isEmpty() || (lastUsed && findable);
    if (lastUsed) {
        entry.standing = Standing::Connected;
        entry.line = tr("Connected, %1").arg(agoText(*lastUsed, now));
    } else if (!entry.found) {
        entry.standing = findable ? Standing::Missing : Standing::Plain;
        entry.line = findable ? tr("Not found here") : told(tool.about);
    } else if (tool.needsPublicAddress) {
        entry.standing = Standing::Trouble;
        entry.line = tr("Needs a public address");
    } else if (reach == Reach::NotServed) {
        entry.standing = Standing::Trouble;
        entry.line = tr("Its format isn't served yet");
    } else if (reach == Reach::NoProvider) {
        entry.standing = Standing::Trouble;
        entry.line = tr("Needs a provider for it");
    } else {
        entry.line = tr("Ready to connect");
    }
    return entry;
}

std::vector<ConnectData::Note> notesOf(const service::Tool &tool, Reach reach)
{
    std::vector<ConnectData::Note> notes;
    const auto speaks = text(tool.speaks);
    if (reach == Reach::NotServed)
        notes.push_back({Tone::Warn, tr("%1 is not served yet.").arg(speaks),
            tr("Requests in this format get a clear error until a later version answers them.")});
    if (reach == Reach::NoProvider)
        notes.push_back({Tone::Warn, tr("No provider in use can answer %1.").arg(speaks),
            tr("Add one that speaks it under Providers; until then requests get a clear error.")});
    for (const auto &note : tool.notes)
        notes.push_back({note.warning ? Tone::Warn : Tone::Info, told(note.what), told(note.means)});
    if (reach == Reach::Translated)
        notes.push_back({Tone::Info, tr("Answers are translated."),
            tr("None of your providers speaks %1 itself, so requests are put into their format.")
                .arg(speaks)});
    return notes;
}

std::vector<ConnectData::Way> waysOf(
    const service::Tool &tool, const QString &address, const Secret *secret, const QString &model)
{
    std::vector<ConnectData::Way> ways;
    const std::string placeholder = service::keyPlaceholder;
    const auto fill = [&](const service::ToolWay &way, const std::string &key) {
        return text(service::fillLines(way.lines, address.toStdString(), key, model.toStdString()));
    };
    for (const auto &way : tool.ways) {
        ConnectData::Way shown;
        shown.name = told(way.name);
        shown.file = text(way.file);
        shown.after = told(way.after);
        shown.shown = fill(way, secret ? secret->masked() : placeholder);
        shown.copied = fill(way, secret ? std::string(secret->reveal()) : placeholder);
        shown.namesModel = way.lines.find("{model}") != std::string::npos;
        ways.push_back(std::move(shown));
    }
    return ways;
}

} // namespace slipswitch::ui
