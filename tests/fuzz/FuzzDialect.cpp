#include "core/dialect/Codec.h"
#include "core/dialect/Json.h"

#include <array>
#include <cstdlib>
#include <string_view>

// The first byte picks the dialect (its lower half) and what is read: a request, a plain answer, or events,
// one a line. Whatever is read is written in every dialect, and what is written must be read again. Events
// must come as EventSink promises.

namespace {

using namespace slipswitch::dialect;

constexpr std::array dialects {Dialect::OpenAiChat, Dialect::AnthropicMessages, Dialect::OpenAiResponses,
    Dialect::Gemini, Dialect::Ollama};
constexpr unsigned mostDialects = 16;
/// Those that are only asked in; read by the last values of the first byte.
constexpr std::array providers {Dialect::BedrockConverse, Dialect::CohereChatV2};

void must(bool holds)
{
    if (!holds)
        std::abort();
}

/// Aborts when a promise is broken, and passes everything on.
class Strict final : public EventSink
{
public:
    explicit Strict(std::vector<EventSink *> to)
        : m_to(std::move(to))
    { }
    void started(const AnswerHead &head) override
    {
        must(!std::exchange(m_started, true) && !m_over);
        for (auto *sink : m_to)
            sink->started(head);
    }
    void partBegan(const Part &head) override
    {
        must(!std::exchange(m_open, true) && !m_over);
        for (auto *sink : m_to)
            sink->partBegan(head);
    }
    void partGrew(Grown what, std::string_view more) override
    {
        must(m_open && !m_over);
        for (auto *sink : m_to)
            sink->partGrew(what, more);
    }
    void partEnded() override
    {
        must(std::exchange(m_open, false) && !m_over);
        for (auto *sink : m_to)
            sink->partEnded();
    }
    void finished(const Finish &finish) override
    {
        must(!m_open && !std::exchange(m_over, true));
        for (auto *sink : m_to)
            sink->finished(finish);
    }
    void failed(const Failure &failure) override
    {
        m_over = true;
        for (auto *sink : m_to)
            sink->failed(failure);
    }
    [[nodiscard]] bool isOver() const { return m_over; }

private:
    std::vector<EventSink *> m_to;
    bool m_started = false, m_open = false, m_over = false;
};

void readRequest(const Codec &codec, std::string_view text)
{
    const auto request = codec.decodeRequest(text);
    if (!request)
        return;
    Destination to;
    to.model = "m";
    for (const auto dialect : providers) {
        Losses losses;
        must(JsonTree::parse(codecFor(dialect)->encodeRequest(*request, to, losses)).has_value());
    }
    for (const auto dialect : dialects) {
        Losses losses;
        const auto &other = *codecFor(dialect);
        must(other.decodeRequest(other.encodeRequest(*request, to, losses)).has_value());
    }
}

void readAnswer(const Codec &codec, std::string_view text)
{
    const auto answer = codec.decodeAnswer(text);
    if (!answer)
        return;
    for (const auto dialect : dialects) {
        Losses losses;
        const auto &other = *codecFor(dialect);
        must(other.decodeAnswer(other.encodeAnswer(*answer, {"m", "id", 1}, {}, losses)).has_value());
    }
}

void readEvents(const Codec &codec, std::string_view rest)
{
    std::vector<std::unique_ptr<StreamEncoder>> encoders;
    std::vector<EventSink *> sinks;
    Losses losses;
    for (const auto dialect : dialects) {
        encoders.push_back(codecFor(dialect)->makeEncoder({"m", "id", 1}, losses));
        sinks.push_back(encoders.back().get());
    }
    Strict sink(sinks);
    const auto decoder = codec.makeDecoder();
    while (!rest.empty() && !sink.isOver()) {
        const auto end = rest.find('\n');
        decoder->event(rest.substr(0, end), sink);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    if (!sink.isOver())
        decoder->end(sink);
    for (const auto &encoder : encoders)
        encoder->complete({});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char *>(data) + 1, size - 1);
    constexpr std::uint8_t providersFrom = 240;
    if (data[0] >= providersFrom) {
        const auto &asked = *codecFor(providers[data[0] / 2 % providers.size()]);
        data[0] % 2 == 0 ? readAnswer(asked, text) : readEvents(asked, text);
        return 0;
    }
    const auto &codec = *codecFor(dialects[data[0] % mostDialects % dialects.size()]);
    switch (data[0] / mostDialects % 3) {
    case 0:
        readRequest(codec, text);
        break;
    case 1:
        readAnswer(codec, text);
        break;
    default:
        readEvents(codec, text);
    }
    return 0;
}
