#include "core/http/ReadBuffer.h"

#include <algorithm>
#include <cstring>

namespace slipswitch::http {

namespace {

constexpr std::size_t granule = 4096;

std::size_t roundedUp(std::size_t size)
{
    return (size + granule - 1) / granule * granule;
}

} // namespace

std::span<char> ReadBuffer::prepare(std::size_t size)
{
    if (spare() < size) {
        const auto needed = this->size() + size;
        if (needed <= m_capacity)
            moveTo(m_capacity);
        else
            moveTo(std::max(roundedUp(needed), m_capacity * 2));
    }
    return {m_memory.get() + m_end, spare()};
}

void ReadBuffer::consume(std::size_t size)
{
    m_begin += size;
    if (m_begin == m_end)
        m_begin = m_end = 0;
}

void ReadBuffer::release(std::size_t keep)
{
    if (!empty() || m_capacity <= keep)
        return;
    m_memory.reset();
    m_capacity = m_begin = m_end = 0;
}

void ReadBuffer::moveTo(std::size_t capacity)
{
    const auto held = size();
    if (capacity == m_capacity) {
        std::memmove(m_memory.get(), m_memory.get() + m_begin, held);
    } else {
        auto memory = std::make_unique_for_overwrite<char[]>(capacity);
        if (held > 0)
            std::memcpy(memory.get(), m_memory.get() + m_begin, held);
        m_memory = std::move(memory);
        m_capacity = capacity;
    }
    m_begin = 0;
    m_end = held;
}

} // namespace slipswitch::http
