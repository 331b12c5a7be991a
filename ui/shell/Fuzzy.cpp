#include "ui/shell/Fuzzy.h"

#include <QStringList>

namespace slipswitch::ui {

namespace {

constexpr int atWordStart = 10, together = 6, plain = 1, wholeWord = 40;

std::optional<int> scoreWord(const QString &word, const QString &text)
{
    if (const auto at = text.indexOf(word); at >= 0) {
        const bool start = at == 0 || !text[at - 1].isLetterOrNumber();
        return wholeWord + static_cast<int>(word.size()) * together + (start ? atWordStart : 0);
    }
    int score = 0;
    qsizetype from = 0, last = -2;
    for (const auto letter : word) {
        const auto at = text.indexOf(letter, from);
        if (at < 0)
            return {};
        const bool start = at == 0 || !text[at - 1].isLetterOrNumber();
        score += start ? atWordStart : at == last + 1 ? together : plain;
        last = at;
        from = at + 1;
    }
    // Letters strewn over a long text are a coincidence.
    return score >= static_cast<int>(word.size()) * 3 ? std::optional(score) : std::nullopt;
}

} // namespace

std::optional<int> fuzzyScore(const QString &typed, const QString &text)
{
    const auto lower = text.toLower();
    int sum = 0;
    for (const auto &word : typed.toLower().split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const auto score = scoreWord(word, lower);
        if (!score)
            return {};
        sum += *score;
    }
    return sum;
}

} // namespace slipswitch::ui
