#include "core/base/Coding.h"
#include "core/gateway/demo/DemoScript.h"

#include <boost/json.hpp>

#include <array>
#include <cmath>
#include <cstring>
#include <functional>

namespace slipswitch::gateway::demo {

namespace {

namespace json = boost::json;

using Vector = std::array<float, 8>;

/// A unit vector that is the same for the same text; it means nothing.
Vector vectorFor(const std::string &text, std::size_t index)
{
    Vector vector {};
    double length = 0;
    for (std::size_t i = 0; i < vector.size(); ++i) {
        const auto hash = std::hash<std::string> {}(text + std::to_string(index) + '#' + std::to_string(i));
        vector[i] = static_cast<float>(hash % 2001) / 1000.0F - 1.0F;
        length += static_cast<double>(vector[i]) * static_cast<double>(vector[i]);
    }
    for (float &value : vector)
        value /= static_cast<float>(std::sqrt(length) + 1e-9);
    return vector;
}

} // namespace

Script embeddingScript(const Question &question)
{
    json::array data;
    for (std::size_t i = 0; i < question.inputs; ++i) {
        const auto vector = vectorFor(question.lastText, i);
        json::object item {{"object", "embedding"}, {"index", i}};
        if (question.base64)
            item["embedding"] = base64({reinterpret_cast<const char *>(vector.data()), sizeof vector});
        else
            item["embedding"] = json::array(vector.begin(), vector.end());
        data.push_back(std::move(item));
    }
    Script script;
    const json::object usage {
        {"prompt_tokens", question.inputTokens}, {"total_tokens", question.inputTokens}};
    script.pieces.push_back({wordPause,
        json::serialize(json::object {{"id", "embd-demo"}, {"object", "list"}, {"model", question.model},
            {"data", std::move(data)}, {"usage", usage}})});
    return script;
}

} // namespace slipswitch::gateway::demo
