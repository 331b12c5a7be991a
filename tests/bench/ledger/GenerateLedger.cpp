// Fills a ledger with realistic rows: GenerateLedger FOLDER [ROWS [DAYS]]
#include "tests/bench/ledger/SampleLedger.h"

#include <cstdio>
#include <cstdlib>

using namespace slipswitch;

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fputs("GenerateLedger FOLDER [ROWS [DAYS]]\n", stderr);
        return 2;
    }
    tests::SampleLedger wanted;
    wanted.rows = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 10'000'000;
    wanted.days = static_cast<std::uint32_t>(argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 365);
    // All of today too, so that every row is there.
    const auto today = std::chrono::floor<std::chrono::days>(SystemClock().utcNow());
    wanted.until = today + std::chrono::days(1) - std::chrono::seconds(1);
    const std::filesystem::path folder(argv[1]);
    std::filesystem::create_directories(folder);
    const auto begin = SystemClock().steadyNow();
    const auto written = tests::writeLedger(folder, wanted, [](std::uint64_t done) {
        if (done % 1'000'000 == 0)
            std::printf("%llu rows\n", static_cast<unsigned long long>(done));
    });
    if (!written) {
        std::fprintf(stderr, "%s\n", written.error().detail.c_str());
        return 1;
    }
    const std::chrono::duration<double> took = SystemClock().steadyNow() - begin;
    std::printf("%llu rows in %.0f s, %.2f GB\n", static_cast<unsigned long long>(*written), took.count(),
        static_cast<double>(std::filesystem::file_size(folder / "ledger.sqlite")) / 1e9);
    return 0;
}
