#include "core/service/TomlMerge.h"

#include "core/base/Text.h"
#include "core/service/MergeMarks.h"
#include "core/service/TomlLines.h"

#include <algorithm>
#include <optional>

namespace slipswitch::service {

namespace {

using Kind = TomlLine::Kind;
using Path = std::vector<std::string>;

std::string withEnd(std::string text)
{
    if (!text.empty() && text.back() != '\n')
        text += '\n';
    return text;
}

bool startsWith(const Path &path, const Path &with)
{
    return path.size() >= with.size() && std::equal(with.begin(), with.end(), path.begin());
}

bool isTable(const TomlLine &line)
{
    return line.kind == Kind::Table || line.kind == Kind::Tables;
}

std::string atLine(const TomlLine &line)
{
    return "Line " + std::to_string(line.line);
}

/// Our settings and our table, as text and as names.
struct Ours
{
    std::string settings, table;
    std::vector<Path> names; ///< of all settings
    Path tableName;

    [[nodiscard]] bool has(const Path &path) const
    {
        return std::find(names.begin(), names.end(), path) != names.end();
    }
};

Result<Ours> oursOf(const std::string &lines)
{
    const auto text = withEnd(lines);
    const auto read = readTomlLines(text);
    if (!read)
        return failure(ErrorCode::Internal, "The lines of this tool are not TOML.");
    Ours ours;
    for (const auto &line : *read) {
        if (line.kind == Kind::Blank)
            continue;
        (line.inRoot ? ours.settings : ours.table) += text.substr(line.begin, line.end - line.begin);
        if (line.kind == Kind::Table)
            ours.tableName = line.path;
        else
            ours.names.push_back(line.path);
    }
    return ours;
}

/// One marked block in the file: indexes of its first and last line.
struct Block
{
    std::size_t first = 0, last = 0;
};

class Merger
{
public:
    Merger(const std::string &file, Ours ours, std::vector<TomlLine> lines)
        : m_file(file)
        , m_ours(std::move(ours))
        , m_lines(std::move(lines))
    { }

    [[nodiscard]] Result<std::string> run()
    {
        if (auto found = findBlocks(); !found)
            return failure(found.error());
        if (auto free = checkOthers(); !free)
            return failure(free.error());
        std::string made;
        for (std::size_t at = 0; at <= m_lines.size(); ++at) {
            if (at == settingsPlace() && !m_settings)
                addSettings(made);
            if (at == m_lines.size())
                break;
            if (m_settings && at == m_settings->first) {
                made += marked(m_ours.settings + keptOf(*m_settings));
                at = m_settings->last;
            } else if (m_table && at == m_table->first) {
                made += marked(m_ours.table + keptOf(*m_table));
                at = m_table->last;
            } else {
                addOther(made, m_lines[at]);
            }
        }
        if (!m_table)
            made = withEnd(std::move(made)) + "\n" + marked(m_ours.table);
        return made;
    }

private:
    [[nodiscard]] std::string textOf(const TomlLine &line) const
    {
        return m_file.substr(line.begin, line.end - line.begin);
    }

    [[nodiscard]] static std::string marked(const std::string &text)
    {
        return std::string(markBegin) + "\n" + text + std::string(markEnd) + "\n";
    }

    [[nodiscard]] Result<void> findBlocks()
    {
        std::optional<std::size_t> open;
        for (std::size_t at = 0; at < m_lines.size(); ++at) {
            const auto text = m_lines[at].kind == Kind::Comment ? textOf(m_lines[at]) : std::string();
            const bool begins = trimmed(text) == markBegin, ends = trimmed(text) == markEnd;
            if ((begins && open) || (ends && !open))
                return failure(
                    ErrorCode::Corrupt, atLine(m_lines[at]) + ": this mark has lost its other half.");
            if (begins)
                open = at;
            if (!ends)
                continue;
            const Block block {*open, at};
            // By what is in it: a tool that writes its file anew may have put a table above the mark.
            const bool table = std::any_of(m_lines.begin() + static_cast<std::ptrdiff_t>(block.first),
                m_lines.begin() + static_cast<std::ptrdiff_t>(block.last),
                [&](const TomlLine &line) { return isTable(line) && line.path == m_ours.tableName; });
            auto &place = table ? m_table : m_settings;
            if (place || (!table && !m_lines[at].inRoot))
                return failure(ErrorCode::Corrupt,
                    atLine(m_lines[block.first]) + ": what stands between these marks was changed by hand.");
            place = block;
            open.reset();
        }
        if (open)
            return failure(
                ErrorCode::Corrupt, atLine(m_lines[*open]) + ": this mark has lost its other half.");
        return {};
    }

