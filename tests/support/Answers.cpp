#include "tests/support/Answers.h"

#include "core/dialect/Json.h"
#include "core/dialect/Rules.h"

#include <boost/json.hpp>

namespace slipswitch::tests {

using namespace dialect;

namespace {

std::string inOneSpelling(const std::string &json)
{
    boost::json::error_code error;
    const auto value = boost::json::parse(json, error);
    return error ? json : boost::json::serialize(value);
}

} // namespace

std::string Essence::describe() const
{
    std::string all = "text: " + text + "\nthoughts: " + thoughts + "\nrefusal: " + refusal
        + "\nreason: " + std::to_string(static_cast<int>(reason)) + "\nfailure: " + failure;
    for (const auto &[name, arguments] : calls)
        all += "\ncall: " + name + ' ' + arguments;
    return all;
}

void StrictCollector::expect(bool holds, const char *what)
{
    if (!holds && m_complaint.empty())
        m_complaint = what;
}

void StrictCollector::started(const AnswerHead &head)
{
    expect(!m_started && !m_over, "started twice");
    m_started = true;
    m_collector.started(head);
}

void StrictCollector::partBegan(const Part &head)
{
    expect(m_started && !m_open && !m_over, "a part began at the wrong time");
    m_open = true;
    m_collector.partBegan(head);
}

void StrictCollector::partGrew(Grown what, std::string_view more)
{
    expect(m_open && !m_over, "a part grew that is not open");
    m_collector.partGrew(what, more);
}

void StrictCollector::partEnded()
{
    expect(m_open && !m_over, "a part ended that is not open");
    m_open = false;
    m_collector.partEnded();
}

void StrictCollector::finished(const Finish &finish)
{
    expect(m_started && !m_open && !m_over, "finished at the wrong time");
    m_over = true;
    m_collector.finished(finish);
}

void StrictCollector::failed(const Failure &failure)
{
    expect(!m_over, "failed after the end");
    m_over = true;
    m_collector.failed(failure);
}

Essence StrictCollector::essence()
{
    auto essence = essenceOf(m_collector.answer());
    if (m_collector.failure())
        essence.failure = m_collector.failure()->message;
    if (!m_complaint.empty())
        essence.failure = "BROKEN PROMISE: " + m_complaint;
    return essence;
}

Essence essenceOf(const Answer &answer)
{
    Essence essence;
    for (const auto &part : answer.parts) {
        if (const auto *text = std::get_if<Text>(&part.body))
            essence.text += text->text;
        else if (const auto *refusal = std::get_if<Refusal>(&part.body))
            essence.refusal += refusal->text;
        else if (const auto *thinking = std::get_if<Thinking>(&part.body))
            essence.thoughts += thinking->text;
        else if (const auto *call = std::get_if<ToolCall>(&part.body))
            essence.calls.emplace_back(flatName(call->nameSpace, call->name),
                call->freeform ? call->arguments : inOneSpelling(objectText(call->arguments)));
    }
    essence.reason = answer.finish.reason;
    return essence;
}

http::Framing framingOf(Dialect dialect)
{
    return http::framingOf(codecFor(dialect)->streamType);
}

std::vector<std::string> eventsOf(std::string_view stream, Dialect dialect)
{
    std::vector<std::string> events;
    http::EventReader reader(framingOf(dialect));
    const auto fed = reader.feed(stream).value();
    for (const auto &event : fed)
        events.emplace_back(event.data);
    const auto rest = reader.finish().value();
    for (const auto &event : rest)
        events.emplace_back(event.data);
    return events;
}

void readStream(const Codec &codec, const std::vector<std::string_view> &pieces, EventSink &sink)
{
    http::EventReader reader(framingOf(codec.dialect));
    const auto decoder = codec.makeDecoder();
    for (const auto piece : pieces) {
        const auto fed = reader.feed(piece).value();
        for (const auto &event : fed)
            decoder->event(event.data, sink);
    }
    const auto rest = reader.finish().value();
    for (const auto &event : rest)
        decoder->event(event.data, sink);
    decoder->end(sink);
}

Essence essenceOfReply(const Codec &codec, std::string_view body, bool streams)
{
    if (!streams) {
        const auto answer = codec.decodeAnswer(body);
        return answer ? essenceOf(*answer) : Essence {{}, {}, {}, {}, {}, answer.error().detail};
    }
    StrictCollector collector;
    readStream(codec, {body}, collector);
    return collector.essence();
}

bool isStream(const WireCase &item)
{
    return item.responseFile.ends_with(".sse") || item.responseFile.ends_with(".ndjson")
        || item.responseFile.ends_with(".eventstream");
}

std::vector<WireCase> translatableCases()
{
    std::vector<WireCase> cases;
    for (auto &item : wireCases()) {
        const auto dialect = domain::dialectNamed(item.dialect);
        if (dialect && codecFor(*dialect) && item.status == 200)
            cases.push_back(std::move(item));
    }
    return cases;
}

} // namespace slipswitch::tests
