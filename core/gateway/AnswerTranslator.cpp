#include "core/gateway/AnswerTranslator.h"

#include "core/dialect/Rules.h"

namespace slipswitch::gateway {

namespace {

constexpr std::size_t largestAnswer = 64 * 1024 * 1024;
constexpr std::string_view cutOff = "The provider ended its answer without the mark that it is complete.";

/// Bytes of a part that comes whole, with something for being one.
std::size_t weight(const dialect::Part &part)
{
    constexpr std::size_t least = 64;
    if (const auto *text = std::get_if<dialect::Text>(&part.body))
        return least + text->text.size();
    if (const auto *thinking = std::get_if<dialect::Thinking>(&part.body))
        return least + thinking->text.size() + thinking->signature.size();
    if (const auto *call = std::get_if<dialect::ToolCall>(&part.body))
        return least + call->name.size() + call->arguments.size() + call->signature.size();
    if (const auto *media = std::get_if<dialect::Media>(&part.body))
        return least + media->data.size() + media->url.size() + media->text.size();
    const auto *other = std::get_if<dialect::Foreign>(&part.body);
    return other ? least + other->raw.size() : least;
}

} // namespace

/// Stands between decoder and encoder: gives calls their client's names back, remembers thoughts, and knows
/// how the answer stands.
class AnswerTranslator::Between final : public dialect::EventSink
{
public:
    Between(const Parts &parts, dialect::EventSink &to, dialect::Losses &losses)
        : m_parts(parts)
        , m_to(to)
        , m_losses(losses)
    { }

    void started(const dialect::AnswerHead &head) override
    {
        m_started = true;
        m_kept.head = head;
        m_to.started(head);
    }

    void partBegan(const dialect::Part &head) override
    {
        m_part = head;
        if (!fits(weight(head)))
            return;
        if (auto *thinking = std::get_if<dialect::Thinking>(&m_part.body))
            thinking->madeBy = m_parts.terms.model;
        if (auto *call = std::get_if<dialect::ToolCall>(&m_part.body)) {
            if (call->id.empty()) // Gemini gives none, and whoever answers the call needs one
                call->id = "call_" + m_parts.terms.id + '_' + std::to_string(m_calls);
            ++m_calls;
            rename(*call);
            // Freeform input arrives wrapped in JSON: it can be told when it is whole.
            if (call->freeform)
                return;
        }
        m_to.partBegan(m_part);
    }

    void partGrew(dialect::Grown what, std::string_view more) override
    {
        if (!fits(more.size()))
            return;
        dialect::grow(m_part, what, more);
        if (!isFreeform() && !isSignedText(what))
            m_to.partGrew(what, more);
    }

    void partEnded() override
    {
        if (m_failed)
            return;
        if (isFreeform()) {
            auto &call = std::get<dialect::ToolCall>(m_part.body);
            call.arguments = unwrapped(call.arguments);
            m_to.partBegan(m_part);
        }
        remember();
        if (m_parts.keepAnswer)
            m_kept.parts.push_back(m_part);
        m_to.partEnded();
    }

    void finished(const dialect::Finish &finish) override
    {
        m_finished = true;
        m_kept.finish = finish;
        if (finish.reason == dialect::StopReason::Paused
            && m_parts.to.dialect != dialect::Dialect::AnthropicMessages)
            m_losses.note("paused by its provider: ended here");
        m_to.finished(finish);
    }

    void failed(const dialect::Failure &failure) override
    {
        if (std::exchange(m_failed, true))
            return;
        m_to.failed(failure);
    }

    [[nodiscard]] const dialect::Answer &kept() const { return m_kept; }
    [[nodiscard]] bool isStarted() const { return m_started; }
    [[nodiscard]] bool isFinished() const { return m_finished; }
    [[nodiscard]] bool isFailed() const { return m_failed; }

private:
    /// Whether there is room for more; when not, the answer has failed.
    bool fits(std::size_t more)
    {
        m_bytes += more;
        if (m_bytes > largestAnswer)
            failed({0, "The answer is too large to translate.", {}, {}});
        return !m_failed;
    }

    [[nodiscard]] bool isFreeform() const
    {
        const auto *call = std::get_if<dialect::ToolCall>(&m_part.body);
        return call && call->freeform;
    }

    /// The proof of a thought that a text carries: Gemini asks for it back, but does without.
    bool isSignedText(dialect::Grown what) const
    {
        return what == dialect::Grown::Signature && std::holds_alternative<dialect::Text>(m_part.body);
    }

    void rename(dialect::ToolCall &call) const
    {
        if (!m_parts.request)
            return;
        for (const auto &tool : m_parts.request->tools) {
            if (dialect::flatName(tool.nameSpace, tool.name) != call.name)
                continue;
            call.name = tool.name;
            call.nameSpace = tool.nameSpace;
            call.freeform = tool.freeform;
            return;
        }
    }

    static std::string unwrapped(const std::string &arguments)
    {
        const auto tree = dialect::JsonTree::parse(arguments);
        if (!tree || !tree->root()["input"].isString())
            return arguments;
        return std::string(tree->root()["input"].text());
    }

