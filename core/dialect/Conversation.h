#pragma once

#include "core/domain/Dialect.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// The neutral form that every dialect is decoded into and encoded from. Plain values; no dialect's spelling.
namespace slipswitch::dialect {

using domain::Dialect;

/// JSON text of one value, its numbers as they were sent; empty: absent.
using RawJson = std::string;

enum class Role : std::uint8_t
{
    System,
    Developer, ///< a system text of lower rank; dialects without it take it as System
    User, ///< also carries the results of tools
    Assistant
};

/// "What stands up to here may be cached." Lifetime "5m" or "1h"; empty: the provider's own.
struct CacheMark
{
    std::string lifetime;
    bool operator==(const CacheMark &) const = default;
};

struct Text
{
    std::string text;
    std::vector<RawJson> citations; ///< in the spelling of `citedIn`
    Dialect citedIn = Dialect::None;
    std::vector<RawJson> likelihoods {}; ///< of its tokens, see Likelihoods.h; mostly none
    std::string signature {}; ///< Gemini's thought signature; no other dialect has a place for it
    bool operator==(const Text &) const = default;
};

/// The model's words on why it will not.
struct Refusal
{
    std::string text;
    std::vector<RawJson> likelihoods {}; ///< as of a text
    bool operator==(const Refusal &) const = default;
};

/// An image, document, sound or film: exactly one of `data`, `url`, `fileId` and `text` is filled.
struct Media
{
    enum class Kind : std::uint8_t
    {
        Image,
        Document,
        Audio,
        Video
    };
    Kind kind = Kind::Image;
    std::string mediaType; ///< "image/png"; may be empty with a URL
    std::string data; ///< base64
    std::string url;
    std::string fileId; ///< known to the provider that stored it
    std::string text; ///< a plain-text document
    std::string name; ///< file name or title
    std::string detail; ///< OpenAI's "low", "high", "auto"
    bool operator==(const Media &) const = default;
};

/// What the model thought. `signature` is whatever proves or carries it for the model that made it:
/// Anthropic's signature, the encrypted content of Responses, Gemini's thought signature.
struct Thinking
{
    std::string text; ///< may be empty when only the encrypted form is given
    std::string signature;
    bool redacted = false; ///< the text is withheld, all is in the signature
    Dialect madeIn = Dialect::None; ///< of the signature; None: nobody can say
    std::string madeBy; ///< model; empty: nobody can say
    std::string id; ///< of the item, where the dialect has one
    bool operator==(const Thinking &) const = default;
};

/// The model calls a tool of the client.
struct ToolCall
{
    std::string id, name;
    std::string nameSpace; ///< Responses: the group a tool stands in; empty mostly
    std::string arguments; ///< JSON text as the model wrote it, complete or not; for a freeform tool any text
    bool freeform = false; ///< Responses' custom tools: the input is text, not JSON
    std::string signature; ///< Gemini's thought signature, which must come back with the call
    Dialect signedIn = Dialect::None; ///< of the signature
    std::string signedBy {}; ///< model; empty: nobody can say
    std::string itemId; ///< Responses: the item's own id
    bool operator==(const ToolCall &) const = default;
};

/// Something only one dialect has a form for: server-side tools and their results, references. It goes back
/// to that dialect as it is, and is dropped, with a note, for another.
struct Foreign
{
    Dialect dialect = Dialect::None;
    std::string what; ///< its name for the note: "web_search_tool_result"
    RawJson raw;
    bool operator==(const Foreign &) const = default;
};

struct ToolResult
{
    std::string callId;
    std::string name; ///< of the tool; empty where the dialect does not say
    std::vector<std::variant<Text, Media, Foreign>> content;
    bool failed = false;
    bool freeform = false; ///< answers a freeform call
    bool operator==(const ToolResult &) const = default;
};

struct Part
{
    std::variant<Text, Refusal, Media, Thinking, ToolCall, ToolResult, Foreign> body;
    std::optional<CacheMark> cache = std::nullopt;
    bool operator==(const Part &) const = default;
};

struct Message
{
    Role role = Role::User;
    std::vector<Part> parts;
    std::string name; ///< of a participant; mostly empty
    bool operator==(const Message &) const = default;
};

/// A member of a request for which the neutral form has no place.
struct Extra
{
    std::string name;
    RawJson value;
    bool operator==(const Extra &) const = default;
};

/// A tool of the client that the model may call.
struct Tool
{
    std::string name, nameSpace, description;
    std::string ofNameSpace {}; ///< Responses: what the group is described as, the same for all in it
    RawJson schema; ///< JSON Schema of the arguments; empty: none
    std::optional<bool> strict;
    bool freeform = false; ///< takes text instead of JSON
    RawJson format; ///< of freeform text: a grammar
    std::optional<CacheMark> cache;
    std::vector<Extra> extras {}; ///< of the tool, in the spelling of the request's `from`
    bool operator==(const Tool &) const = default;
};

struct ToolChoice
{
    enum class Kind : std::uint8_t
    {
        Unset,
        Auto,
        None,
        Any, ///< some tool must be called
        One ///< this tool must be called
    };
    Kind kind = Kind::Unset;
    std::string name; ///< for One
    bool operator==(const ToolChoice &) const = default;
};

/// How much the model is to think.
struct Reasoning
{
    enum class Mode : std::uint8_t
    {
        Unset,
        Off,
        On, ///< with a budget, or an effort, or the model's own measure
        Adaptive ///< the model decides
    };
    Mode mode = Mode::Unset;
    std::optional<std::int64_t> budgetTokens;
    std::string effort; ///< "minimal", "low", "medium", "high", "xhigh", "max"; empty: unset
    std::string summary; ///< Responses: "auto", "concise", "detailed"
    std::optional<bool> showThoughts;
    bool operator==(const Reasoning &) const = default;
};

/// The form the answer must have.
struct AnswerFormat
{
    enum class Kind : std::uint8_t
    {
        Unset,
        Text,
        JsonObject,
        JsonSchema
    };
    Kind kind = Kind::Unset;
    std::string name, description;
    RawJson schema;
    std::optional<bool> strict;
    bool operator==(const AnswerFormat &) const = default;
};

/// Numbers are JSON text, as they were sent; empty: not given.
struct Sampling
{
    std::string temperature, topP, topK, frequencyPenalty, presencePenalty, seed;
    std::optional<bool> logprobs;
    std::string topLogprobs, choices; ///< how many alternatives of a token, of the answer
    RawJson logitBias;
    bool operator==(const Sampling &) const = default;
};

struct Request
{
    std::string model;
    bool stream = false;
    bool wantsUsage = true; ///< of a stream: chat clients must ask for the usage event
    std::vector<Message> messages; ///< system texts where the client put them: mostly first
    std::size_t instructions
        = 0; ///< leading messages that hold for this request only, not for what follows it
    std::vector<Tool> tools;
    std::vector<Extra>
        hostedTools; ///< tools that the provider runs, by their type; in the spelling of `from`
    ToolChoice toolChoice;
    std::optional<bool> parallelTools;
    std::optional<std::int64_t> maxOutputTokens;
    Sampling sampling;
    std::vector<std::string> stop;
    Reasoning reasoning;
    AnswerFormat format;
    std::string verbosity; ///< "low", "medium", "high"
    std::string serviceTier, user, promptCacheKey;
    RawJson metadata;
    std::optional<bool> store;
    std::string previousResponse; ///< Responses: the id of the answer this one follows
    Dialect from = Dialect::None;
    std::vector<Extra> extras; ///< in the spelling of `from`
    bool operator==(const Request &) const = default;
};

/// Why an answer ended.
enum class StopReason : std::uint8_t
{
    Unknown, ///< not told
    Stop,
    Length,
    ToolCalls,
    StopSequence,
    Filtered, ///< by the provider's content rules
    Refused, ///< by the model
    Paused, ///< a server-side turn is to be continued by sending it back
};

struct Finish
{
    StopReason reason = StopReason::Unknown;
    std::string stopSequence; ///< for StopSequence, where it is told
    bool operator==(const Finish &) const = default;
};

/// What is known when an answer begins.
struct AnswerHead
{
    std::string id; ///< the provider's; empty: none
    std::string model; ///< as the answer names it
    std::int64_t created = 0; ///< seconds since 1970; 0: not told
    bool operator==(const AnswerHead &) const = default;
};

/// A whole answer. Usage is read beside it, by UsageReader.
struct Answer
{
    AnswerHead head;
    std::vector<Part> parts;
    Finish finish;
    bool operator==(const Answer &) const = default;
};

/// An error that a provider told, in a plain answer or in the middle of a stream.
struct Failure
{
    unsigned status = 0; ///< HTTP; 0: inside a stream
    std::string message; ///< the provider's words, unchanged
    std::string type, code; ///< the provider's; may be empty
    bool operator==(const Failure &) const = default;
};

} // namespace slipswitch::dialect
