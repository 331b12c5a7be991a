#pragma once

#include "core/dialect/Events.h"

#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::dialect {

/// Looks at JSON as it comes in and knows when one value is complete. Garbage is never complete.
class JsonProgress
{
public:
    void feed(std::string_view text);
    [[nodiscard]] bool complete() const { return m_began && m_depth == 0 && !m_inString; }

private:
    std::int64_t m_depth = 0;
    bool m_began = false, m_inString = false, m_escaped = false;
};

/// Makes parts that come interleaved (parallel tool calls) come one after another, as EventSink promises. The
/// part whose turn it is flows on at once. A call makes way when its arguments are complete JSON, other parts
/// when the next one begins; until then what belongs to later parts waits.
class Sequencer
{
public:
    /// @param key  by which the provider means this part: an index, an item's id.
    void begin(std::string_view key, Part head, EventSink &sink);
    void grow(std::string_view key, Grown what, std::string_view more, EventSink &sink);
    [[nodiscard]] bool has(std::string_view key) const;
    void end(std::string_view key, EventSink &sink);
    void endAll(EventSink &sink);

private:
    struct Open
    {
        std::string key;
        Part head;
        std::vector<std::pair<Grown, std::string>> waiting;
        JsonProgress progress;
        bool isCall = false, ended = false;
    };
    void release(EventSink &sink);
    /// What waits behind a call that never ends is not kept without end.
    static constexpr std::size_t mostWaiting = 16 * 1024 * 1024;
    [[nodiscard]] static bool makesWay(const Open &part);

    std::vector<Open> m_parts; ///< the first one's turn it is
    std::size_t m_waiting = 0; ///< bytes, of all parts that are not told yet
    bool m_begun = false; ///< the first one has been told
};

} // namespace slipswitch::dialect
