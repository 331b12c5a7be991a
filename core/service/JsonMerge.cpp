#include "core/service/JsonMerge.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace slipswitch::service {

namespace {

constexpr std::string_view space = " \t\r\n";
constexpr std::size_t unitOfLines = 2; // spaces a level, in our own lines

/// Where one member of an object stands in a text that is known to be JSON.
struct Member
{
    std::string name;
    std::size_t nameBegin = 0, valueBegin = 0, valueEnd = 0;
};

struct Object
{
    std::vector<Member> members;
    std::size_t begin = 0, end = 0; ///< of its braces
};

QByteArray bytesOf(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

std::size_t skipSpace(std::string_view text, std::size_t at)
{
    return std::min(text.find_first_not_of(space, at), text.size());
}

/// @param at  its opening quote. @return  behind the closing one
std::size_t skipString(std::string_view text, std::size_t at)
{
    for (++at; at < text.size() && text[at] != '"'; ++at)
        at += text[at] == '\\' ? 1 : 0;
    return at + 1;
}

std::size_t skipValue(std::string_view text, std::size_t at)
{
    if (text[at] == '"')
        return skipString(text, at);
    if (text[at] != '{' && text[at] != '[')
        return std::min(text.find_first_of(",]} \t\r\n", at), text.size());
    int depth = 0;
    do {
        if (text[at] == '"') {
            at = skipString(text, at);
            continue;
        }
        if (text[at] == '{' || text[at] == '[')
            ++depth;
        else if (text[at] == '}' || text[at] == ']')
            --depth;
        ++at;
    } while (depth > 0 && at < text.size());
    return at;
}

std::string unescaped(std::string_view quoted)
{
    return QJsonDocument::fromJson('[' + bytesOf(quoted) + ']').array().at(0).toString().toStdString();
}

Object objectAt(std::string_view text, std::size_t begin)
{
    Object object;
    object.begin = begin;
    auto at = skipSpace(text, begin + 1);
    while (at < text.size() && text[at] == '"') {
        Member member;
        member.nameBegin = at;
        at = skipString(text, at);
        member.name = unescaped(text.substr(member.nameBegin, at - member.nameBegin));
        member.valueBegin = skipSpace(text, skipSpace(text, at) + 1);
        member.valueEnd = at = skipValue(text, member.valueBegin);
        object.members.push_back(std::move(member));
        at = skipSpace(text, at);
        if (at < text.size() && text[at] == ',')
            at = skipSpace(text, at + 1);
    }
    object.end = at;
    return object;
}

/// What stands before `at` in its line, if that is only space; nothing otherwise.
std::optional<std::string> indentAt(std::string_view text, std::size_t at)
{
    const auto line = text.rfind('\n', at);
    if (line == std::string_view::npos || line + 1 > at)
        return std::nullopt;
    const auto before = text.substr(line + 1, at - line - 1);
    if (before.find_first_not_of(" \t") != std::string_view::npos)
        return std::nullopt;
    return std::string(before);
}

/// Text of our own lines as it looks one after another in one line, or `indent` deep in a file.
std::string placed(
    std::string_view text, std::size_t ownIndent, const std::string *indent, const std::string &unit)
{
    std::string made;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        auto line = text.substr(at, end - at);
        if (at > 0) {
            const auto deep = std::min(line.find_first_not_of(' '), line.size());
            made += indent ? "\n" + *indent : " ";
            for (auto level = ownIndent; indent && level + unitOfLines <= deep; level += unitOfLines)
                made += unit;
            line.remove_prefix(deep);
        }
        made += line;
        at = end + 1;
    }
    return made;
}

/// Puts one object's members into another, level by level.
class Merger
{
public:
    Merger(std::string file, std::string_view lines)
        : m_file(std::move(file))
        , m_lines(lines)
    { }

    [[nodiscard]] Result<std::string> run()
    {
        const auto root = skipSpace(m_file, m_file.starts_with("\xEF\xBB\xBF") ? 3 : 0);
        const auto object = objectAt(m_file, root);
        if (!object.members.empty()) {
            const auto indent = indentAt(m_file, object.members.front().nameBegin);
            if (indent && !indent->empty())
                m_unit = *indent;
        }
        if (auto done = put(root, 0, {}); !done)
            return failure(done.error());
        return std::move(m_file);
    }

private:
    [[nodiscard]] Result<void> put(std::size_t into, std::size_t from, const std::string &outer)
    {
        // From the last to the first, since each new one goes before those that are there.
        const auto members = objectAt(m_lines, from).members;
        for (auto member = members.rbegin(); member != members.rend(); ++member) {
            if (auto done = putMember(into, *member, outer); !done)
                return done;
        }
        return {};
    }

