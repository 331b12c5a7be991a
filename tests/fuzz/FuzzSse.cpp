// Splitting must not change what is read: the whole input at once against pieces of it.
#include "core/http/SseReader.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

using namespace slipswitch;

namespace {

constexpr std::size_t maxEventBytes = 4096;

struct Outcome
{
    std::string events;
    bool failed = false;
    bool operator==(const Outcome &) const = default;
};

void take(const Result<std::span<const http::SseEvent>> &events, Outcome &outcome)
{
    if (!events) {
        outcome.failed = true;
        return;
    }
    for (const auto &event : *events) {
        for (const auto part : {event.event, event.data, event.id}) {
            outcome.events += std::to_string(part.size()) + ':';
            outcome.events += part;
        }
        outcome.events += std::to_string(event.retryMilliseconds.value_or(0)) + ';';
    }
}

Outcome read(std::string_view bytes, std::size_t piece)
{
    http::SseReader reader(maxEventBytes);
    Outcome outcome;
    while (!bytes.empty()) {
        const std::string memory(bytes.substr(0, piece)); // exact, so that reading behind it is noticed
        take(reader.feed(memory), outcome);
        bytes.remove_prefix(memory.size());
    }
    take(reader.finish(), outcome);
    return outcome;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::size_t piece = data[0] % 64 + std::size_t {1};
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    if (read(bytes, std::max<std::size_t>(bytes.size(), 1)) != read(bytes, piece))
        std::abort();
    return 0;
}
