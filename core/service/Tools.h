#pragma once

#include "core/base/Result.h"
#include "core/catalog/Catalog.h"
#include "core/config/Settings.h"

#include <cstdint>
#include <string>
#include <vector>

/// What is known of the tools that can be pointed at the gateway: facts of resources/tools/tools.json.
namespace slipswitch::service {

/// One way to tell a tool where the gateway is.
struct ToolWay
{
    std::string name; ///< "Shell", "Config file"
    std::string file; ///< where the lines belong, "~/.codex/config.toml"; empty: nowhere in particular
    /// With {root} "http://127.0.0.1:4141", {base} the same with "/v1", {key} and {model}.
    std::string lines;
    std::string after; ///< what to do then, one sentence; may be empty
    std::string written; ///< the same once we wrote the lines into the file; empty: that is not offered
};

/// Something to know before connecting a tool.
struct ToolNote
{
    bool warning = false; ///< it won't work without heeding it
    std::string what, means; ///< a few words, then a sentence
};

struct Tool
{
    std::string id, name; ///< "claude-code", "Claude Code"; access keys carry the name
    std::string letters; ///< of its badge
    std::string about; ///< "Python, TypeScript, Go": stands where detection can't say anything
    std::string speaks; ///< "Anthropic Messages"
    std::string path; ///< of its main request, "/v1/messages"
    std::vector<std::string> programs; ///< names on the search path
    std::vector<std::string> folders; ///< "~/.claude": there once it was used
    std::vector<ToolWay> ways;
    std::vector<ToolNote> notes;
    bool needsPublicAddress = false; ///< it calls from its maker's servers
};

/// All of them, in the order of the file. Errors: Corrupt, NotFound. Thread: any.
[[nodiscard]] Result<std::vector<Tool>> loadTools();

/// `lines` with its placeholders filled.
/// @param address  the gateway's, "http://127.0.0.1:4141/v1"
[[nodiscard]] std::string fillLines(
    std::string lines, const std::string &address, const std::string &key, const std::string &model);

/// Whether what a tool sends can be answered.
enum class Reach : std::uint8_t
{
    NotServed, ///< the gateway doesn't know that path
    NoProvider, ///< it does, but no provider in use can answer
    Translated, ///< into another provider's dialect
    Direct,
};

/// @param path  "/v1/messages". Pure.
[[nodiscard]] Reach reachOf(const config::Settings &settings, const std::string &path);

/// "provider/model" for all that can answer requests to `path`, those that need no translation first; the
/// demo's where there is no provider. At most 200. Pure.
[[nodiscard]] std::vector<std::string> modelsFor(
    const config::Settings &settings, const catalog::Catalog *catalog, const std::string &path);

} // namespace slipswitch::service