    [[nodiscard]] Result<void> putMember(std::size_t into, const Member &member, const std::string &outer)
    {
        const auto object = objectAt(m_file, into);
        const auto same = [&](const Member &one) { return one.name == member.name; };
        const auto there = std::find_if(object.members.begin(), object.members.end(), same);
        const auto first = object.members.empty() ? std::optional(outer + m_unit)
                                                  : indentAt(m_file, object.members.front().nameBegin);
        if (there == object.members.end()) {
            insert(object, member, first ? &*first : nullptr, outer);
            return {};
        }
        if (std::count_if(object.members.begin(), object.members.end(), same) > 1)
            return failure(ErrorCode::Conflict, "“" + member.name + "” stands twice in the file.");
        if (m_file[there->valueBegin] == '{' && m_lines[member.valueBegin] == '{')
            return put(there->valueBegin, member.valueBegin, first.value_or(outer));
        const auto value = m_lines.substr(member.valueBegin, member.valueEnd - member.valueBegin);
        m_file.replace(there->valueBegin, there->valueEnd - there->valueBegin,
            placed(value, ownIndent(member), first ? &*first : nullptr, m_unit));
        return {};
    }

    /// At the object's start, so that no other line changes: on a line of its own, or in the same one.
    void insert(
        const Object &object, const Member &member, const std::string *indent, const std::string &outer)
    {
        const auto text = placed(m_lines.substr(member.nameBegin, member.valueEnd - member.nameBegin),
            ownIndent(member), indent, m_unit);
        const auto next = indent ? "\n" + *indent : std::string(" ");
        if (object.members.empty()) {
            m_file.replace(object.begin + 1, object.end - object.begin - 1, next + text + "\n" + outer);
            return;
        }
        const bool schema = object.members.size() > 1 && object.members.front().name == "$schema";
        m_file.insert(object.members[schema ? 1 : 0].nameBegin, text + "," + next);
    }

    [[nodiscard]] std::size_t ownIndent(const Member &member) const
    {
        return indentAt(m_lines, member.nameBegin).value_or(std::string()).size();
    }

    std::string m_file;
    std::string_view m_lines;
    std::string m_unit = "  ";
};

QJsonObject merged(QJsonObject into, const QJsonObject &from)
{
    for (auto member = from.begin(); member != from.end(); ++member) {
        const auto there = into.value(member.key());
        if (there.isObject() && member->isObject())
            into[member.key()] = merged(there.toObject(), member->toObject());
        else
            into[member.key()] = *member;
    }
    return into;
}

/// The line of a byte, from 1.
std::size_t lineOf(const std::string &text, int offset)
{
    const auto end = std::min(text.size(), static_cast<std::size_t>(std::max(offset, 0)));
    return 1
        + static_cast<std::size_t>(
            std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
}

} // namespace

Result<std::string> mergeJson(const std::string &file, const std::string &lines)
{
    const auto wanted = QJsonDocument::fromJson(bytesOf(lines));
    if (!wanted.isObject())
        return failure(ErrorCode::Internal, "The lines of this tool are not JSON.");
    if (skipSpace(file, 0) == file.size())
        return lines + "\n";
    QJsonParseError fault;
    const auto old = QJsonDocument::fromJson(bytesOf(file), &fault);
    if (fault.error != QJsonParseError::NoError)
        return failure(ErrorCode::Corrupt,
            "Line " + std::to_string(lineOf(file, fault.offset))
                + " is not plain JSON; perhaps it is a comment.");
    if (!old.isObject())
        return failure(ErrorCode::Corrupt, "The file holds no JSON object.");
    auto made = Merger(file, lines).run();
    // What was put in by place must be what putting it in by meaning gives, or nothing is written.
    if (made && QJsonDocument::fromJson(bytesOf(*made)).object() != merged(old.object(), wanted.object()))
        return failure(ErrorCode::Internal, "The file can't be edited without changing other parts of it.");
    return made;
}

} // namespace slipswitch::service
