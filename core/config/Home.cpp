#include "core/config/Home.h"

#include "core/base/Files.h"
#include "core/base/Ids.h"

#include <QStandardPaths>

#include <algorithm>
#include <utility>

namespace slipswitch::config {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t idBits = 60;
constexpr std::size_t idLength = 12;

fs::path platformFolder(QStandardPaths::StandardLocation location)
{
    const auto base = QStandardPaths::writableLocation(location);
    return base.isEmpty() ? fs::path() : fs::path(base.toStdU16String()) / "slipswitch";
}

Result<std::string> readId(const fs::path &file)
{
    return readFile(file, 100).and_then([&](std::string text) -> Result<std::string> {
        while (!text.empty() && text.back() == '\n')
            text.pop_back();
        const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
        if (text.size() != idLength || !std::all_of(text.begin(), text.end(), allowed))
            return failure(ErrorCode::Corrupt, file.string() + " does not hold a home's id.");
        return text;
    });
}

} // namespace

Result<Home> Home::open(const std::optional<fs::path> &folder)
{
    Home home;
    std::error_code error;
    const auto all = folder ? fs::absolute(*folder, error) : fs::path();
    home.m_config = folder ? all : platformFolder(QStandardPaths::GenericConfigLocation);
    home.m_data = folder ? all : platformFolder(QStandardPaths::GenericDataLocation);
    home.m_runtime = folder ? all : platformFolder(QStandardPaths::RuntimeLocation);
    if (home.m_runtime.empty())
        home.m_runtime = home.m_data;
    for (const auto &path : {home.m_config, home.m_data, home.m_runtime}) {
        if (path.empty())
            return failure(ErrorCode::Io, "The system names no folder for settings; give one with --home.");
        if (auto made = makePrivateFolder(path); !made)
            return failure(made.error());
    }
    return home.readOrMakeId().transform([&] { return std::move(home); });
}

fs::path Home::socketFile() const
{
    // A socket's path has 107 bytes, and Qt makes it in a folder beside its place first.
    constexpr std::size_t longest = 80;
    auto file = m_runtime / "slipswitch.sock";
    if (file.native().size() <= longest)
        return file;
    const auto elsewhere = QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation);
    const auto base
        = elsewhere.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::TempLocation) : elsewhere;
    return fs::path(base.toStdU16String()) / ("slipswitch-" + m_id + ".sock");
}

Result<void> Home::readOrMakeId()
{
    const auto file = m_data / "home-id";
    // Two first starts at the same moment must agree on one id.
    return withFileLock(m_data / "home-id.lock", [&]() -> Result<void> {
        auto id = readId(file);
        if (!id && id.error().code == ErrorCode::NotFound) {
            id = randomToken(idBits);
            if (auto written = writeFileAtomically(file, *id + "\n"); !written)
                return written;
        }
        if (!id)
            return failure(id.error());
        m_id = *id;
        return {};
    });
}

} // namespace slipswitch::config
