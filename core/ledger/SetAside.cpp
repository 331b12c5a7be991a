#include "core/ledger/SetAside.h"

#include <array>
#include <ctime>

namespace slipswitch::ledger {

namespace {

std::string stamp()
{
    const std::time_t now = std::time(nullptr);
    std::tm parts {};
    ::gmtime_r(&now, &parts);
    std::array<char, 32> text {};
    std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &parts);
    return text.data();
}

} // namespace

Result<std::filesystem::path> setAside(const std::filesystem::path &file, const std::string &why)
{
    const auto base = file.string() + "." + why + "-" + stamp();
    std::filesystem::path target = base;
    for (int i = 2; std::filesystem::exists(target); ++i)
        target = base + "-" + std::to_string(i);
    std::error_code problem;
    std::filesystem::rename(file, target, problem);
    if (problem)
        return failure(ErrorCode::Io, "Can't rename " + file.string() + ": " + problem.message());
    return target;
}

} // namespace slipswitch::ledger
