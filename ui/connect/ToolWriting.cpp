#include "ui/connect/ToolWriting.h"

#include <QLocale>
#include <QTime>

#include <algorithm>
#include <utility>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;
using State = ConnectData::Writing::State;

namespace {

QString text(const std::string &words)
{
    return QString::fromStdString(words);
}

QString nameOf(const std::filesystem::path &file)
{
    return text(file.filename().string());
}

} // namespace

ToolWriting::ToolWriting(QString home, QObject *parent)
    : QObject(parent)
    , m_files(std::move(home))
{ }

void ToolWriting::show(const service::Tool &tool, const service::ToolValues &values)
{
    const bool same = m_tool == tool.id && m_values.address == values.address
        && m_values.model == values.model && m_values.key == values.key;
    if (same)
        return;
    if (m_tool != tool.id)
        m_plan.reset();
    m_tool = tool.id;
    m_values = values;
    m_way.reset();
    if (const auto *way = service::writtenWay(tool)) {
        m_way = *way;
        m_index = static_cast<std::size_t>(way - tool.ways.data());
    }
    look();
}

void ToolWriting::lookAgain()
{
    if (!m_tool.empty())
        look();
}

void ToolWriting::look()
{
    const auto question = ++m_question;
    if (!m_way)
        return;
    m_files.plan(this, *m_way, m_values, [this, question](const Result<service::ToolFilePlan> &plan) {
        if (question != m_question)
            return;
        m_answered = question;
        m_plan = plan;
        Q_EMIT changed();
    });
}

const ToolWriting::Done *ToolWriting::lastDone() const
{
    const auto done = m_done.find(m_tool);
    return done == m_done.end() || done->second.empty() ? nullptr : &done->second.back();
}

bool ToolWriting::lacksKey() const
{
    return m_values.key.empty() && service::holdsKey(*m_way);
}

std::optional<ConnectData::Writing> ToolWriting::data() const
{
    if (!m_way)
        return std::nullopt;
    ConnectData::Writing writing;
    writing.way = m_index;
    writing.after = text(m_way->written);
    if (!m_plan)
        return writing;
    if (!*m_plan) {
        writing.state = State::Refused;
        writing.says = text(m_plan->error().detail);
        writing.after.clear();
        return writing;
    }
    const auto *done = lastDone();
    const bool written = done && done->file.plan.after == (*m_plan)->after;
    writing.state = (*m_plan)->changes() ? State::Ready : written ? State::Written : State::Same;
    writing.lines = writing.state == State::Written ? done->file.plan.shown : (*m_plan)->shown;
    writing.canWrite = writing.state == State::Ready && !lacksKey() && isFree();
    writing.canPutBack = writing.state == State::Written && isFree();
    writing.says = saysOf(writing.state);
    return writing;
}

QString ToolWriting::saysOf(State state) const
{
    if (state == State::Same)
        return tr("The file has these lines already.");
    if (state == State::Written) {
        const auto *done = lastDone();
        if (done->file.backup.empty())
            return tr("Written at %1. There was no such file before.").arg(done->at);
        return tr("Written at %1. Your old file is kept as %2.").arg(done->at, nameOf(done->file.backup));
    }
    if (lacksKey())
        return tr("Make a key first; it is written in its place.");
    if (!(*m_plan)->before)
        return tr("The file is made; there is none yet.");
    return tr("Your old file is kept beside it, and can be put back.");
}

void ToolWriting::write()
{
    if (!isFree() || !m_plan || !*m_plan || lacksKey())
        return;
    m_busy = true;
    m_files.write(this, **m_plan, [this, tool = m_tool](const Result<service::ToolFileWritten> &written) {
        m_busy = false;
        if (written) {
            m_done[tool].push_back(
                {++m_number, QLocale().toString(QTime::currentTime(), u"HH:mm"_s), *written});
            const auto &kept = written->backup;
            Q_EMIT told({tr("Written to %1").arg(nameOf(written->plan.file)),
                kept.empty() ? tr("There was no such file before.")
                             : tr("Your old file is kept as %1.").arg(nameOf(kept)),
                Tone::Ok, tr("Undo"), [this, tool, number = m_number] { putBack(tool, number); }});
        } else {
            tellFailure(tr("Nothing was written"), written.error());
        }
        look();
    });
    Q_EMIT changed();
}

void ToolWriting::putBackLast()
{
    if (const auto *done = lastDone())
        putBack(m_tool, done->number);
}

void ToolWriting::putBack(const std::string &tool, int number)
{
    const auto &all = m_done[tool];
    const auto found
        = std::find_if(all.begin(), all.end(), [number](const Done &done) { return done.number == number; });
    if (m_busy || found == all.end())
        return;
    m_busy = true;
    m_files.putBack(this, found->file, [this, tool, number](const Result<void> &done) {
        m_busy = false;
        if (done) {
            std::erase_if(m_done[tool], [number](const Done &one) { return one.number == number; });
            Q_EMIT told(
                {tr("As it was before"), tr("The tool's file has its old lines again."), Tone::Ok, {}, {}});
        } else {
            tellFailure(tr("Nothing was put back"), done.error());
        }
        look();
    });
    Q_EMIT changed();
}

void ToolWriting::tellFailure(const QString &what, const Error &error)
{
    Q_EMIT told({what, text(error.detail), Tone::Bad, {}, {}});
}

} // namespace slipswitch::ui
