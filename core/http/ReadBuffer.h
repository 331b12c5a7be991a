#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

namespace slipswitch::http {

/// Bytes read from a socket and not yet used up: raw memory that grows at the end and is consumed at the
/// front. Thread: data plane.
class ReadBuffer
{
public:
    /// At least `size` writable bytes behind those held. May move the held bytes: views into them die.
    [[nodiscard]] std::span<char> prepare(std::size_t size);
    /// Takes in the first `size` bytes of what `prepare` gave.
    void commit(std::size_t size) { m_end += size; }
    /// Drops bytes at the front; does not move the others.
    void consume(std::size_t size);
    [[nodiscard]] std::span<char> bytes() { return {m_memory.get() + m_begin, size()}; }
    [[nodiscard]] std::string_view view() const { return {m_memory.get() + m_begin, size()}; }
    [[nodiscard]] std::size_t size() const { return m_end - m_begin; }
    [[nodiscard]] bool empty() const { return m_begin == m_end; }
    [[nodiscard]] std::size_t capacity() const { return m_capacity; }
    /// Room behind the held bytes that `prepare` can give without moving anything.
    [[nodiscard]] std::size_t spare() const { return m_capacity - m_end; }
    /// Frees the memory, if no byte is held and it is larger than `keep`.
    void release(std::size_t keep = 0);

private:
    void moveTo(std::size_t capacity);

    std::unique_ptr<char[]> m_memory;
    std::size_t m_capacity = 0;
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
};

} // namespace slipswitch::http
