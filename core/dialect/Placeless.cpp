#include "core/dialect/Placeless.h"

#include "core/dialect/Families.h"

#include <algorithm>

namespace slipswitch::dialect {

namespace {

bool isOneOf(Dialect dialect, std::initializer_list<Dialect> list)
{
    return std::ranges::find(list, dialect) != list.end();
}

/// Whether a file's name goes with it.
bool takesName(Dialect to, const Media &media)
{
    if (media.kind != Media::Kind::Document)
        return false;
    if (isOneOf(to, {Dialect::AnthropicMessages, Dialect::BedrockConverse}))
        return true;
    return isOneOf(to, {Dialect::OpenAiChat, Dialect::OpenAiResponses}) && !media.data.empty();
}

class Notes
{
public:
    Notes(Dialect to, Losses &losses)
        : m_to(to)
        , m_losses(losses)
    { }

    void message(const Message &message)
    {
        if (m_to != Dialect::OpenAiChat)
            m_losses.dropped(message.name, "names of participants");
        for (const auto &part : message.parts)
            this->part(part);
    }

private:
    void part(const Part &part)
    {
        if (const auto *text = std::get_if<Text>(&part.body)) {
            said(*text);
        } else if (const auto *refusal = std::get_if<Refusal>(&part.body)) {
            m_losses.dropped(refusal->likelihoods, "logprobs of the history");
        } else if (const auto *media = std::get_if<Media>(&part.body)) {
            medium(*media);
        } else if (const auto *call = std::get_if<ToolCall>(&part.body)) {
            // The others look at it.
            if (!isOneOf(m_to, {Dialect::OpenAiChat, Dialect::Gemini}) && !call->signature.empty())
                m_losses.note("thinking signature dropped: other model");
        } else if (const auto *result = std::get_if<ToolResult>(&part.body)) {
            returned(*result);
        }
    }

    void said(const Text &text)
    {
        if (!isOneOf(m_to, {Dialect::AnthropicMessages, Dialect::OpenAiResponses}))
            m_losses.dropped(text.citations, "citations");
        if (m_to != Dialect::Gemini)
            m_losses.dropped(text.signature, "thinking signature of a text");
        m_losses.dropped(text.likelihoods, "logprobs of the history");
    }

    void medium(const Media &media)
    {
        const bool sees
            = isOneOf(m_to, {Dialect::OpenAiChat, Dialect::OpenAiResponses, Dialect::CohereChatV2});
        if (!sees && media.detail != "auto") // which is what others do unasked
            m_losses.dropped(media.detail, "detail of images");
        if (!takesName(m_to, media))
            m_losses.dropped(media.name, "names of files");
    }

    void returned(const ToolResult &result)
    {
        for (const auto &item : result.content) {
            if (const auto *text = std::get_if<Text>(&item))
                m_losses.dropped(text->citations, "citations");
            else if (const auto *media = std::get_if<Media>(&item))
                medium(*media);
        }
    }

    Dialect m_to;
    Losses &m_losses;
};

void noteFormat(const AnswerFormat &format, Losses &losses)
{
    losses.dropped(format.name, "name of the answer's schema");
    losses.dropped(format.description, "description of the answer's schema");
}

/// Whether the target shows no thoughts when it is told so.
bool canHideThoughts(Dialect to, const Destination &place)
{
    if (isOneOf(to, {Dialect::AnthropicMessages, Dialect::BedrockConverse}))
        return !claudeTakes(place.model).budget;
    return isOneOf(to, {Dialect::Gemini, Dialect::OpenAiResponses});
}

void noteReasoning(const Reasoning &reasoning, Dialect to, const Destination &place, Losses &losses)
{
    using Mode = Reasoning::Mode;
    const bool asked = reasoning.mode == Mode::On || reasoning.mode == Mode::Adaptive;
    if (!asked || place.reasons == false)
        return;
    if (!reasoning.showThoughts.value_or(true) && !canHideThoughts(to, place))
        losses.note("thoughts are shown: they can't be hidden here");
    if (to != Dialect::OpenAiResponses && reasoning.summary != "auto") // as long as others tell them unasked
        losses.dropped(reasoning.summary, "reasoning.summary");
}

} // namespace

void notePlaceless(const Request &request, Dialect to, const Destination &place, Losses &losses)
{
    Notes notes(to, losses);
    for (const auto &message : request.messages)
        notes.message(message);
    if (request.from == to)
        return;
    if (isOneOf(to, {Dialect::AnthropicMessages, Dialect::Gemini, Dialect::Ollama, Dialect::CohereChatV2}))
        noteFormat(request.format, losses);
    noteReasoning(request.reasoning, to, place, losses);
    // Answers to clients of responses are kept here.
    if (request.store.value_or(false) && request.from != Dialect::OpenAiResponses)
        losses.note("store dropped");
}

} // namespace slipswitch::dialect
