#pragma once

#include "core/domain/Provider.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::gateway::demo {

/// What the demo answers: bytes and the pauses before them.
struct Script
{
    struct Piece
    {
        std::chrono::milliseconds pause {};
        std::string bytes;
    };
    unsigned status = 200;
    std::string contentType = "application/json";
    std::string retryAfter; ///< seconds; empty: no such field
    std::vector<Piece> pieces;
};

/// What the demo read from a request.
struct Question
{
    std::string model; ///< "echo", "story", "tools", "rate-limited", "slow", "embedding"
    std::string lastText; ///< of the last user message or of the input
    std::string toolName; ///< the first tool offered; empty when there is none
    bool toolAnswered = false; ///< the last message is a tool's result
    bool stream = false, includeUsage = false;
    std::size_t inputs = 1; ///< texts to embed
    bool base64 = false; ///< encoding_format
    std::int64_t inputTokens = 0;
};

/// @param path  behind the base path: "/chat/completions"
[[nodiscard]] Script scriptFor(std::string_view path, std::string_view body);

[[nodiscard]] Question readQuestion(std::string_view body);
/// The words of an answer, each with the space behind it.
[[nodiscard]] std::vector<std::string> wordsFor(const Question &question);
[[nodiscard]] std::chrono::milliseconds firstPause(const Question &question);
[[nodiscard]] Script chatScript(const Question &question);
[[nodiscard]] Script completionScript(const Question &question);
[[nodiscard]] Script responsesScript(const Question &question);
[[nodiscard]] Script embeddingScript(const Question &question);

/// The built-in provider: enabled, without a key, with its models.
[[nodiscard]] domain::Provider demoProvider();

/// At a person's reading pace, a little faster.
inline constexpr std::chrono::milliseconds wordPause {35};

} // namespace slipswitch::gateway::demo
