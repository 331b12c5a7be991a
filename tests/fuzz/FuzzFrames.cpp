// Splitting must not change what is read: the whole input at once against pieces of it. As nothing random has
// right checksums, every second input is made into frames that have them.
#include "core/http/FrameReader.h"
#include "tests/support/Frames.h"

#include <algorithm>
#include <cstdlib>

using namespace slipswitch;

namespace {

constexpr std::size_t maxFrameBytes = 4096;

struct Outcome
{
    std::string events;
    bool failed = false;
    bool operator==(const Outcome &) const = default;
};

void take(const Result<std::span<const http::SseEvent>> &events, Outcome &outcome)
{
    outcome.failed = outcome.failed || !events;
    if (!events)
        return;
    for (const auto &event : *events) {
        outcome.events += std::to_string(event.data.size()) + ':';
        outcome.events += event.data;
    }
}

Outcome read(std::string_view bytes, std::size_t piece)
{
    http::FrameReader reader(maxFrameBytes);
    Outcome outcome;
    while (!bytes.empty()) {
        const std::string memory(bytes.substr(0, piece)); // exact, so that reading behind it is noticed
        take(reader.feed(memory), outcome);
        bytes.remove_prefix(memory.size());
    }
    take(reader.finish(), outcome);
    return outcome;
}

/// Of each piece the first two bytes say how long its headers and its payload are.
std::string framed(std::string_view bytes)
{
    std::string all;
    while (bytes.size() > 2) {
        const std::size_t headers = static_cast<unsigned char>(bytes[0]);
        const std::size_t payload = static_cast<unsigned char>(bytes[1]);
        bytes.remove_prefix(2);
        const auto fields = bytes.substr(0, headers);
        bytes.remove_prefix(fields.size());
        const auto content = bytes.substr(0, payload);
        bytes.remove_prefix(content.size());
        auto frame = tests::bigEndian(static_cast<std::uint32_t>(16 + fields.size() + content.size()))
            + tests::bigEndian(static_cast<std::uint32_t>(fields.size()));
        frame += tests::crcOf(frame);
        frame.append(fields).append(content);
        all += frame + tests::crcOf(frame);
    }
    return all;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::size_t piece = data[0] / 2 % 64 + std::size_t {1};
    const std::string_view given(reinterpret_cast<const char *>(data) + 1, size - 1);
    const std::string bytes = data[0] % 2 == 0 ? std::string(given) : framed(given);
    if (read(bytes, std::max<std::size_t>(bytes.size(), 1)) != read(bytes, piece))
        std::abort();
    return 0;
}
