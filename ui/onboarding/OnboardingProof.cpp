#include "ui/onboarding/OnboardingAdapter.h"
#include "ui/onboarding/OnboardingView.h"
#include "ui/widgets/Format.h"

#include <QTime>

#include <algorithm>

// The second and the third step: a tool, a key of its own, and the first request that carries it.
namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using Step = OnboardingData::Step;
using domain::LiveExchange;

namespace {

constexpr std::size_t toolsShown = 3;
constexpr auto usual = {"claude-code", "codex", "openai-sdk"}; ///< where none is found
constexpr auto rest = "anything";

QString text(std::string_view words)
{
    return QString::fromUtf8(words.data(), static_cast<qsizetype>(words.size()));
}

/// A line that can be run at once says more than an address.
const service::ToolWay *wayOf(const service::Tool &tool)
{
    for (const auto &way : tool.ways) {
        if (way.lines.starts_with("curl"))
            return &way;
    }
    return tool.ways.empty() ? nullptr : &tool.ways.front();
}

} // namespace

const service::Tool *OnboardingAdapter::tool(const QString &id) const
{
    const auto found = std::find_if(m_tools.begin(), m_tools.end(),
        [&](const service::Tool &each) { return each.id == id.toStdString(); });
    return found == m_tools.end() ? nullptr : &*found;
}

void OnboardingAdapter::listTools(const service::ToolFinder::Found &found)
{
    QStringList names;
    for (const auto &each : m_tools) {
        if (found.contains(each.id) && !each.needsPublicAddress && m_shown.tools.size() < toolsShown) {
            m_shown.tools.push_back({text(each.id), text(each.name)});
            names << text(each.name);
        }
    }
    m_shown.toolsNote = names.isEmpty() ? tr("None of the tools known here was found; any other works too")
        : names.size() == 1
        ? tr("%1 is installed here").arg(names.front())
        : tr("%1 and %2 are installed here").arg(names.mid(0, names.size() - 1).join(u", "_s), names.back());
    for (const auto *id : usual) {
        const auto *known = tool(QString::fromLatin1(id));
        if (known && names.isEmpty())
            m_shown.tools.push_back({text(known->id), text(known->name)});
    }
    if (tool(QString::fromLatin1(rest)))
        m_shown.tools.push_back({QString::fromLatin1(rest), tr("Other")});
    push();
}

void OnboardingAdapter::chooseTool(const QString &id)
{
    const auto *chosen = tool(id);
    if (!chosen || m_shown.step != Step::Tool)
        return;
    m_shown.tool = id;
    m_shown.toolName = id == QLatin1String(rest) ? tr("Your tool") : text(chosen->name);
    m_shown.trouble.reset();
    if (const auto known = m_keys.find(chosen->id); known != m_keys.end())
        return showLines(*chosen, known->second.secret);
    m_shown.lines.clear();
    push();
    const bool other = chosen->id == rest;
    m_gateway.accessKeys().create(this, {other ? "first-steps" : chosen->id, other ? "" : chosen->name, {}},
        [this, id, wanted = *chosen](Result<governance::NewAccessKey> made) {
            if (!made) {
                m_shown.trouble = {Tone::Bad, tr("A key could not be made."), text(made.error().detail)};
                return push();
            }
            connect(&m_gateway.live(), &service::LiveUpdates::batch, this, &OnboardingAdapter::takeBatch,
                Qt::UniqueConnection);
            const auto &kept = m_keys.emplace(wanted.id, std::move(*made)).first->second;
            if (m_shown.tool == id)
                showLines(wanted, kept.secret);
        });
}

