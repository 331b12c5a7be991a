#include "core/dialect/Peek.h"

#include <algorithm>

namespace slipswitch::dialect {

namespace {

tl::unexpected<Error> badForm(std::string detail)
{
    return failure(ErrorCode::BadRequest, std::move(detail), ErrorSource::Client);
}

/// The value of a parameter such as boundary="…" or name="…", quoted or not; empty when absent.
std::string_view parameter(std::string_view text, std::string_view name)
{
    for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        const bool startsWord = at == 0 || text[at - 1] == ' ' || text[at - 1] == ';' || text[at - 1] == '\t';
        auto rest = text.substr(at + name.size());
        if (!startsWord || !rest.starts_with('='))
            continue;
        rest.remove_prefix(1);
        if (rest.starts_with('"'))
            return rest.substr(1, std::min(rest.find('"', 1), rest.size()) - 1);
        return rest.substr(0, std::min(rest.find_first_of("; \t\r\n"), rest.size()));
    }
    return {};
}

} // namespace

Result<Peek> peekMultipart(std::string_view body, std::string_view contentType)
{
    const auto boundary = parameter(contentType, "boundary");
    if (boundary.empty())
        return badForm("The form has no boundary: send Content-Type: multipart/form-data with one.");
    const std::string mark = "--" + std::string(boundary);
    std::optional<Peek> found;
    for (auto at = body.find(mark); at != std::string_view::npos;) {
        const auto headStart = at + mark.size();
        const auto headEnd = body.find("\r\n\r\n", headStart);
        const auto next = body.find("\r\n" + mark, headStart);
        if (headEnd == std::string_view::npos || next == std::string_view::npos)
            break;
        const auto head = body.substr(headStart, headEnd - headStart);
        const auto valueStart = headEnd + 4;
        if (valueStart <= next && parameter(head, "name") == "model") {
            if (found)
                return badForm("The form has \"model\" twice.");
            found.emplace();
            found->modelSpan = {valueStart, next - valueStart};
            found->model = body.substr(valueStart, next - valueStart);
        } else if (valueStart <= next && parameter(head, "name") == "stream" && found) {
            found->stream = body.substr(valueStart, next - valueStart) == "true";
        }
        at = next + 2;
    }
    if (!found || found->model.empty())
        return badForm("The form names no model: add a field \"model\".");
    return std::move(*found);
}

} // namespace slipswitch::dialect
