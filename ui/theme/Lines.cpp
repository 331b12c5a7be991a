#include "ui/theme/Lines.h"

#include <array>
#include <utility>

namespace slipswitch::ui {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mistral = 6, other = 7;

struct Known
{
    QLatin1StringView kind;
    std::size_t line;
    char letter;
};

// Several kinds lead to the same vendor's models.
constexpr std::array<Known, 20> known {{
    {"anthropic"_L1, 0, 'A'},
    {"openai"_L1, 1, 'O'},
    {"azure"_L1, 1, 'Z'},
    {"google"_L1, 2, 'G'},
    {"gemini"_L1, 2, 'G'},
    {"vertex"_L1, 2, 'V'},
    {"deepseek"_L1, 3, 'D'},
    {"openrouter"_L1, 4, 'R'},
    {"groq"_L1, 5, 'Q'},
    {"mistral"_L1, mistral, 'M'},
    {"ollama"_L1, other, 'L'},
    {"ollama-cloud"_L1, other, 'L'},
    {"lmstudio"_L1, other, 'L'},
    {"llamacpp"_L1, other, 'L'},
    {"vllm"_L1, other, 'L'},
    {"jan"_L1, other, 'L'},
    {"localai"_L1, other, 'L'},
    {"demo"_L1, other, 'S'},
    {"xai"_L1, other, 'X'},
    {"zai"_L1, other, 'Z'},
}};

} // namespace

Line lineOf(const QString &kind, const Tokens &tokens)
{
    for (const auto &entry : known) {
        if (kind.compare(entry.kind, Qt::CaseInsensitive) == 0)
            return {tokens.lines[entry.line], QString(QLatin1Char(entry.letter))};
    }
    const auto name = kind.startsWith("custom-"_L1) ? kind.mid(7) : kind;
    return {tokens.lines[other], name.isEmpty() ? u"?"_s : name.left(1).toUpper()};
}

QColor reroutedColor(const Tokens &tokens)
{
    return tokens.lines[mistral];
}

BadgeColors badgeColors(const QColor &line, const Tokens &tokens)
{
    if (tokens.dark)
        return {
            mix(tokens.surface, line, 0.30), mix(tokens.surface, line, 0.52), mix(line, tokens.text, 0.35)};
    return {mix(tokens.surface, line, 0.14), mix(tokens.surface, line, 0.48), mix(line, tokens.text, 0.30)};
}

} // namespace slipswitch::ui
