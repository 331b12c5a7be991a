#include "core/service/ToolMerge.h"

#include "core/service/JsonMerge.h"
#include "core/service/TomlMerge.h"
#include "core/service/YamlMerge.h"

#include <QStringDecoder>

#include <algorithm>
#include <cctype>

namespace slipswitch::service {

namespace {

/// JSON, TOML and YAML take these as they are, with quotes around them or without.
bool standsUnquoted(const std::string &name)
{
    constexpr std::string_view others = "-._/:@+";
    return std::all_of(name.begin(), name.end(), [&](unsigned char letter) {
        return (letter < 0x80 && std::isalnum(letter) != 0)
            || others.find(static_cast<char>(letter)) != std::string_view::npos;
    });
}

bool isText(const std::string &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString decoded
        = decoder.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    return !decoder.hasError() && !decoded.contains(QChar(u'\0'));
}

void replaceAll(std::string &text, std::string_view what, std::string_view by)
{
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

/// Whether every line ends as on Windows; then ours do too.
bool endsLinesWithReturns(const std::string &text)
{
    const auto lines = std::count(text.begin(), text.end(), '\n');
    std::ptrdiff_t pairs = 0;
    for (auto at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at + 2))
        ++pairs;
    return lines > 0 && pairs == lines;
}

Result<std::string> merge(const std::string &old, const std::string &file, const std::string &lines)
{
    if (file.ends_with(".json"))
        return mergeJson(old, lines);
    if (file.ends_with(".toml"))
        return mergeToml(old, lines);
    if (file.ends_with(".yaml"))
        return mergeYaml(old, lines);
    return failure(ErrorCode::Unsupported, "A file of this kind is not edited by Slipswitch.");
}

} // namespace

const ToolWay *writtenWay(const Tool &tool)
{
    const auto found = std::find_if(
        tool.ways.begin(), tool.ways.end(), [](const ToolWay &way) { return !way.written.empty(); });
    return found == tool.ways.end() ? nullptr : &*found;
}

bool holdsKey(const ToolWay &way)
{
    return way.lines.find("{key}") != std::string::npos;
}

Result<std::string> mergeLines(const std::string &old, const ToolWay &way, const ToolValues &values)
{
    if (!standsUnquoted(values.model))
        return failure(
            ErrorCode::Unsupported, "The model's name has letters that this file can't take as they are.");
    if (!isText(old))
        return failure(ErrorCode::Corrupt, "The file is not text in UTF-8.");
    const auto key = values.key.empty() ? std::string(keyPlaceholder) : std::string(values.key.reveal());
    const auto lines = fillLines(way.lines, values.address, key, values.model);
    if (!endsLinesWithReturns(old))
        return merge(old, way.file, lines);
    auto plain = old;
    replaceAll(plain, "\r\n", "\n");
    return merge(plain, way.file, lines).map([](std::string made) {
        replaceAll(made, "\n", "\r\n");
        return made;
    });
}

} // namespace slipswitch::service
