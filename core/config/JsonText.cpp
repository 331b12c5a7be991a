#include "core/config/JsonText.h"

#include <boost/json/parser.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <utility>

namespace slipswitch::config {

namespace json = boost::json;

namespace {

constexpr std::size_t deepest = 32;
constexpr std::size_t longestLine = 100;

std::string place(std::string_view text, std::size_t offset)
{
    const auto before = text.substr(0, std::min(offset, text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto lastBreak = before.rfind('\n');
    const auto column = before.size() - (lastBreak == std::string_view::npos ? 0 : lastBreak + 1) + 1;
    return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

bool isPlain(const json::value &value)
{
    return !value.is_object() && !value.is_array();
}

class PrettyWriter
{
public:
    explicit PrettyWriter(std::string &out)
        : m_out(out)
    { }

    void write(const json::value &value, std::size_t indent)
    {
        if (const auto *object = value.if_object(); object && !object->empty())
            writeObject(*object, indent);
        else if (const auto *array = value.if_array(); array && !array->empty() && !fitsOnLine(*array))
            writeArray(*array, indent);
        else
            m_out += json::serialize(value);
    }

private:
    static bool fitsOnLine(const json::array &array)
    {
        return std::all_of(array.begin(), array.end(), isPlain)
            && json::serialize(array).size() <= longestLine;
    }

    void newLine(std::size_t indent)
    {
        m_out += '\n';
        m_out.append(indent * 2, ' ');
    }

    void writeObject(const json::object &object, std::size_t indent)
    {
        m_out += '{';
        bool first = true;
        for (const auto &[key, value] : object) {
            if (!std::exchange(first, false))
                m_out += ',';
            newLine(indent + 1);
            m_out += json::serialize(json::string_view(key));
            m_out += ": ";
            write(value, indent + 1);
        }
        newLine(indent);
        m_out += '}';
    }

    void writeArray(const json::array &array, std::size_t indent)
    {
        m_out += '[';
        bool first = true;
        for (const auto &value : array) {
            if (!std::exchange(first, false))
                m_out += ',';
            newLine(indent + 1);
            write(value, indent + 1);
        }
        newLine(indent);
        m_out += ']';
    }

    std::string &m_out;
};

} // namespace

Result<json::value> parseJson(std::string_view text)
{
    json::parse_options options;
    options.max_depth = deepest;
    json::parser parser({}, options);
    boost::system::error_code error;
    const auto consumed = parser.write_some(text.data(), text.size(), error);
    if (!error && consumed < text.size())
        error = json::error::extra_data;
    if (error)
        return failure(ErrorCode::BadRequest, place(text, consumed) + ": " + error.message());
    return parser.release();
}

std::string prettyJson(const json::value &value)
{
    std::string out;
    PrettyWriter(out).write(value, 0);
    out += '\n';
    return out;
}

} // namespace slipswitch::config
