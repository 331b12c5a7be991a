#include "core/service/TomlLines.h"

#include <algorithm>
#include <cctype>

namespace slipswitch::service {

namespace {

using Kind = TomlLine::Kind;
constexpr std::string_view blank = " \t\r";

/// Walks over a text and stops at the first thing that can't be TOML.
class Walk
{
public:
    explicit Walk(std::string_view text)
        : m_text(text)
    { }

    [[nodiscard]] Result<std::vector<TomlLine>> run()
    {
        std::vector<TomlLine> lines;
        std::vector<std::string> table;
        while (m_at < m_text.size()) {
            TomlLine line;
            line.begin = m_at;
            line.line = m_line;
            line.inRoot = table.empty();
            if (!read(line, table))
                return failure(
                    ErrorCode::Corrupt, "Line " + std::to_string(m_line) + " can't be understood.");
            line.end = m_at;
            line.height = std::max<std::size_t>(1, m_line - line.line);
            lines.push_back(std::move(line));
        }
        return lines;
    }

private:
    [[nodiscard]] char now() const { return m_at < m_text.size() ? m_text[m_at] : '\n'; }
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    void skipBlank() { m_at = std::min(m_text.find_first_not_of(blank, m_at), m_text.size()); }

    [[nodiscard]] bool read(TomlLine &line, std::vector<std::string> &table)
    {
        skipBlank();
        if (now() == '\n')
            return endLine();
        if (now() == '#') {
            line.kind = Kind::Comment;
            return endLine();
        }
        if (now() == '[')
            return readTable(line, table);
        line.kind = Kind::Setting;
        line.path = table;
        if (!readName(line.path))
            return false;
        skipBlank();
        if (now() != '=')
            return false;
        ++m_at;
        skipBlank();
        return skipValue() && endLine();
    }

    [[nodiscard]] bool readTable(TomlLine &line, std::vector<std::string> &table)
    {
        const bool many = m_text.substr(m_at).starts_with("[[");
        const std::string_view close = many ? "]]" : "]";
        m_at += close.size();
        line.kind = many ? Kind::Tables : Kind::Table;
        skipBlank();
        if (!readName(line.path))
            return false;
        skipBlank();
        if (!m_text.substr(m_at).starts_with(close))
            return false;
        m_at += close.size();
        table = line.path;
        line.inRoot = false;
        return endLine();
    }

    /// Parts with dots between them.
    [[nodiscard]] bool readName(std::vector<std::string> &path)
    {
        for (;;) {
            skipBlank();
            std::string part;
            if (now() == '"' || now() == '\'') {
                const auto begin = m_at + 1;
                if (!skipString())
                    return false;
                part = m_text.substr(begin, m_at - begin - 1);
            } else {
                const auto bare = [](char letter) {
                    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_'
                        || letter == '-';
                };
                while (!atEnd() && bare(now()))
                    part += m_text[m_at++];
                if (part.empty())
                    return false;
            }
            path.push_back(std::move(part));
            skipBlank();
            if (now() != '.')
                return true;
            ++m_at;
        }
    }

    /// Of any of the four kinds.
    [[nodiscard]] bool skipString()
    {
        const char quote = now();
        const std::string three(3, quote);
        const bool high = m_text.substr(m_at).starts_with(three);
        for (m_at += high ? 3 : 1; !atEnd(); ++m_at) {
            if (now() == '\n') {
                if (!high)
                    return false;
                ++m_line;
            } else if (now() == '\\' && quote == '"') {
                ++m_at;
                m_line += now() == '\n' && !atEnd() ? 1 : 0;
            } else if (high ? m_text.substr(m_at).starts_with(three) : now() == quote) {
                m_at += high ? 3 : 1;
                while (high && now() == quote) // up to two may stand before the closing three
                    ++m_at;
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] bool skipValue()
    {
        std::string open; // brackets to be closed
        const auto begin = m_at;
        while (!atEnd()) {
            const char letter = now();
            if (letter == '"' || letter == '\'') {
                if (!skipString())
                    return false;
                continue;
            }
            if (letter == '\n' || letter == '#') {
                if (open.empty())
                    break;
                m_at = std::min(m_text.find('\n', m_at), m_text.size() - 1);
                ++m_line;
            } else if (letter == '[' || letter == '{') {
                open += letter == '[' ? ']' : '}';
            } else if (letter == ']' || letter == '}') {
                if (open.empty() || open.back() != letter)
                    return false;
                open.pop_back();
            }
            ++m_at;
        }
        return open.empty() && m_at > begin;
    }

    /// Nothing but a comment may follow.
    [[nodiscard]] bool endLine()
    {
        skipBlank();
        if (now() == '#')
            m_at = std::min(m_text.find('\n', m_at), m_text.size());
        if (now() != '\n')
            return false;
        m_at = std::min(m_at + 1, m_text.size());
        ++m_line;
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0, m_line = 1;
};

} // namespace

Result<std::vector<TomlLine>> readTomlLines(std::string_view text)
{
    return Walk(text).run();
}

} // namespace slipswitch::service
