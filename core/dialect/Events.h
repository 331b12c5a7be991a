#pragma once

#include "core/dialect/Conversation.h"
#include "core/domain/Usage.h"

#include <string>
#include <string_view>

namespace slipswitch::dialect {

/// What grows within a part.
enum class Grown : std::uint8_t
{
    Text, ///< of a text, a refusal or a thought
    Arguments, ///< of a tool call
    Signature, ///< of a thought, a tool call or a text: the whole of it
    Citation, ///< one more of a text, as raw JSON of its dialect
    Likelihood, ///< of one more token of a text or a refusal, before the token itself; see Likelihoods.h
};

/// Takes the events of one answer. Their order, which every decoder keeps:
/// started, then for each part began, grew…, ended, one part at a time, then finished. `failed` may come at
/// any time and is the last. Views are valid during the call only.
class EventSink
{
public:
    virtual ~EventSink() = default;
    virtual void started(const AnswerHead &head) = 0;
    /// @param head  what is known at once: the kind of part, a call's id and name, a text's first words.
    virtual void partBegan(const Part &head) = 0;
    virtual void partGrew(Grown what, std::string_view more) = 0;
    virtual void partEnded() = 0;
    /// Once; more may be told of usage until the end.
    virtual void finished(const Finish &finish) = 0;
    virtual void failed(const Failure &failure) = 0;
};

/// Reads one dialect's stream. Pure; one a stream.
class StreamDecoder
{
public:
    virtual ~StreamDecoder() = default;
    /// @param data  of one event. What it does not know it passes over.
    virtual void event(std::string_view data, EventSink &sink) = 0;
    /// The stream ended: closes what is open. A stream without its mark of completion has not finished.
    virtual void end(EventSink &sink) = 0;
};

/// Writes one dialect's stream. Bytes gather until they are taken.
class StreamEncoder : public EventSink
{
public:
    /// The end of a good answer. @param usage  all of it, once
    virtual void complete(const domain::Usage &usage) = 0;
    /// The bytes since the last call.
    [[nodiscard]] std::string take() { return std::exchange(m_out, {}); }

protected:
    std::string m_out;
};

/// Puts the events of an answer together.
class Collector final : public EventSink
{
public:
    void started(const AnswerHead &head) override;
    void partBegan(const Part &head) override;
    void partGrew(Grown what, std::string_view more) override;
    void partEnded() override;
    void finished(const Finish &finish) override;
    void failed(const Failure &failure) override;

    [[nodiscard]] Answer &answer() { return m_answer; }
    [[nodiscard]] const std::optional<Failure> &failure() const { return m_failure; }
    [[nodiscard]] bool isFinished() const { return m_finished; }

private:
    Answer m_answer;
    std::optional<Failure> m_failure;
    bool m_finished = false;
};

/// Tells a whole answer as events.
void tell(const Answer &answer, EventSink &sink);

/// Adds what grew to a part. @return  false when this kind of part has nothing of the sort.
bool grow(Part &part, Grown what, std::string_view more);

} // namespace slipswitch::dialect
