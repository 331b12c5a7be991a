#include "core/dialect/Patch.h"
#include "core/dialect/Peek.h"

#include <boost/json/parse.hpp>

#include <cstdlib>
#include <string>

// What is patched must read back as what was asked for, and every other byte must be the client's.

namespace {

using namespace slipswitch::dialect;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

std::string padded(std::string text)
{
    text.reserve(text.size() + 64);
    return text;
}

void checkJson(const std::string &body)
{
    const auto peek = peekJson(body);
    if (!peek)
        return;
    require(peek->modelSpan.offset + peek->modelSpan.length <= body.size());
    Changes changes;
    changes.model = "other/mödel \"x\"";
    changes.askForUsage = peek->stream && !peek->includeUsage;
    const auto patched = patchJson(body, *peek, changes);
    if (!patched)
        return;
    // Malformed values are skipped unseen, for the provider to refuse; then nothing can be said.
    boost::system::error_code malformed;
    boost::json::parse(body, malformed);
    if (malformed)
        return;
    const auto again = peekJson(padded(*patched));
    require(again.has_value());
    require(again->model == changes.model);
    require(again->stream == peek->stream && again->tools == peek->tools);
    require(!changes.askForUsage || again->includeUsage);
    boost::json::parse(*patched, malformed);
    require(!malformed);
}

void checkForm(const std::string &body)
{
    const auto peek = peekMultipart(body, "multipart/form-data; boundary=cut");
    if (!peek)
        return;
    require(body.substr(peek->modelSpan.offset, peek->modelSpan.length) == peek->model);
    Changes changes;
    changes.model = "other";
    const auto patched = patchMultipart(body, *peek, changes);
    if (patched) {
        const auto again = peekMultipart(padded(*patched), "multipart/form-data; boundary=cut");
        require(again.has_value() && again->model == "other");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string body = padded(std::string(reinterpret_cast<const char *>(data), size));
    if (size > 0 && data[0] == '-')
        checkForm(body);
    else
        checkJson(body);
    return 0;
}