    void remember()
    {
        if (auto *thinking = std::get_if<dialect::Thinking>(&m_part.body)) {
            if (!thinking->signature.empty())
                m_thoughts.push_back(*thinking);
            return;
        }
        if (const auto *text = std::get_if<dialect::Text>(&m_part.body))
            return m_losses.dropped(text->signature, "thinking signature of a text");
        auto *call = std::get_if<dialect::ToolCall>(&m_part.body);
        if (call && !call->signature.empty())
            call->signedBy = m_parts.terms.model;
        if (call && m_parts.thoughts)
            m_parts.thoughts->remember(m_parts.owner, *call, std::exchange(m_thoughts, {}));
    }

    const Parts &m_parts;
    dialect::EventSink &m_to;
    dialect::Losses &m_losses;
    dialect::Part m_part;
    dialect::Answer m_kept;
    std::vector<dialect::Thinking> m_thoughts;
    int m_calls = 0;
    std::size_t m_bytes = 0; ///< of all that was told: parts and encoders keep it until their end
    bool m_started = false, m_finished = false, m_failed = false;
};

AnswerTranslator::AnswerTranslator(Parts parts)
    : m_parts(std::move(parts))
{ }

AnswerTranslator::~AnswerTranslator() = default;

void AnswerTranslator::begin(bool providerStreams, http::Framing framing)
{
    m_events = http::EventReader(framing);
    m_providerStreams = providerStreams;
    m_decoder = m_parts.from.makeDecoder();
    if (m_parts.clientStreams)
        m_encoder = m_parts.to.makeEncoder(m_parts.terms, m_losses);
    dialect::EventSink &to = m_encoder ? static_cast<dialect::EventSink &>(*m_encoder) : m_collector;
    m_between = std::make_unique<Between>(m_parts, to, m_losses);
}

void AnswerTranslator::feed(std::string_view bytes)
{
    if (m_over)
        return;
    if (!m_providerStreams) {
        if (m_plain.size() + bytes.size() <= largestAnswer)
            m_plain.append(bytes);
        else
            m_error = Error {ErrorCode::TooLarge, ErrorSource::Upstream, false, "The answer is too large."};
        return;
    }
    const auto events = m_events.feed(bytes);
    if (!events)
        return m_between->failed({0, events.error().detail, {}, {}});
    for (const auto &event : *events)
        readEvent(event.data);
}

void AnswerTranslator::readEvent(std::string_view data)
{
    if (!m_between->isFailed() && !data.empty())
        m_decoder->event(data, *m_between);
}

void AnswerTranslator::finish(const domain::Usage &usage, std::string_view failure)
{
    if (std::exchange(m_over, true) || m_error)
        return;
    if (!m_providerStreams)
        finishPlain(usage, failure);
    else
        finishStream(usage);
}

void AnswerTranslator::finishPlain(const domain::Usage &usage, std::string_view failure)
{
    auto answer = m_parts.from.decodeAnswer(m_plain);
    if (!answer) {
        m_error = answer.error();
        if (!failure.empty())
            m_error = Error {ErrorCode::UpstreamError, ErrorSource::Upstream, true, std::string(failure)};
        return;
    }
    dialect::tell(*answer, *m_between);
    if (m_encoder)
        m_encoder->complete(usage);
    else
        m_out += m_parts.to.encodeAnswer(m_collector.answer(), m_parts.terms, usage, m_losses);
}

void AnswerTranslator::finishStream(const domain::Usage &usage)
{
    const auto rest = m_events.finish();
    if (!rest)
        m_between->failed({0, rest.error().detail, {}, {}});
    else {
        for (const auto &event : *rest)
            readEvent(event.data);
    }
    if (!m_between->isFailed())
        m_decoder->end(*m_between);
    if (!m_between->isFailed() && !(m_between->isStarted() && m_between->isFinished()))
        m_between->failed({0, std::string(cutOff), {}, {}});
    if (m_encoder && !m_between->isFailed())
        m_encoder->complete(usage);
    if (m_encoder)
        return;
    if (m_collector.failure())
        m_error
            = Error {ErrorCode::UpstreamError, ErrorSource::Upstream, false, m_collector.failure()->message};
    else
        m_out += m_parts.to.encodeAnswer(m_collector.answer(), m_parts.terms, usage, m_losses);
}

void AnswerTranslator::breakOff(const dialect::Failure &failure)
{
    if (!std::exchange(m_over, true) && m_between)
        m_between->failed(failure);
}

std::string AnswerTranslator::take()
{
    if (m_encoder)
        m_out += m_encoder->take();
    return std::exchange(m_out, {});
}

const dialect::Answer &AnswerTranslator::kept() const
{
    return m_between->kept();
}

std::string_view AnswerTranslator::contentType() const
{
    if (m_parts.clientStreams && m_parts.terms.jsonArray)
        return "application/json";
    return m_parts.clientStreams ? m_parts.to.streamType : "application/json";
}

} // namespace slipswitch::gateway
