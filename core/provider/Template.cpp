#include "core/provider/Template.h"

#include <algorithm>

namespace slipswitch::provider {

bool isPlain(std::string_view value)
{
    return !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.'
            || c == '-' || c == '_';
    });
}

Result<std::string> filled(std::string_view url, const std::map<std::string, std::string> &parameters)
{
    std::string result;
    while (!url.empty()) {
        const auto open = std::min(url.find('{'), url.size());
        result += url.substr(0, open);
        url.remove_prefix(open);
        if (url.empty())
            break;
        const auto close = url.find('}');
        if (close == std::string_view::npos)
            return failure(ErrorCode::BadRequest, "The URL has a { without its }.", ErrorSource::Client);
        const std::string name(url.substr(1, close - 1));
        const auto value = parameters.find(name);
        if (value == parameters.end() || !isPlain(value->second))
            return failure(ErrorCode::BadRequest,
                "This provider needs a value for {" + name
                    + "}: letters, digits, dots, hyphens, underscores.",
                ErrorSource::Client);
        result += value->second;
        url.remove_prefix(close + 1);
    }
    return result;
}

} // namespace slipswitch::provider
