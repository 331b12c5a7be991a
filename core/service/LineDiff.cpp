#include "core/service/LineDiff.h"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace slipswitch::service {

namespace {

using Kind = DiffLine::Kind;
using Lines = std::vector<std::string_view>;

/// Above this many pairs, lines in between count as changed altogether.
constexpr std::size_t mostPairs = 4'000'000;

Lines split(std::string_view text)
{
    Lines lines;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// The longest sequence of lines that both have stays.
class Differ
{
public:
    Differ(Lines before, Lines after)
        : m_before(std::move(before))
        , m_after(std::move(after))
    { }

    [[nodiscard]] std::vector<DiffLine> run()
    {
        const auto shorter = std::min(m_before.size(), m_after.size());
        while (m_head < shorter && m_before[m_head] == m_after[m_head])
            ++m_head;
        while (m_tail < shorter - m_head
            && m_before[m_before.size() - 1 - m_tail] == m_after[m_after.size() - 1 - m_tail])
            ++m_tail;
        m_rows = m_before.size() - m_head - m_tail;
        m_columns = m_after.size() - m_head - m_tail;
        for (std::size_t at = 0; at < m_head; ++at)
            add(Kind::Same, m_after[at]);
        addMiddle();
        for (auto at = m_after.size() - m_tail; at < m_after.size(); ++at)
            add(Kind::Same, m_after[at]);
        return std::move(m_made);
    }

private:
    void add(Kind kind, std::string_view text) { m_made.push_back({kind, std::string(text)}); }
    [[nodiscard]] std::size_t &common(std::size_t row, std::size_t column)
    {
        return m_common[row * (m_columns + 1) + column];
    }
    [[nodiscard]] bool same(std::size_t row, std::size_t column) const
    {
        return m_before[m_head + row] == m_after[m_head + column];
    }

    void addMiddle()
    {
        const bool compared = m_rows * m_columns <= mostPairs;
        if (compared)
            count();
        std::size_t row = 0, column = 0;
        while (row < m_rows || column < m_columns) {
            if (compared && row < m_rows && column < m_columns && same(row, column)) {
                add(Kind::Same, m_after[m_head + column]);
                ++row;
                ++column;
            } else if (row < m_rows
                && (column == m_columns || !compared || common(row + 1, column) >= common(row, column + 1))) {
                add(Kind::Removed, m_before[m_head + row++]);
            } else {
                add(Kind::Added, m_after[m_head + column++]);
            }
        }
    }

    /// How many lines are common from each pair on.
    void count()
    {
        m_common.assign((m_rows + 1) * (m_columns + 1), 0);
        for (auto row = m_rows; row-- > 0;) {
            for (auto column = m_columns; column-- > 0;)
                common(row, column) = same(row, column)
                    ? common(row + 1, column + 1) + 1
                    : std::max(common(row + 1, column), common(row, column + 1));
        }
    }

    Lines m_before, m_after;
    std::size_t m_head = 0, m_tail = 0, m_rows = 0, m_columns = 0;
    std::vector<std::size_t> m_common;
    std::vector<DiffLine> m_made;
};

} // namespace

std::vector<DiffLine> lineDiff(const std::string &before, const std::string &after, std::size_t context)
{
    const auto all = Differ(split(before), split(after)).run();
    std::vector<bool> told(all.size(), false);
    for (std::size_t at = 0; at < all.size(); ++at) {
        if (all[at].kind == Kind::Same)
            continue;
        const auto last = std::min(all.size(), at + context + 1);
        for (auto near = at - std::min(at, context); near < last; ++near)
            told[near] = true;
    }
    std::vector<DiffLine> lines;
    for (std::size_t at = 0; at < all.size(); ++at) {
        if (told[at])
            lines.push_back(all[at]);
        else if (lines.empty() || lines.back().kind != Kind::Gap)
            lines.push_back({Kind::Gap, {}});
    }
    return lines;
}

} // namespace slipswitch::service
