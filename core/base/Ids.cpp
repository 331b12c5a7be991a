#include "core/base/Ids.h"

#include <openssl/rand.h>

#include <array>
#include <cstdlib>

namespace slipswitch {

namespace {

constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view tokenAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";
static_assert(crockford.size() == 32 && tokenAlphabet.size() == 32);
constexpr std::string_view prefix = "req_";
constexpr std::size_t digits = 26;

/// Random bytes a block at a time: one call of the generator serves many ids.
class RandomBlock
{
public:
    void take(void *to, std::size_t count)
    {
        auto *bytes = static_cast<unsigned char *>(to);
        for (std::size_t i = 0; i < count; ++i) {
            if (m_next == m_bytes.size()) {
                fillRandom(m_bytes.data(), m_bytes.size());
                m_next = 0;
            }
            bytes[i] = m_bytes[m_next];
            m_bytes[m_next++] = 0;
        }
    }

private:
    std::array<unsigned char, 1000> m_bytes {};
    std::size_t m_next = m_bytes.size();
};

} // namespace

void fillRandom(void *bytes, std::size_t count)
{
    // Without randomness there are no keys and no ids: nothing sensible can go on.
    if (RAND_bytes(static_cast<unsigned char *>(bytes), static_cast<int>(count)) != 1)
        std::abort();
}

std::string randomToken(std::size_t bits)
{
    std::string text((bits + 4) / 5, '\0');
    fillRandom(text.data(), text.size());
    for (char &c : text)
        c = tokenAlphabet[static_cast<unsigned char>(c) & 31U];
    return text;
}

RequestId RequestId::make(UtcTime now)
{
    thread_local RandomBlock block;
    std::array<std::uint64_t, 2> random {};
    block.take(random.data(), 10);
    const auto millis = static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
    return {(millis << 16U) | (random[1] & 0xFFFFU), random[0]};
}

std::string RequestId::toString() const
{
    std::string text(prefix.size() + digits, '0');
    prefix.copy(text.data(), prefix.size());
    std::uint64_t h = high;
    std::uint64_t l = low;
    for (std::size_t i = text.size(); i-- > prefix.size();) {
        text[i] = crockford[l & 31U];
        l = (l >> 5U) | (h << 59U);
        h >>= 5U;
    }
    return text;
}

std::optional<RequestId> RequestId::parse(std::string_view text)
{
    if (text.size() != prefix.size() + digits || !text.starts_with(prefix))
        return std::nullopt;
    RequestId id;
    for (const char c : text.substr(prefix.size())) {
        const auto digit = crockford.find(c);
        if (digit == std::string_view::npos)
            return std::nullopt;
        id.high = (id.high << 5U) | (id.low >> 59U);
        id.low = (id.low << 5U) | digit;
    }
    return id;
}

} // namespace slipswitch
