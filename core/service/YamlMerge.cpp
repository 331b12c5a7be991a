#include "core/service/YamlMerge.h"

#include "core/base/Text.h"
#include "core/service/MergeMarks.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string_view>
#include <vector>

namespace slipswitch::service {

namespace {

constexpr std::size_t usualIndent = 2;
using Lines = std::vector<std::string>;

/// With their ends, so that together they are the text again.
Lines split(const std::string &text)
{
    Lines lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
        lines.push_back(text.substr(at, end - at));
        at = end;
    }
    return lines;
}

std::size_t indentOf(std::string_view line)
{
    return std::min(line.find_first_not_of(' '), line.size());
}

bool isRemark(std::string_view line)
{
    const auto text = trimmed(line);
    return text.empty() || text.front() == '#';
}

/// "models" of "models: …"; also within an entry: "  - name: x". Empty: it is no name with a value.
std::string nameIn(std::string_view line)
{
    auto text = trimmed(line);
    if (text.starts_with("- "))
        text = trimmed(text.substr(2));
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || (colon + 1 < text.size() && text[colon + 1] != ' '))
        return {};
    auto name = trimmed(text.substr(0, colon));
    if (name.size() > 1 && (name.front() == '"' || name.front() == '\'') && name.back() == name.front())
        name = name.substr(1, name.size() - 2);
    const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char letter) {
        return std::isalnum(letter) != 0 || letter == '_' || letter == '-' || letter == '.';
    });
    return plain ? std::string(name) : std::string();
}

/// What follows the name, without a comment.
std::string_view valueOf(std::string_view line)
{
    const auto value = trimmed(line.substr(line.find(':') + 1));
    return value.starts_with('#') ? std::string_view() : value;
}

std::string at(std::size_t index)
{
    return "Line " + std::to_string(index + 1);
}

/// Our lines: what a new file starts with, the name of the list, its entry without indentation.
struct Ours
{
    std::string head, list;
    Lines entry;

    /// The entry between its marks.
    [[nodiscard]] std::string block(std::size_t indent) const
    {
        const std::string before(indent, ' ');
        auto text = before + std::string(markBegin) + "\n";
        for (const auto &line : entry)
            text += before + line;
        return text + before + std::string(markEnd) + "\n";
    }
    [[nodiscard]] bool names(const std::string &name) const
    {
        return std::any_of(
            entry.begin(), entry.end(), [&](const auto &line) { return nameIn(line) == name; });
    }
};

Ours oursOf(const std::string &text)
{
    Ours ours;
    for (const auto &line : split(text + "\n")) {
        if (indentOf(line) > 0)
            ours.entry.push_back(line.substr(usualIndent));
        else if (valueOf(line).empty())
            ours.list = nameIn(line);
        else
            ours.head += line;
    }
    return ours;
}

/// A file that is one mapping, each of whose names stands at the start of a line. It needn't be understood
/// further: what is put in stands between whole lines.
Result<void> checkTop(const Lines &lines)
{
    bool begun = false;
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const auto &line = lines[index];
        if (isRemark(line))
            continue;
        const bool opening = !begun && trimmed(line) == "---";
        const bool entry = begun && (line.starts_with("- ") || trimmed(line) == "-");
        const bool deeper = begun && line.front() == ' ';
        if (line.front() == '\t' || (!opening && !entry && !deeper && nameIn(line).empty()))
            return failure(ErrorCode::Corrupt, at(index) + " can't be understood.");
        begun |= !opening;
    }
    return {};
}

/// The lines from mark to mark, both with them. Errors: Corrupt.
Result<std::optional<std::pair<std::size_t, std::size_t>>> markedIn(const Lines &lines)
{
    std::optional<std::size_t> first, last;
    for (std::size_t index = 0; index < lines.size(); ++index) {
        const auto text = trimmed(lines[index]);
        const bool begins = text == markBegin, ends = text == markEnd;
        if ((begins && first) || (ends && (!first || last)))
            return failure(ErrorCode::Corrupt, at(index) + ": this mark has lost its other half.");
        if (begins)
            first = index;
        if (ends)
            last = index;
    }
    if (first && !last)
        return failure(ErrorCode::Corrupt, at(*first) + ": this mark has lost its other half.");
    if (!first)
        return std::nullopt;
    return std::pair(*first, *last);
}

std::string joined(const Lines &lines, std::size_t from, std::size_t to)
{
    std::string text;
    for (auto index = from; index < to; ++index)
        text += lines[index];
    return text;
}

Result<std::string> replaced(const Lines &lines, std::size_t first, std::size_t last, const Ours &ours)
{
    for (auto index = first + 1; index < last; ++index) {
        if (!ours.names(nameIn(lines[index])))
            return failure(
                ErrorCode::Conflict, at(index) + ": what stands between these marks was changed by hand.");
    }
    return joined(lines, 0, first) + ours.block(indentOf(lines[first]))
        + joined(lines, last + 1, lines.size());
}

Result<std::string> putIn(const Lines &lines, const Ours &ours)
{
    const auto isList = [&](const std::string &line) {
        return line.front() != ' ' && !isRemark(line) && nameIn(line) == ours.list;
    };
    const auto list = std::find_if(lines.begin(), lines.end(), isList);
    if (list == lines.end()) {
        auto text = joined(lines, 0, lines.size());
        text += text.ends_with('\n') ? "" : "\n";
        return text + ours.list + ":\n" + ours.block(usualIndent);
    }
    const auto index = static_cast<std::size_t>(list - lines.begin());
    if (std::count_if(lines.begin(), lines.end(), isList) > 1)
        return failure(ErrorCode::Conflict, "“" + ours.list + "” stands twice in the file.");
    if (!valueOf(*list).empty())
        return failure(ErrorCode::Conflict, at(index) + ": the list “" + ours.list + "” stands in one line.");
    const auto next = std::find_if_not(list + 1, lines.end(), isRemark);
    const bool entries = next != lines.end() && trimmed(*next).starts_with('-');
    if (next != lines.end() && next->front() == ' ' && !entries)
        return failure(ErrorCode::Conflict, at(index) + ": “" + ours.list + "” is not a list.");
    auto head = joined(lines, 0, index + 1);
    head += head.ends_with('\n') ? "" : "\n";
    return head + ours.block(entries ? indentOf(*next) : usualIndent)
        + joined(lines, index + 1, lines.size());
}

} // namespace

Result<std::string> mergeYaml(const std::string &file, const std::string &lines)
{
    const auto ours = oursOf(lines);
    const auto old = split(file);
    if (std::all_of(old.begin(), old.end(), [](const auto &line) { return trimmed(line).empty(); }))
        return ours.head + ours.list + ":\n" + ours.block(usualIndent);
    if (auto fine = checkTop(old); !fine)
        return failure(fine.error());
    const auto marked = markedIn(old);
    if (!marked)
        return failure(marked.error());
    if (*marked)
        return replaced(old, (*marked)->first, (*marked)->second, ours);
    return putIn(old, ours);
}

} // namespace slipswitch::service
