#include "core/ledger/SpoolFile.h"

#include "core/ledger/SetAside.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace slipswitch::ledger {

namespace {

constexpr std::uint64_t magic = 0x4C4F4F505353534CULL;
constexpr std::uint32_t layout = 1;
constexpr std::size_t pageBytes = 4096;
/// What ten thousand requests a second take between two commits; the others cost memory only when needed.
constexpr std::size_t prefaultedSlots = 1024;
constexpr std::size_t prefaultedBytes = pageBytes + prefaultedSlots * sizeof(MappedSlot);
constexpr std::size_t fileBytes = pageBytes + slotCount * sizeof(MappedSlot);
static_assert(prefaultedBytes % pageBytes == 0);
static_assert(sizeof(SpoolHeader) <= pageBytes);

tl::unexpected<Error> ioFailure(const std::string &what, const std::filesystem::path &file)
{
    return failure(ErrorCode::Io, what + " " + file.string() + ": " + std::strerror(errno));
}

/// A locked descriptor.
Result<int> openLocked(const std::filesystem::path &file)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return ioFailure("Can't open", file);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        return descriptor;
    ::close(descriptor);
    return failure(
        ErrorCode::Conflict, "Another Slipswitch already uses " + file.parent_path().string() + ".");
}

enum class Kind
{
    Fresh,
    Ours,
    Foreign
};

/// What stands in the file; reads the header alone.
Kind kindOf(int descriptor)
{
    struct stat info {};
    std::array<char, sizeof(SpoolHeader)> bytes {};
    if (::fstat(descriptor, &info) != 0)
        return Kind::Foreign;
    if (info.st_size == 0)
        return Kind::Fresh;
    std::uint64_t foundMagic = 0;
    std::array<std::uint32_t, 3> found {};
    if (::pread(descriptor, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size())) {
        std::memcpy(&foundMagic, bytes.data(), sizeof foundMagic);
        std::memcpy(found.data(), bytes.data() + sizeof foundMagic, sizeof found);
    }
    // The magic is written last: without it, making the file was cut short and it holds nothing.
    if (foundMagic == 0 && static_cast<std::size_t>(info.st_size) <= fileBytes)
        return Kind::Fresh;
    const std::array<std::uint32_t, 3> expected {layout, slotCount, sizeof(MappedSlot)};
    const bool same
        = foundMagic == magic && found == expected && static_cast<std::size_t>(info.st_size) == fileBytes;
    return same ? Kind::Ours : Kind::Foreign;
}

} // namespace

Result<SpoolFile> SpoolFile::open(const std::filesystem::path &file)
{
    SpoolFile result;
    auto descriptor = openLocked(file);
    if (!descriptor)
        return failure(descriptor.error());
    result.m_descriptor = *descriptor;
    auto kind = kindOf(result.m_descriptor);
    if (kind == Kind::Foreign) {
        auto aside = ledger::setAside(file, "other-layout");
        if (!aside)
            return failure(aside.error());
        result.m_setAside = *aside;
        ::close(std::exchange(result.m_descriptor, -1));
        descriptor = openLocked(file);
        if (!descriptor)
            return failure(descriptor.error());
        result.m_descriptor = *descriptor;
        kind = Kind::Fresh;
    }
    if (const int problem = ::posix_fallocate(result.m_descriptor, 0, fileBytes); problem != 0) {
        errno = problem;
        return ioFailure("There is no room for", file);
    }
    void *memory = ::mmap(nullptr, fileBytes, PROT_READ | PROT_WRITE, MAP_SHARED, result.m_descriptor, 0);
    if (memory == MAP_FAILED)
        return ioFailure("Can't map", file);
    result.m_memory = memory;
    if (kind == Kind::Fresh) {
        auto &header = result.header();
        header.layout = layout;
        header.slots = slotCount;
        header.bytesPerSlot = sizeof(MappedSlot);
        std::atomic_ref(header.magic).store(magic, std::memory_order_release);
    }
    return result;
}

SpoolFile::SpoolFile(SpoolFile &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_memory(std::exchange(other.m_memory, nullptr))
    , m_setAside(std::move(other.m_setAside))
{ }

SpoolFile::~SpoolFile()
{
    if (m_memory)
        ::munmap(m_memory, fileBytes);
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

std::span<MappedSlot> SpoolFile::slots() const
{
    return {reinterpret_cast<MappedSlot *>(static_cast<char *>(m_memory) + pageBytes), slotCount};
}

void SpoolFile::forgetPages() const
{
    // Of a shared mapping only this process's view of the pages goes; a failure costs memory, nothing else.
    (void)::madvise(
        static_cast<char *>(m_memory) + prefaultedBytes, fileBytes - prefaultedBytes, MADV_DONTNEED);
}

void SpoolFile::prefault() const
{
#ifdef MADV_POPULATE_WRITE
    if (::madvise(m_memory, prefaultedBytes, MADV_POPULATE_WRITE) == 0)
        return;
#endif
    // Adding nothing is a write to the kernel and none to whoever uses the slot meanwhile.
    for (auto &slot : slots().first(prefaultedSlots))
        slot.progress.back().fetch_add(0, std::memory_order_relaxed);
}

} // namespace slipswitch::ledger
