#include "core/dialect/Events.h"

namespace slipswitch::dialect {

void Collector::started(const AnswerHead &head)
{
    m_answer.head = head;
}

void Collector::partBegan(const Part &head)
{
    m_answer.parts.push_back(head);
}

void Collector::partGrew(Grown what, std::string_view more)
{
    if (!m_answer.parts.empty())
        grow(m_answer.parts.back(), what, more);
}

void Collector::partEnded() { }

void Collector::finished(const Finish &finish)
{
    m_answer.finish = finish;
    m_finished = true;
}

void Collector::failed(const Failure &failure)
{
    m_failure = failure;
}

void tell(const Answer &answer, EventSink &sink)
{
    sink.started(answer.head);
    for (const auto &part : answer.parts) {
        sink.partBegan(part);
        sink.partEnded();
    }
    sink.finished(answer.finish);
}

bool grow(Part &part, Grown what, std::string_view more)
{
    if (auto *text = std::get_if<Text>(&part.body)) {
        if (what == Grown::Text)
            text->text += more;
        else if (what == Grown::Citation)
            text->citations.emplace_back(more);
        else if (what == Grown::Likelihood)
            text->likelihoods.emplace_back(more);
        else if (what == Grown::Signature)
            text->signature = more;
        return what != Grown::Arguments;
    }
    if (auto *refusal = std::get_if<Refusal>(&part.body)) {
        if (what == Grown::Text)
            refusal->text += more;
        else if (what == Grown::Likelihood)
            refusal->likelihoods.emplace_back(more);
        return what == Grown::Text || what == Grown::Likelihood;
    }
    if (auto *thinking = std::get_if<Thinking>(&part.body)) {
        if (what == Grown::Text)
            thinking->text += more;
        else if (what == Grown::Signature)
            thinking->signature = more;
        return what == Grown::Text || what == Grown::Signature;
    }
    if (auto *call = std::get_if<ToolCall>(&part.body)) {
        if (what == Grown::Arguments)
            call->arguments += more;
        else if (what == Grown::Signature)
            call->signature = more;
        return what == Grown::Arguments || what == Grown::Signature;
    }
    return false;
}

} // namespace slipswitch::dialect
