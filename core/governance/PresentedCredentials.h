#pragma once

#include "core/base/Secret.h"

#include <array>
#include <cstddef>
#include <list>
#include <span>
#include <string>
#include <string_view>

namespace slipswitch::governance {

/// Whether a header field carries the caller's credential: Authorization, x-api-key, api-key, x-goog-api-key,
/// Proxy-Authorization. Such fields never travel upstream.
[[nodiscard]] bool isCredentialField(std::string_view name);

/// The query without its `key` parameters, to send upstream; other parameters keep their bytes and order.
[[nodiscard]] std::string withoutCredentials(std::string_view query);

/// Every credential that a request presents, in whatever way its tool sends one. Views into the head that was
/// given, so it must not outlive it. At most eight are kept: more is no honest client.
class PresentedCredentials
{
public:
    static constexpr std::size_t atMost = 8;

    PresentedCredentials() = default;
    PresentedCredentials(const PresentedCredentials &) = delete;
    PresentedCredentials &operator=(const PresentedCredentials &) = delete;

    /// Takes the credential out of a header field; other fields are ignored. Of Authorization only the scheme
    /// Bearer counts, or a bare key without a scheme, which some tools send.
    void addField(std::string_view name, std::string_view value);
    /// Takes `key=…` out of a query, without its question mark.
    void addQuery(std::string_view query);

    [[nodiscard]] std::span<const std::string_view> all() const { return {m_views.data(), m_count}; }

private:
    void add(std::string_view credential);

    std::array<std::string_view, atMost> m_views;
    std::size_t m_count = 0;
    std::list<Secret> m_decoded; ///< those that had to be percent-decoded; a list keeps their addresses
};

/// Collects from any range of {name, value} and a query.
template <typename Fields>
void collectCredentials(PresentedCredentials &into, const Fields &fields, std::string_view query)
{
    for (const auto &field : fields)
        into.addField(field.name, field.value);
    into.addQuery(query);
}

} // namespace slipswitch::governance