    [[nodiscard]] bool isOurs(std::size_t at) const
    {
        const auto within = [&](const std::optional<Block> &block) {
            return block && at >= block->first && at <= block->last;
        };
        return within(m_settings) || within(m_table);
    }

    /// Whatever would define again what our lines define.
    [[nodiscard]] Result<void> checkOthers() const
    {
        for (std::size_t at = 0; at < m_lines.size(); ++at) {
            const auto &line = m_lines[at];
            if (line.path.empty() || isOurs(at))
                continue;
            const bool above = line.kind == Kind::Table && line.path.size() < m_ours.tableName.size();
            if (!above
                && (startsWith(line.path, m_ours.tableName) || startsWith(m_ours.tableName, line.path)))
                return failure(ErrorCode::Conflict,
                    atLine(line) + ": a provider “" + m_ours.tableName.back()
                        + "” stands there already, put in by hand.");
            for (const auto &name : m_ours.names) {
                const bool same = line.path == name && line.kind == Kind::Setting && line.height == 1;
                if (line.inRoot != (name.size() == 1) && !isTable(line))
                    continue;
                if (!same && startsWith(line.path, name))
                    return failure(ErrorCode::Conflict,
                        atLine(line) + ": “" + name.back() + "” is set there in a way that is left alone.");
            }
        }
        return {};
    }

    /// Behind the last setting before the first table.
    [[nodiscard]] std::size_t settingsPlace() const
    {
        std::size_t place = 0;
        for (std::size_t at = 0; at < m_lines.size() && m_lines[at].inRoot; ++at) {
            if (m_lines[at].kind == Kind::Setting)
                place = at + 1;
        }
        return place;
    }

    void addSettings(std::string &made) const
    {
        made = withEnd(std::move(made)) + marked(m_ours.settings);
        const auto next = settingsPlace();
        if (next < m_lines.size() && m_lines[next].kind != Kind::Blank)
            made += '\n';
    }

    /// What the file says of a setting of ours becomes a comment.
    void addOther(std::string &made, const TomlLine &line) const
    {
        const bool aside = line.kind == Kind::Setting && line.inRoot && m_ours.has(line.path);
        made += (aside ? "# " : "") + textOf(line);
    }

    /// What others put between our marks.
    [[nodiscard]] std::string keptOf(const Block &block) const
    {
        std::string kept;
        for (auto at = block.first + 1; at < block.last; ++at) {
            const auto &line = m_lines[at];
            const bool ours = line.kind == Kind::Blank
                || (line.kind == Kind::Setting && m_ours.has(line.path))
                || (line.kind == Kind::Table && line.path == m_ours.tableName);
            kept += ours ? std::string() : textOf(line);
        }
        return kept;
    }

    const std::string &m_file;
    Ours m_ours;
    std::vector<TomlLine> m_lines;
    std::optional<Block> m_settings, m_table;
};

} // namespace

Result<std::string> mergeToml(const std::string &file, const std::string &lines)
{
    auto ours = oursOf(lines);
    if (!ours)
        return failure(ours.error());
    auto read = readTomlLines(file);
    if (!read)
        return failure(read.error());
    auto made = Merger(file, std::move(*ours), std::move(*read)).run();
    // What comes out is read once more: what can't be read is not written.
    if (made && !readTomlLines(*made))
        return failure(ErrorCode::Internal, "The file can't be edited without breaking it.");
    return made;
}

} // namespace slipswitch::service
