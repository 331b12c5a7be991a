#include "core/gateway/Redactor.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace slipswitch::gateway {

namespace {

/// Shorter ones would match by chance and mask innocent words.
constexpr std::size_t shortestSecret = 8;
constexpr std::size_t shortestKeyTail = 12;
constexpr std::size_t usualSecrets = 4; // the client's and the provider's
constexpr std::array<std::string_view, 7> keyPrefixes {"sk-", "gsk_", "AIza", "xai-", "r8_", "hf_", "pplx-"};

bool isKeyCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
}

std::size_t keyLength(std::string_view text)
{
    return static_cast<std::size_t>(
        std::find_if_not(text.begin(), text.end(), isKeyCharacter) - text.begin());
}

} // namespace

void Redactor::add(const Secret &secret)
{
    if (secret.size() >= shortestSecret)
        m_secrets.push_back(secret);
}

void Redactor::add(std::string_view secret)
{
    if (m_secrets.empty())
        m_secrets.reserve(usualSecrets);
    if (secret.size() >= shortestSecret)
        m_secrets.emplace_back(std::string(secret));
}

bool Redactor::finds(std::string_view text) const
{
    return std::any_of(m_secrets.begin(), m_secrets.end(),
        [text](const Secret &secret) { return text.find(secret.reveal()) != std::string_view::npos; });
}

std::string Redactor::withoutKnown(std::string text) const
{
    for (const Secret &secret : m_secrets) {
        for (auto at = text.find(secret.reveal()); at != std::string::npos;
            at = text.find(secret.reveal(), at)) {
            const auto masked = secret.masked();
            text.replace(at, secret.size(), masked);
            at += masked.size();
        }
    }
    return text;
}

std::string Redactor::forStorage(std::string text) const
{
    text = withoutKnown(std::move(text));
    for (const auto prefix : keyPrefixes) {
        for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix, at + 1)) {
            const bool startsWord = at == 0 || !isKeyCharacter(text[at - 1]);
            const auto length = keyLength(std::string_view(text).substr(at));
            if (startsWord && length >= prefix.size() + shortestKeyTail)
                text.replace(at, length, std::string(prefix) + "…");
        }
    }
    return text;
}

} // namespace slipswitch::gateway
