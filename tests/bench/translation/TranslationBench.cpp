// What translating costs over relaying: TranslationBench IN OUT WHAT COUNT does one thing so many times and
// prints the microseconds of one. run asks for every pair, and counts instructions by running under callgrind
// twice.
//
// WHAT  exchange  a request of 4 KB and its plain answer
//       stream    one answer of 400 pieces, told by the piece
//       relay, relay-stream  the same as the gateway does it when both speak one dialect

#include "core/dialect/Codec.h"
#include "core/dialect/Patch.h"
#include "core/dialect/UsageReader.h"
#include "core/gateway/AnswerTranslator.h"
#include "core/gateway/ResponseScanner.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace {

using namespace slipswitch;
using namespace slipswitch::dialect;
using Shape = gateway::ResponseScanner::Shape;

constexpr int pieces = 400;
constexpr std::size_t padding = 64;

/// A conversation with a tool, its JSON about 4 KB in any dialect.
Request request(bool stream)
{
    Request request;
    request.model = "asked-model";
    request.stream = stream;
    request.maxOutputTokens = 1000;
    const auto say = [&](Role role, std::size_t bytes) {
        std::string text;
        while (text.size() < bytes)
            text += "The quick brown fox jumps over the lazy dog. ";
        request.messages.push_back({role, {{Text {std::move(text), {}, Dialect::None}}}, {}});
    };
    say(Role::System, 800);
    say(Role::User, 1000);
    say(Role::Assistant, 700);
    say(Role::User, 500);
    Tool tool;
    tool.name = "read_file";
    tool.description = "Reads a file of the project and gives its lines back.";
    tool.schema = R"({"type":"object","properties":{"path":{"type":"string","description":"from the root"},)"
                  R"("from":{"type":"integer","minimum":1},"to":{"type":"integer"}},"required":["path"]})";
    request.tools.push_back(std::move(tool));
    return request;
}

Answer answer()
{
    Answer answer;
    answer.head = {"id1", "model1", 1700000000};
    std::string text;
    while (text.size() < 900)
        text += "It runs through the wood and over the hill. ";
    answer.parts.push_back({Text {std::move(text), {}, Dialect::None}});
    answer.finish.reason = StopReason::Stop;
    return answer;
}

domain::Usage usage()
{
    domain::Usage usage;
    usage.known = true;
    usage.input = 900;
    usage.output = 200;
    return usage;
}

AnswerTerms terms()
{
    AnswerTerms terms;
    terms.model = "model1";
    terms.id = "id1";
    terms.created = 1700000000;
    return terms;
}

Destination destination()
{
    Destination to;
    to.model = "target-model";
    return to;
}

/// The provider's stream, one read of the network a piece.
std::vector<std::string> streamOf(const Codec &codec)
{
    Losses losses;
    std::vector<std::string> reads;
    const auto encoder = codec.makeEncoder(terms(), losses);
    encoder->started({"id1", "model1", 1700000000});
    encoder->partBegan({Text {}});
    for (int i = 0; i < pieces; ++i) {
        encoder->partGrew(Grown::Text, " fox and dog");
        reads.push_back(encoder->take());
    }
    encoder->partEnded();
    encoder->finished({StopReason::Stop, {}});
    encoder->complete(usage());
    reads.push_back(encoder->take());
    return reads;
}

struct Bench
{
    const Codec &in, &out;
    std::string asked, plain;
    std::vector<std::string> reads;
    std::size_t made = 0; ///< so that nothing is optimised away

    Bench(const Codec &client, const Codec &provider)
        : in(client)
        , out(provider)
    {
        Losses losses;
        asked = in.encodeRequest(request(false), destination(), losses);
        asked.reserve(asked.size() + padding);
        plain = out.encodeAnswer(answer(), terms(), usage(), losses);
        reads = streamOf(out);
    }

    void exchange()
    {
        Losses losses;
        const auto decoded = in.decodeRequest(asked).value();
        made += out.encodeRequest(decoded, destination(), losses).size();
        gateway::ResponseScanner scanner(out.dialect, {}, Shape::Plain);
        scanner.feed(plain);
        scanner.finish();
        gateway::AnswerTranslator translator({out, in, terms(), false, nullptr, {}, &decoded, false});
        translator.begin(false, http::Framing::Events);
        translator.feed(plain);
        translator.finish(scanner.reading().usage, {});
        made += translator.take().size();
    }

    void stream()
    {
        const auto framing = http::framingOf(out.streamType);
        gateway::ResponseScanner scanner(out.dialect, {}, Shape::Stream, framing);
        gateway::AnswerTranslator translator({out, in, terms(), true, nullptr, {}, nullptr, false});
        translator.begin(true, framing);
        for (const auto &read : reads) {
            scanner.feed(read);
            translator.feed(read);
            made += translator.take().size();
        }
        scanner.finish();
        translator.finish(scanner.reading().usage, {});
        made += translator.take().size();
    }

    void relay()
    {
        if (const auto peek = peekJson(asked)) {
            const auto patched = patchJson(asked, *peek, {"target-model", false});
            made += patched ? patched->size() : 0;
        }
        gateway::ResponseScanner scanner(out.dialect, {}, Shape::Plain);
        scanner.feed(plain);
        scanner.finish();
        made += static_cast<std::size_t>(scanner.reading().usage.input);
    }

    void relayStream()
    {
        gateway::ResponseScanner scanner(out.dialect, {}, Shape::Stream, http::framingOf(out.streamType));
        for (const auto &read : reads)
            scanner.feed(read);
        scanner.finish();
        made += static_cast<std::size_t>(scanner.reading().usage.input);
    }
};

} // namespace

int main(int argc, char **argv)
{
    constexpr int words = 5;
    const auto codecNamed = [](const char *name) {
        const auto dialect = domain::dialectNamed(name);
        return dialect ? codecFor(*dialect) : nullptr;
    };
    const auto *in = argc == words ? codecNamed(argv[1]) : nullptr;
    const auto *out = argc == words ? codecNamed(argv[2]) : nullptr;
    if (!in || !out) {
        std::fputs("TranslationBench IN OUT exchange|stream|relay|relay-stream COUNT\n", stderr);
        return 2;
    }
    const std::string what = argv[3];
    void (Bench::*run)() = what == "exchange" ? &Bench::exchange
        : what == "stream"                    ? &Bench::stream
        : what == "relay"                     ? &Bench::relay
                                              : &Bench::relayStream;
    Bench bench(*in, *out);
    const auto count = std::atoi(argv[4]);
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i)
        (bench.*run)();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - began;
    std::printf("%.3f %zu\n", took.count() / count, bench.made);
    return bench.made > 0 ? 0 : 1;
}
