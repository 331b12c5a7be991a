#pragma once

#include "app/CommandLine.h"
#include "core/base/Error.h"
#include "core/base/Secret.h"

#include <iosfwd>
#include <string>
#include <vector>

namespace slipswitch::app {

/// Where commands read and print: results on `out`, everything else on `err`.
struct Console
{
    std::istream &in;
    std::ostream &out;
    std::ostream &err;
};

/// Prints what happened, what it means and what to do about it, and says how to end.
/// @param happened  "The provider was not added."
/// @param remedy    empty: the usual one for that kind of error.
ExitCode report(
    Console &console, const std::string &happened, const Error &error, const std::string &remedy = {});

/// Rows under a head, in columns as wide as their longest cell.
void printTable(Console &console, const std::vector<std::string> &head,
    const std::vector<std::vector<std::string>> &rows);

} // namespace slipswitch::app
