#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace slipswitch::ledger {

/// The integers that a statement still holds from its last run. Most columns repeat from row to row, and
/// comparing is cheaper than binding.
class HeldIntegers
{
public:
    [[nodiscard]] bool holds(int index, std::int64_t value) const
    {
        const auto at = static_cast<std::size_t>(index);
        return at < m_values.size() && m_values[at] == value;
    }
    /// @param value  nullopt: something else was bound.
    void note(int index, std::optional<std::int64_t> value)
    {
        const auto at = static_cast<std::size_t>(index);
        if (at >= m_values.size())
            m_values.resize(at + 1);
        m_values[at] = value;
    }

private:
    std::vector<std::optional<std::int64_t>> m_values; ///< by index
};

/// Binds values one after the other. Texts are not copied: they must live until the statement ran.
class Binder
{
public:
    explicit Binder(SQLite::Statement &statement)
        : m_statement(statement)
    { }
    /// @param held  the statement's own; every binding to it goes through this.
    Binder(SQLite::Statement &statement, HeldIntegers &held)
        : m_statement(statement)
        , m_held(&held)
    { }
    Binder &operator<<(std::integral auto value)
    {
        const auto integer = static_cast<std::int64_t>(value);
        if (!m_held || !m_held->holds(m_next, integer)) {
            m_statement.bind(m_next, integer);
            note(integer);
        }
        ++m_next;
        return *this;
    }
    template <typename Enum>
        requires std::is_enum_v<Enum>
    Binder &operator<<(Enum value)
    {
        return *this << static_cast<std::int64_t>(value);
    }
    Binder &operator<<(std::chrono::microseconds value) { return *this << value.count(); }
    Binder &operator<<(const std::string &text)
    {
        m_statement.bindNoCopy(m_next, text);
        note(std::nullopt);
        ++m_next;
        return *this;
    }
    template <typename T>
    Binder &operator<<(const std::optional<T> &value)
    {
        if (value)
            return *this << *value;
        m_statement.bind(m_next);
        note(std::nullopt);
        ++m_next;
        return *this;
    }

private:
    void note(std::optional<std::int64_t> value)
    {
        if (m_held)
            m_held->note(m_next, value);
    }

    SQLite::Statement &m_statement;
    HeldIntegers *m_held = nullptr;
    int m_next = 1;
};

} // namespace slipswitch::ledger
