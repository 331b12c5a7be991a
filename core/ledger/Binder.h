#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

namespace slipswitch::ledger {

/// Binds values one after the other. Texts are not copied: they must live until the statement ran.
class Binder
{
public:
    explicit Binder(SQLite::Statement &statement, int first = 1)
        : m_statement(statement)
        , m_next(first)
    { }
    Binder &operator<<(std::integral auto value)
    {
        m_statement.bind(m_next++, static_cast<std::int64_t>(value));
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
        m_statement.bindNoCopy(m_next++, text);
        return *this;
    }
    template <typename T>
    Binder &operator<<(const std::optional<T> &value)
    {
        if (value)
            return *this << *value;
        m_statement.bind(m_next++);
        return *this;
    }

private:
    SQLite::Statement &m_statement;
    int m_next;
};

} // namespace slipswitch::ledger
