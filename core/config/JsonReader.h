#pragma once

#include "core/base/Result.h"

#include <boost/json/value.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::config {

/// The first thing found wrong; later ones are mostly its consequences.
class Problem
{
public:
    /// @param path  "providers[1].baseUrls.openai-chat"
    /// @param text  "must start with http:// or https://"; never quotes the value, which may be a pasted key
    void note(const std::string &path, std::string_view text);
    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    /// Where the thing found wrong stands; empty for the whole.
    [[nodiscard]] const std::string &path() const { return m_path; }

private:
    std::optional<Error> m_error;
    std::string m_path;
};

/// Reads fields of one JSON object into variables, which keep their defaults where a field is absent, and
/// notes what is wrong under its path. It lives no longer than the value and the problem it refers to.
class ObjectReader
{
public:
    ObjectReader(const boost::json::value &value, std::string path, Problem &problem);

    void read(std::string_view key, bool &into);
    void read(std::string_view key, std::string &into);
    void read(std::string_view key, std::vector<std::string> &into);
    void read(std::string_view key, std::map<std::string, std::string> &into);
    /// @return  nothing when absent or wrong.
    [[nodiscard]] std::optional<std::int64_t> whole(
        std::string_view key, std::int64_t lowest, std::int64_t highest);

    /// Calls `each` for every element of an array of objects; absent is as good as empty.
    void forEachObject(std::string_view key, const std::function<void(ObjectReader &)> &each);
    /// Calls `then` for an object; not at all when absent.
    void ifObject(std::string_view key, const std::function<void(ObjectReader &)> &then);

    [[nodiscard]] std::string path(std::string_view key) const;
    void note(std::string_view key, std::string_view text) { m_problem.note(path(key), text); }

private:
    /// The field's value; null counts as absent.
    [[nodiscard]] const boost::json::value *find(std::string_view key) const;

    const boost::json::object *m_object;
    std::string m_path;
    Problem &m_problem;
};

} // namespace slipswitch::config
