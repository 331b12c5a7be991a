#include "core/dialect/openai/ResponsesTools.h"

#include "core/dialect/Rules.h"
#include "core/dialect/StrictSchema.h"
#include "core/dialect/TargetSchema.h"

#include <algorithm>

namespace slipswitch::dialect::responses {

namespace {

constexpr auto own = Dialect::OpenAiResponses;

void writeTool(JsonWriter &out, const Tool &tool, bool ours, Losses &losses)
{
    out.beginObject().field("type", tool.freeform ? "custom" : "function");
    out.field("name", ours ? tool.name : flatName({}, tool.name));
    out.fieldIf("description", tool.description);
    if (tool.freeform) {
        out.fieldRawIf("format", tool.format);
    } else {
        out.fieldRaw("parameters",
            ours && !tool.schema.empty() ? tool.schema : toolSchemaFor(own, tool.schema, losses));
        const auto strict = ours ? tool.strict : strictAtOpenAi(tool, losses);
        out.fieldBool("strict", strict.value_or(false)); // else it would be true here
    }
    out.endObject();
}

} // namespace

void writeTools(
    JsonWriter &out, const Request &request, const std::optional<WebSearch> &search, Losses &losses)
{
    const bool ours = request.from == own;
    const bool hosted = ours ? !request.hostedTools.empty() : search.has_value();
    if (request.tools.empty() && !hosted)
        return;
    out.key("tools").beginArray();
    std::vector<std::string> done;
    for (const auto &tool : request.tools) {
        if (tool.nameSpace.empty()) {
            writeTool(out, tool, ours, losses);
            continue;
        }
        if (std::find(done.begin(), done.end(), tool.nameSpace) != done.end())
            continue;
        done.push_back(tool.nameSpace);
        out.beginObject().field("type", "namespace").field("name", tool.nameSpace);
        out.fieldIf("description", tool.ofNameSpace).key("tools").beginArray();
        for (const auto &other : request.tools) {
            if (other.nameSpace == tool.nameSpace)
                writeTool(out, other, ours, losses);
        }
        out.endArray().endObject();
    }
    if (ours) {
        for (const auto &tool : request.hostedTools)
            out.raw(tool.value);
    }
    if (search)
        writeResponsesSearch(out, *search, losses);
    out.endArray();
}

void writeToolChoice(JsonWriter &out, const Request &request)
{
    using Kind = ToolChoice::Kind;
    const auto &choice = request.toolChoice;
    if (request.tools.empty())
        return;
    if (choice.kind == Kind::One) {
        const auto tool
            = std::find_if(request.tools.begin(), request.tools.end(), [&](const Tool &candidate) {
                  return flatName(candidate.nameSpace, candidate.name) == flatName({}, choice.name);
              });
        const bool freeform = tool != request.tools.end() && tool->freeform;
        out.key("tool_choice").beginObject().field("type", freeform ? "custom" : "function");
        out.field("name", request.from == own ? choice.name : flatName({}, choice.name)).endObject();
    } else if (choice.kind != Kind::Unset) {
        out.field("tool_choice",
            choice.kind == Kind::Auto       ? "auto"
                : choice.kind == Kind::None ? "none"
                                            : "required");
    }
    if (request.parallelTools)
        out.fieldBool("parallel_tool_calls", *request.parallelTools);
}

} // namespace slipswitch::dialect::responses
