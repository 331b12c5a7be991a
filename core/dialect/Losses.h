#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::dialect {

/// Short notes on what one dialect could not take of another, for the log: "top_k dropped". Each stands once;
/// bounded, and says so when there was more.
class Losses
{
public:
    static constexpr std::size_t most = 16;

    void note(std::string text)
    {
        if (m_notes.size() > most || std::find(m_notes.begin(), m_notes.end(), text) != m_notes.end())
            return;
        m_notes.push_back(m_notes.size() < most ? std::move(text) : "and more");
    }
    /// "x dropped", when there is an x. For values that may be absent.
    template <typename Value>
    void dropped(const Value &value, std::string_view name)
    {
        if (!value.empty())
            note(std::string(name) + " dropped");
    }
    [[nodiscard]] bool empty() const { return m_notes.empty(); }
    [[nodiscard]] const std::vector<std::string> &notes() const { return m_notes; }
    [[nodiscard]] std::string text() const
    {
        std::string all;
        for (const auto &note : m_notes)
            all += (all.empty() ? "" : "; ") + note;
        return all;
    }

private:
    std::vector<std::string> m_notes;
};

} // namespace slipswitch::dialect