void OnboardingAdapter::showLines(const service::Tool &chosen, const Secret &secret)
{
    const auto *way = wayOf(chosen);
    if (!way)
        return;
    const auto models = service::modelsFor(*m_gateway.settings(), m_gateway.catalog().get(), chosen.path);
    const auto model = models.empty() ? std::string("demo/story") : models.front();
    const auto fill = [&](const std::string &key) {
        return text(service::fillLines(way->lines, m_gateway.state().address.toStdString(), key, model));
    };
    m_shown.file = text(way->file);
    m_shown.lines = fill(secret.masked());
    m_shown.copied = fill(std::string(secret.reveal()));
    QStringList after {text(way->after)};
    for (const auto &note : chosen.notes)
        after << text(note.what) + u' ' + text(note.means);
    after.removeAll(QString());
    m_shown.after = after.join(u'\n');
    m_shown.waiting = tr("Waiting for %1. The copied lines carry a key of its own.").arg(m_shown.toolName);
    push();
}

void OnboardingAdapter::takeBatch(const service::LiveBatch &batch)
{
    for (const auto &exchange : batch.exchanges) {
        if (exchange.phase == LiveExchange::Phase::Settled && m_shown.step == Step::Tool)
            settled(exchange);
    }
}

void OnboardingAdapter::settled(const LiveExchange &exchange)
{
    const auto ours = std::find_if(m_keys.begin(), m_keys.end(),
        [&](const auto &known) { return known.second.key.id == exchange.keyId.view(); });
    if (ours == m_keys.end()) {
        if (!exchange.keyId.view().empty() || exchange.status == 0)
            return;
        m_shown.trouble = {Tone::Warn, tr("A request came without this key."),
            tr("Copy the lines once more: the key is part of them.")};
        return push();
    }
    if (exchange.model.view().empty())
        return; // a list of models, a count: nothing was asked yet
    m_usedKey = ours->second.key.id;
    if (exchange.outcome == domain::Outcome::Succeeded)
        return prove(exchange);
    m_shown.trouble = {Tone::Bad, tr("%1 was heard, but not answered.").arg(m_shown.toolName),
        text(exchange.errorText.view())};
    push();
}

void OnboardingAdapter::prove(const LiveExchange &exchange)
{
    const auto provider = std::string(exchange.provider.view());
    OnboardingData::Proof proof;
    proof.result = {QString::number(exchange.status), u"check"_s, Tone::Ok};
    proof.model = text(exchange.model.view());
    proof.note = tr("through %1").arg(titleOf(provider));
    proof.figures = durationText(exchange.elapsed);
    if (exchange.cost.known())
        proof.figures += u"   "_s + moneyText(exchange.cost.amount);
    proof.kind = text(provider);
    for (const auto &known : m_gateway.settings()->providers) {
        if (known.name == provider)
            proof.kind = text(known.kind);
    }
    const auto first = exchange.firstContentAfter;
    proof.stations = {{m_shown.toolName, tr("sent a prompt")},
        {u"Slipswitch"_s,
            exchange.tries > 1 ? tr("knew the key, tried %1 times").arg(exchange.tries) : tr("knew the key")},
        {titleOf(provider), first ? tr("first token %1").arg(durationText(*first)) : tr("answered")}};
    proof.sentBy = tr("Sent by %1 at %2").arg(m_shown.toolName, QTime::currentTime().toString(u"hh:mm:ss"_s));
    m_shown.proof = std::move(proof);
    m_shown.trouble.reset();
    m_shown.seconds = static_cast<int>(m_since.elapsed() / 1000);
    m_shown.step = Step::Done;
    disconnect(&m_gateway.live(), nullptr, this, nullptr);
    revokeUnused();
    takeState();
}

/// Of several tools that were tried out, one key is in use; the others would only lie about.
void OnboardingAdapter::revokeUnused()
{
    const auto kept = m_usedKey.empty() ? m_shown.tool.toStdString() : std::string();
    for (const auto &[id, made] : m_keys) {
        if (made.key.id != m_usedKey && id != kept)
            m_gateway.accessKeys().revoke(&m_gateway, made.key.id, [](const Result<std::string> &) { });
    }
    m_keys.clear();
}

void OnboardingAdapter::leave(const QString &pageId)
{
    if (std::exchange(m_left, true))
        return;
    revokeUnused();
    m_view.leave();
    Q_EMIT over(pageId);
}

} // namespace slipswitch::ui
