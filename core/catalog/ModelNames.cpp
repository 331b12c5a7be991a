#include "core/catalog/ModelNames.h"

#include <algorithm>
#include <optional>

namespace slipswitch::catalog {

namespace {

constexpr std::string_view bedrockRegions[]
    = {"us.", "eu.", "apac.", "global.", "au.", "jp.", "ca.", "us-gov."};
/// # is a digit.
constexpr std::string_view datedEndings[] = {"-####-##-##", "-########", "@########", "-####", "-latest"};

bool matches(std::string_view text, std::string_view shape)
{
    return std::equal(text.begin(), text.end(), shape.begin(), shape.end(),
        [](char c, char wanted) { return wanted == '#' ? c >= '0' && c <= '9' : c == wanted; });
}

std::optional<std::string> withoutPrefix(const std::string &name, std::string_view prefix)
{
    if (prefix.empty() || name.size() <= prefix.size() || !name.starts_with(prefix))
        return std::nullopt;
    return name.substr(prefix.size());
}

std::optional<std::string> withoutDate(const std::string &name)
{
    for (const auto shape : datedEndings) {
        if (name.size() > shape.size()
            && matches(std::string_view(name).substr(name.size() - shape.size()), shape))
            return name.substr(0, name.size() - shape.size());
    }
    return std::nullopt;
}

std::optional<std::string> withoutRegion(const std::string &name)
{
    for (const auto region : bedrockRegions) {
        if (auto rest = withoutPrefix(name, region))
            return rest;
    }
    return std::nullopt;
}

void add(std::vector<std::string> &names, std::optional<std::string> name)
{
    if (name && std::find(names.begin(), names.end(), *name) == names.end())
        names.push_back(std::move(*name));
}

} // namespace

std::string lowered(std::string_view text)
{
    std::string result(text);
    for (char &c : result) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

std::vector<std::string> namesToTry(std::string_view providerKind, std::string_view modelId)
{
    const auto kind = lowered(providerKind);
    std::vector<std::string> names {lowered(modelId)};
    add(names, withoutPrefix(names.front(), "models/"));
    add(names, withoutPrefix(names.front(), kind + '/'));
    if (kind == "bedrock") {
        for (std::size_t i = 0, count = names.size(); i < count; ++i)
            add(names, withoutRegion(names[i]));
    }
    for (std::size_t i = 0, count = names.size(); i < count; ++i)
        add(names, withoutDate(names[i]));
    return names;
}

} // namespace slipswitch::catalog
