#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// Recorded provider traffic, read from beside the checkout (see the README there). A checkout without it
/// says "SUITE SKIPPED"; CI requires it.
namespace slipswitch::tests {

struct WireCase
{
    std::filesystem::path dir;
    std::string name; ///< "openai/openai-chat/stream-text-gpt-4o"
    std::string provider, dialect, model;
    bool streaming = false;
    int status = 200;
    std::string metaJson;
    std::string request;      ///< empty where none was recorded
    std::string response;     ///< bytes of the response file
    std::string responseFile; ///< "response.sse"
    std::string contentType;  ///< of the response; may be empty
};

[[nodiscard]] bool wireAvailable();
/// All cases, or those of one dialect ("openai-chat"), sorted by name.
[[nodiscard]] std::vector<WireCase> wireCases(const std::string &dialect = {});
/// Prints why and returns 0 when the recordings are not there; for use at the start of main().
[[nodiscard]] bool skipSuiteWithoutWire();

} // namespace slipswitch::tests
