#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

class QDebug;

namespace slipswitch {

/// A key or passphrase in memory. It is wiped when released and has no way into a stream, a log or JSON;
/// `reveal()` is the one door out, so that a search for it finds every use.
/// Thread: value type; copies wipe themselves too.
class Secret
{
public:
    Secret() = default;
    /// Takes the characters over and wipes `value`.
    explicit Secret(std::string &&value);
    Secret(const Secret &other);
    Secret(Secret &&other) noexcept;
    Secret &operator=(Secret other) noexcept;
    ~Secret();

    [[nodiscard]] bool empty() const { return m_value.empty(); }
    [[nodiscard]] std::size_t size() const { return m_value.size(); }
    [[nodiscard]] std::string_view reveal() const { return m_value; }
    /// "sk-…9f2C": enough to recognise a key by, never enough to use it. Short secrets show nothing.
    [[nodiscard]] std::string masked() const;

    /// Constant time in the length of the shorter one.
    [[nodiscard]] bool operator==(const Secret &other) const;

    friend std::ostream &operator<<(std::ostream &, const Secret &) = delete;
    friend QDebug operator<<(QDebug, const Secret &) = delete;

private:
    std::string m_value;
};

/// Overwrites the characters in a way that the compiler keeps, then clears.
void wipe(std::string &text);

/// Compares without telling by its time where the difference is.
[[nodiscard]] bool equalInConstantTime(std::string_view a, std::string_view b);

} // namespace slipswitch
