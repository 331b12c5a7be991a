#pragma once

#include "core/dialect/Conversation.h"
#include "core/dialect/Json.h"
#include "core/dialect/Losses.h"

#include <optional>
#include <string>
#include <string_view>

/// Rules that several dialects share, stated once.
namespace slipswitch::dialect {

/// "data:image/png;base64,…" into its type and bytes; nullopt for another kind of URL.
[[nodiscard]] std::optional<std::pair<std::string, std::string>> splitDataUrl(std::string_view url);
[[nodiscard]] std::string dataUrl(const Media &media);
/// A medium from a URL that may hold its bytes.
[[nodiscard]] Media mediaAt(Media::Kind kind, std::string_view url);
[[nodiscard]] Media::Kind mediaKindOf(std::string_view mediaType);

/// Effort as a word: what was said, or the word nearest to a budget; empty when nothing was said.
[[nodiscard]] std::string effortOf(const Reasoning &reasoning);
/// Effort as tokens: what was said, or the usual budget of a word; 0 when nothing was said.
[[nodiscard]] std::int64_t budgetOf(const Reasoning &reasoning);

/// A signature made elsewhere travels through a client's dialect in a wrapping that says who made it, so that
/// it finds back to that model and to no other.
[[nodiscard]] std::string wrapSignature(const Thinking &thinking, std::string_view model);
/// Whether a body holds a signature in that wrapping, which only we can read.
[[nodiscard]] bool hasWrappedSignature(std::string_view body);
/// Fills what a signature says about itself.
/// @param own  the dialect whose signatures have no wrapping here
void unwrapSignature(std::string_view signature, Dialect own, Thinking &thinking);
/// Whether a thought may be sent to this model of this dialect.
[[nodiscard]] bool belongsTo(const Thinking &thinking, Dialect dialect, std::string_view model);
/// The same for the signature of a call.
[[nodiscard]] bool isSignedFor(const ToolCall &call, Dialect dialect, std::string_view model);
/// Takes a call's signature, out of its wrapping if it has one.
/// @param own  the dialect whose signatures have no wrapping here
void sign(ToolCall &call, std::string_view signature, Dialect own);
/// A call's signature for a client of a dialect; wrapped when another made it.
/// @param model  that made the call
[[nodiscard]] std::string signatureFor(const ToolCall &call, Dialect client, std::string_view model);

/// Only letters, digits, '_' and '-', as Anthropic and OpenAI want ids and names.
[[nodiscard]] std::string plainName(std::string_view text, std::size_t longest);
/// The name a namespaced tool has where there are no namespaces. A long one is cut, and ends with a digest of
/// the whole, so that two of them stay two.
[[nodiscard]] std::string flatName(std::string_view nameSpace, std::string_view name);
/// The arguments of a call as a JSON object; text of a freeform call as {"input": text}. What is no object is
/// dropped, and noted.
[[nodiscard]] std::string argumentsObject(const ToolCall &call, Losses &losses);
/// The same for dialects in which arguments are a text: what the model wrote, right or wrong.
[[nodiscard]] std::string argumentsText(const ToolCall &call);
/// The schema of a freeform tool where tools take JSON.
[[nodiscard]] std::string_view freeformSchema();
/// A tool's description with the grammar of its freeform text.
[[nodiscard]] std::string describedFreeform(const Tool &tool);

/// All text of a message or result, parts joined by blank lines.
[[nodiscard]] std::string joinedText(const Message &message);
[[nodiscard]] std::string joinedText(const ToolResult &result);

/// Takes one word or several, at which the model is to stop.
void readStop(Request &request, JsonValue value);

/// Whether a message is the system's, of whatever rank.
[[nodiscard]] bool isSystem(const Message &message);
/// What the system says within a conversation, where only users may speak there.
[[nodiscard]] Part asReminder(const Part &part);

/// The name by which a client knows the tool that is called: its own, unless it speaks a dialect without the
/// tool's namespace.
[[nodiscard]] std::string nameForClient(const ToolCall &call);

enum class WebSearchIs : bool
{
    Left,
    Taken ///< the target got a search of its own instead
};
/// Notes members that the neutral form has no place for, and names that had to be cut.
void noteExtras(const Request &request, Losses &losses, WebSearchIs search = WebSearchIs::Left);
[[nodiscard]] bool isInteger(std::string_view number);
/// A number as JSON writes it, whatever the locale; 0 for everything else.
[[nodiscard]] double doubleOf(std::string_view number);

/// A date-free id of ours, for dialects that want one where another gave none.
[[nodiscard]] std::string orOwnId(std::string_view id, std::string_view prefix, std::string_view own);

} // namespace slipswitch::dialect
