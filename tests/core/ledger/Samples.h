#pragma once

#include "core/domain/Exchange.h"

#include <random>
#include <string>

/// Exchanges to fill ledgers with.
namespace slipswitch::tests {

/// Monday, 5 January 2026, 00:00 UTC.
inline constexpr UtcTime sampleDay {std::chrono::seconds {1'767'571'200}};

/// A plain one that went well, `after` the sample day began.
inline domain::Exchange sampleExchange(std::chrono::microseconds after = {})
{
    using domain::Micros;
    domain::Exchange e;
    e.startedAt = sampleDay + after;
    e.id = RequestId::make(e.startedAt);
    e.dialect = domain::Dialect::OpenAiChat;
    e.method = "POST";
    e.path = "/v1/chat/completions";
    e.streaming = true;
    e.keyId = "key_abcdefgh";
    e.keyName = "Laptop";
    e.tool = "codex";
    e.project = "house";
    e.userAgent = "OpenAI/Python 1.60";
    e.requestedModel = "gpt-4o";
    e.provider = "openai";
    e.model = "gpt-4o-2024-08-06";
    e.outcome = domain::Outcome::Succeeded;
    e.status = 200;
    e.finishReason = "stop";
    e.firstContentAfter = Micros(230'000);
    e.endedAfter = Micros(1'900'000);
    e.requestBytes = 812;
    e.responseBytes = 5'401;
    e.usage.input = 120;
    e.usage.cacheRead = 1'024;
    e.usage.output = 310;
    e.usage.known = true;
    e.cost = {domain::CostSource::Computed, Money::picodollars(4'680'000'000)};
    domain::Attempt a;
    a.provider = "openai";
    a.credential = "main";
    a.model = e.model;
    a.reason = "first in order";
    a.outcome = domain::Outcome::Succeeded;
    a.status = 200;
    a.startedAfter = Micros(90);
    a.connectedAfter = Micros(12'000);
    a.firstByteAfter = Micros(228'000);
    a.firstContentAfter = Micros(229'900);
    a.endedAfter = Micros(1'899'000);
    e.attempts.push_back(a);
    return e;
}

/// Anything that may occur, within the lengths that are kept.
class RandomExchanges
{
public:
    explicit RandomExchanges(unsigned seed)
        : m_random(seed)
    { }
    domain::Exchange next()
    {
        using domain::Micros;
        domain::Exchange e = sampleExchange(Micros(number(std::int64_t {86'400'000'000})));
        e.dialect = static_cast<domain::Dialect>(number(16));
        e.path = text(60);
        e.keyId = pick("key_a", "key_b", "key_c");
        e.tool = pick("codex", "claude", "");
        e.userAgent = text(40);
        e.provider = pick("openai", "anthropic", "");
        e.model = pick("gpt-4o", "claude-4", "gemini-2");
        e.outcome = static_cast<domain::Outcome>(1 + number(6));
        e.status = static_cast<std::uint16_t>(200 + number(400));
        if (number(2) == 1)
            e.error = static_cast<ErrorCode>(number(20));
        if (number(2) == 1)
            e.errorSource = static_cast<ErrorSource>(number(3));
        e.errorText = text(80);
        e.streaming = number(2) == 1;
        if (number(3) == 0)
            e.firstContentAfter.reset();
        e.usage.reasoning = number(100'000);
        e.usage.cacheWrite1h = number(3) == 0 ? number(100) : 0;
        e.usage.webSearches = number(3);
        e.usage.known = number(4) != 0;
        e.usage.estimated = number(4) == 0;
        e.cost.source = static_cast<domain::CostSource>(number(4));
        e.cost.amount = Money::picodollars(e.cost.known() ? number(std::int64_t {2'000'000'000'000}) : 0);
        e.attempts.resize(static_cast<std::size_t>(number(4)), e.attempts.front());
        for (auto &a : e.attempts) {
            a.errorText = text(30);
            a.outcome = static_cast<domain::Outcome>(1 + number(6));
            if (number(2) == 1)
                a.error = static_cast<ErrorCode>(number(20));
            if (number(2) == 1)
                a.connectedAfter.reset();
            a.reusedConnection = number(2) == 1;
        }
        return e;
    }
    std::int64_t number(std::int64_t below)
    {
        return std::uniform_int_distribution<std::int64_t>(0, below - 1)(m_random);
    }

private:
    std::string text(std::int64_t below)
    {
        std::string result(static_cast<std::size_t>(number(below)), ' ');
        for (char &c : result)
            c = static_cast<char>('a' + number(26));
        return result;
    }
    template <typename... Texts>
    std::string pick(Texts... texts)
    {
        const std::array<std::string, sizeof...(Texts)> all {texts...};
        return all[static_cast<std::size_t>(number(sizeof...(Texts)))];
    }
    std::mt19937 m_random;
};

} // namespace slipswitch::tests
