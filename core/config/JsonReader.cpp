#include "core/config/JsonReader.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <utility>

namespace slipswitch::config {

namespace json = boost::json;

void Problem::note(const std::string &path, std::string_view text)
{
    if (m_error)
        return;
    m_path = path;
    m_error = Error {ErrorCode::BadRequest, ErrorSource::Client, false,
        (path.empty() ? "" : path + ": ") + std::string(text)};
}

ObjectReader::ObjectReader(const json::value &value, std::string path, Problem &problem)
    : m_object(value.if_object())
    , m_path(std::move(path))
    , m_problem(problem)
{
    if (!m_object)
        m_problem.note(m_path, "must be an object");
}

std::string ObjectReader::path(std::string_view key) const
{
    return m_path.empty() ? std::string(key) : m_path + "." + std::string(key);
}

const json::value *ObjectReader::find(std::string_view key) const
{
    const auto *value = m_object ? m_object->if_contains(key) : nullptr;
    return value && !value->is_null() ? value : nullptr;
}

void ObjectReader::read(std::string_view key, bool &into)
{
    const auto *value = find(key);
    if (value && value->is_bool())
        into = value->get_bool();
    else if (value)
        note(key, "must be true or false");
}

void ObjectReader::read(std::string_view key, std::string &into)
{
    const auto *value = find(key);
    if (value && value->is_string())
        into = value->get_string();
    else if (value)
        note(key, "must be text in quotes");
}

void ObjectReader::read(std::string_view key, std::vector<std::string> &into)
{
    const auto *value = find(key);
    if (!value)
        return;
    if (!value->is_array())
        return note(key, "must be a list of texts");
    into.clear();
    for (const auto &element : value->get_array()) {
        if (!element.is_string())
            return note(std::string(key) + "[" + std::to_string(into.size()) + "]", "must be text in quotes");
        into.emplace_back(element.get_string());
    }
}

void ObjectReader::read(std::string_view key, std::map<std::string, std::string> &into)
{
    const auto *value = find(key);
    if (!value)
        return;
    if (!value->is_object())
        return note(key, "must be an object of texts");
    into.clear();
    for (const auto &[name, text] : value->get_object()) {
        if (!text.is_string())
            return note(std::string(key) + "." + std::string(name), "must be text in quotes");
        into.emplace(name, text.get_string());
    }
}

std::optional<std::int64_t> ObjectReader::whole(
    std::string_view key, std::int64_t lowest, std::int64_t highest)
{
    const auto *value = find(key);
    if (!value)
        return std::nullopt;
    if (value->is_int64() && value->get_int64() >= lowest && value->get_int64() <= highest)
        return value->get_int64();
    note(key, "must be a whole number from " + std::to_string(lowest) + " to " + std::to_string(highest));
    return std::nullopt;
}

void ObjectReader::forEachObject(std::string_view key, const std::function<void(ObjectReader &)> &each)
{
    const auto *value = find(key);
    if (!value)
        return;
    if (!value->is_array())
        return note(key, "must be a list of objects");
    std::size_t index = 0;
    for (const auto &element : value->get_array()) {
        ObjectReader reader(element, path(key) + "[" + std::to_string(index++) + "]", m_problem);
        each(reader);
    }
}

void ObjectReader::ifObject(std::string_view key, const std::function<void(ObjectReader &)> &then)
{
    if (const auto *value = find(key)) {
        ObjectReader reader(*value, path(key), m_problem);
        then(reader);
    }
}

} // namespace slipswitch::config
