#include "core/provider/AwsSigning.h"

#include <simdjson.h>

#include <algorithm>

namespace slipswitch::provider {

namespace {

constexpr std::size_t longestId = 128;

/// "AKIA", "ASIA" and further letters and digits; AWS's keys have at least sixteen.
bool isKeyId(std::string_view text)
{
    return text.size() >= 8 && text.size() <= longestId && text.starts_with('A')
        && std::all_of(text.begin(), text.end(),
            [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

/// What base64 is made of.
bool isPlain(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127 && c != ':'; });
}

std::optional<AwsKey> keyOf(std::string_view id, std::string_view secret, std::string_view token)
{
    if (!isKeyId(id) || secret.empty() || !isPlain(secret) || !isPlain(token))
        return std::nullopt;
    return AwsKey {std::string(id), Secret(std::string(secret)), Secret(std::string(token))};
}

std::optional<AwsKey> fromJson(std::string_view text)
{
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS)
        return std::nullopt;
    simdjson::dom::element inner; // `aws sts` puts them into an object of their own
    if (root["Credentials"].get(inner) == simdjson::SUCCESS)
        root = inner;
    const auto member = [&root](const char *name) {
        std::string_view value;
        return root[name].get_string().get(value) == simdjson::SUCCESS ? value : std::string_view();
    };
    return keyOf(member("AccessKeyId"), member("SecretAccessKey"), member("SessionToken"));
}

} // namespace

std::optional<AwsKey> awsKeyIn(const Secret &key)
{
    auto text = key.reveal();
    constexpr std::string_view space = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(space), text.size()));
    text = text.substr(0, text.find_last_not_of(space) + 1);
    if (text.starts_with('{'))
        return fromJson(text);
    const auto first = text.find(':');
    if (first == std::string_view::npos)
        return std::nullopt;
    const auto rest = text.substr(first + 1);
    const auto second = std::min(rest.find(':'), rest.size());
    return keyOf(
        text.substr(0, first), rest.substr(0, second), rest.substr(std::min(second + 1, rest.size())));
}

} // namespace slipswitch::provider
