#pragma once

#include "core/base/Result.h"
#include "core/ledger/SlotCodec.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <span>

namespace slipswitch::ledger {

inline constexpr std::size_t slotCount = 16'384;

enum class SlotState : std::uint32_t
{
    Free = 0,
    Claimed = 1,
    Settled = 2
};

/// One slot as it lies in the file. `state` is stored last, so that a slot that is not free is whole.
struct MappedSlot
{
    std::atomic<SlotState> state;
    std::uint16_t identityBytes, courseBytes;
    std::uint64_t
        sequence; ///< order of claiming; seeds the checksums, so that parts of two requests never mix
    std::uint64_t identityChecksum, courseChecksum;
    std::array<std::uint8_t, 32> spare;
    std::array<std::atomic<std::int64_t>, 8> progress; ///< one cache line of its own
    std::array<std::uint8_t, identityCapacity> identity;
    std::array<std::uint8_t, courseCapacity> course;
};
static_assert(sizeof(MappedSlot) == 2048 && std::atomic<std::int64_t>::is_always_lock_free);

/// The first page of the file.
struct SpoolHeader
{
    std::uint64_t magic;
    std::uint32_t layout; ///< raised when a slot or its codec changes
    std::uint32_t slots, bytesPerSlot;
    std::atomic<std::uint64_t> gapExchanges;
    std::atomic<std::int64_t> gapPicodollars;
};

/// The mapped file: made, locked, allocated. Files of another layout are renamed, never read, never deleted.
class SpoolFile
{
public:
    /// Errors: Conflict (held by another process), Io.
    [[nodiscard]] static Result<SpoolFile> open(const std::filesystem::path &file);
    SpoolFile(SpoolFile &&other) noexcept;
    SpoolFile &operator=(SpoolFile &&) = delete;
    ~SpoolFile();

    [[nodiscard]] SpoolHeader &header() const { return *static_cast<SpoolHeader *>(m_memory); }
    [[nodiscard]] std::span<MappedSlot> slots() const;
    /// Gives back the memory of all pages but those of the slots that are used first. What lies in them
    /// stays; who uses one waits for a page again. Thread: any.
    void forgetPages() const;
    /// Makes the pages of the slots that are used first present and writable, so that no claim waits for one.
    /// Thread: any.
    void prefault() const;
    /// Where a file that we can't read went; empty as a rule.
    [[nodiscard]] const std::filesystem::path &setAside() const { return m_setAside; }

private:
    SpoolFile() = default;
    int m_descriptor = -1;
    void *m_memory = nullptr;
    std::filesystem::path m_setAside;
};

} // namespace slipswitch::ledger
