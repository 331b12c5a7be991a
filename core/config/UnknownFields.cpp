#include "core/config/UnknownFields.h"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace slipswitch::config {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 3> userMaps {"aliases", "baseUrls", "extraHeaders"};

const json::value *identity(const json::value &element)
{
    const auto *object = element.if_object();
    if (!object)
        return nullptr;
    const auto *id = object->if_contains("id");
    return id ? id : object->if_contains("name");
}

void keepInElements(const json::array &old, json::array &fresh)
{
    for (auto &element : fresh) {
        const auto *id = identity(element);
        const auto same = std::find_if(old.begin(), old.end(), [id](const json::value &candidate) {
            const auto *other = identity(candidate);
            return id && other && *id == *other;
        });
        if (same != old.end())
            keepUnknownFields(same->get_object(), element.get_object());
    }
}

} // namespace

void keepUnknownFields(const json::object &old, json::object &fresh)
{
    for (const auto &[key, value] : old) {
        auto *known = fresh.if_contains(key);
        if (!known)
            fresh.emplace(key, value);
        else if (std::find(userMaps.begin(), userMaps.end(), key) != userMaps.end())
            continue;
        else if (value.is_object() && known->is_object())
            keepUnknownFields(value.get_object(), known->get_object());
        else if (value.is_array() && known->is_array())
            keepInElements(value.get_array(), known->get_array());
    }
}

} // namespace slipswitch::config
