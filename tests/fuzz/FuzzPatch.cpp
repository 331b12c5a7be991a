#include "core/dialect/Codec.h"
#include "core/dialect/ForeignThoughts.h"
#include "core/dialect/Json.h"
#include "core/dialect/anthropic/CloudBody.h"
#include "core/dialect/anthropic/MessagesPatch.h"
#include "core/dialect/openai/ChatPatch.h"

#include <array>
#include <cstdlib>
#include <string>
#include <string_view>

// What is changed within a client's bytes on their way to a provider of its own dialect: what was JSON stays
// JSON, and the model is the provider's. The first byte picks the model.

namespace {

using namespace slipswitch::dialect;
using slipswitch::domain::Quirk;

constexpr std::size_t padding = 64;
constexpr std::array<std::string_view, 4> models {
    "claude-haiku-4-5", "claude-3-5-haiku", "claude-opus-4-5", "gpt-5-mini"};

void must(bool holds)
{
    if (!holds)
        std::abort();
}

std::string padded(std::string_view text)
{
    std::string body(text);
    body.reserve(body.size() + padding);
    return body;
}

void patch(std::string_view body, const Peek &peek, std::string_view model, std::vector<Edit> edits)
{
    Changes changes {model};
    changes.edits = std::move(edits);
    const auto patched = patchJson(body, peek, changes);
    if (!patched)
        return;
    const auto tree = JsonTree::parse(*patched);
    must(tree.has_value() && tree->root()["model"].text() == model);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const auto body = padded({reinterpret_cast<const char *>(data) + 1, size - 1});
    const auto peek = peekJson(body);
    if (!peek || !JsonTree::parse(body))
        return 0; // the provider's to refuse
    const auto model = models[data[0] % models.size()];
    Losses losses;
    patch(body, *peek, model, anthropic::editsFor(body, *peek, model, losses));
    Destination to;
    to.model = model;
    to.reasons = data[0] % 2 == 0;
    to.quirks = {Quirk::MaxCompletionTokens, Quirk::NeedsMaxTokens, Quirk::RejectsStreamOptions};
    patch(body, *peek, model, chat::editsFor(body, *peek, to, losses));
    for (const auto dialect : {Dialect::AnthropicMessages, Dialect::OpenAiResponses, Dialect::Gemini}) {
        if (const auto without = withoutForeignThoughts(body, dialect, model, losses))
            must(JsonTree::parse(*without).has_value());
    }
    must(JsonTree::parse(anthropic::forVertex(body, anthropic::ModelIn::Path)).has_value());
    return 0;
}
