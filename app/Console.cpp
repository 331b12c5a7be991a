#include "app/Console.h"

#include <algorithm>
#include <ostream>
#include <utility>

namespace slipswitch::app {

namespace {

struct Advice
{
    ExitCode code;
    const char *remedy;
};

Advice adviceFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadRequest:
        return {ExitCode::Failed, "Correct the value named above and try again."};
    case ErrorCode::NotFound:
        return {ExitCode::NotFound,
            "Look at the names with 'slipswitch providers list' or 'slipswitch keys list'."};
    case ErrorCode::Conflict:
        return {ExitCode::Conflict, "Choose another name, or wait until the other program has ended."};
    case ErrorCode::Locked:
        return {ExitCode::Locked,
            "Unlock the keychain, or set SLIPSWITCH_PASSPHRASE_FILE to a file with the vault's passphrase."};
    case ErrorCode::Unauthorized:
        return {ExitCode::Locked, "Try again with the right passphrase."};
    case ErrorCode::NewerVersion:
        return {ExitCode::Failed, "Update Slipswitch."};
    case ErrorCode::Io:
        return {ExitCode::Failed, "Check that the disk has room and that the file is yours to change."};
    default:
        return {ExitCode::Failed, "Try again; if it stays so, report it with the text above."};
    }
}

/// In characters, not bytes: names may have umlauts.
std::size_t width(const std::string &text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Names come from a file that others may have edited: control characters would steer the terminal.
std::string harmless(std::string text)
{
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20U || c == 0x7f; },
        '?');
    return text;
}

} // namespace

ExitCode report(Console &console, const std::string &happened, const Error &error, const std::string &remedy)
{
    const auto advice = adviceFor(error.code);
    console.err << "slipswitch: " << harmless(happened) << "\n  Why: " << harmless(error.detail)
                << "\n  What to do: " << (remedy.empty() ? advice.remedy : remedy) << "\n";
    return advice.code;
}

void printTable(
    Console &console, const std::vector<std::string> &head, const std::vector<std::vector<std::string>> &rows)
{
    std::vector<std::size_t> widths(head.size());
    const auto measure = [&widths](const std::vector<std::string> &row) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], width(row[i]));
    };
    const auto print = [&](const std::vector<std::string> &row) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i)
            line += harmless(row[i]) + std::string(widths[i] - width(row[i]) + 2, ' ');
        line.erase(line.find_last_not_of(' ') + 1);
        console.out << line << "\n";
    };
    measure(head);
    std::for_each(rows.begin(), rows.end(), measure);
    print(head);
    std::for_each(rows.begin(), rows.end(), print);
}

} // namespace slipswitch::app
