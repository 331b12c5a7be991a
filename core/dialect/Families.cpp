#include "core/dialect/Families.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace slipswitch::dialect {

namespace {

constexpr auto npos = std::string_view::npos;

bool isDigits(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view digits)
{
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// Version 4.7 as 407; 0: none is told. Dates stand at the same place and are longer.
int claudeVersion(std::string_view model)
{
    constexpr std::string_view family = "claude-";
    const auto at = model.find(family);
    if (at == npos)
        return 0;
    auto rest = model.substr(at + family.size());
    int major = 0;
    while (!rest.empty()) {
        const auto end = std::min(rest.find_first_of("-.@:/"), rest.size());
        const auto word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        const bool counts = isDigits(word) && word.size() <= 2;
        if (major > 0)
            return major * 100 + (counts ? number(word) : 0);
        if (counts)
            major = number(word);
    }
    return major * 100;
}

/// A model of the GPT-5 family.
struct Gpt5
{
    int minor = 0;
    std::string_view kind; ///< what follows the version: "-codex-max"
    /// One of those that only answer, or only think hard, and take fewer efforts.
    [[nodiscard]] bool isSpecial() const
    {
        constexpr std::array<std::string_view, 5> words {"codex", "pro", "chat", "image", "search"};
        return std::ranges::any_of(words, [this](auto word) { return kind.find(word) != npos; });
    }
};

std::optional<Gpt5> gpt5(std::string_view model)
{
    constexpr std::string_view family = "gpt-5";
    const auto at = model.find(family);
    if (at == npos)
        return std::nullopt;
    auto rest = model.substr(at + family.size());
    Gpt5 found;
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        const auto end = std::min(rest.find_first_not_of("0123456789"), rest.size());
        found.minor = number(rest.substr(0, end));
        rest.remove_prefix(end);
    }
    found.kind = rest;
    return found;
}

bool takesMinimal(std::string_view model)
{
    const auto family = gpt5(model);
    return family && family->minor == 0 && !family->isSpecial();
}

bool takesExtraHigh(std::string_view model)
{
    const auto family = gpt5(model);
    return family && (family->minor >= 2 || (family->minor == 1 && family->kind.starts_with("-codex-max")));
}

} // namespace

std::string_view effortForOff(std::string_view model)
{
    const auto family = gpt5(model);
    if (!family || family->isSpecial())
        return {};
    return family->minor == 0 ? "minimal" : "none";
}

std::string effortTaken(std::string_view model, std::string effort, Losses &losses)
{
    auto taken = effort;
    if (effort == "minimal" && !takesMinimal(model))
        taken = "low";
    else if (effort == "max" || effort == "xhigh")
        taken = takesExtraHigh(model) ? "xhigh" : "high";
    if (taken != effort)
        losses.note("effort " + effort + " sent as " + taken);
    return taken;
}

bool takesNoBudget(std::string_view model)
{
    return model.find("flash") != npos;
}

ClaudeTakes claudeTakes(std::string_view model)
{
    const auto version = claudeVersion(model);
    ClaudeTakes takes;
    takes.adaptive = version == 0 || version >= 406;
    takes.budget = version < 407;
    takes.sampling = version < 407;
    takes.both = version < 401;
    takes.effort = version == 0 || version >= 406 || (version == 405 && model.find("opus") != npos);
    takes.thinking = version == 0 || version >= 307;
    return takes;
}

} // namespace slipswitch::dialect
