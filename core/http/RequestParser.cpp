#include "core/http/RequestParser.h"

#include "core/http/MessageParser.h"

#include <optional>

namespace slipswitch::http {

namespace beast = boost::beast;

struct RequestParser::State
{
    std::size_t maxHeadBytes;
    std::size_t searched = 0;
    bool tried = false;
    RequestHead head;
    std::optional<MessageParser<true>> parser;

    void fillHead();
};

void RequestParser::State::fillHead()
{
    head.method = parser->method();
    head.target = parser->target();
    const auto question = head.target.find('?');
    head.path = head.target.substr(0, question);
    head.query = question == std::string_view::npos ? std::string_view() : head.target.substr(question + 1);
    head.minorVersion = parser->minorVersion();
    head.chunked = parser->chunked();
    head.contentLength.reset();
    if (const auto length = parser->content_length())
        head.contentLength = *length;
}

RequestParser::RequestParser(std::size_t maxHeadBytes)
    : m_state(std::make_unique<State>())
{
    m_state->maxHeadBytes = maxHeadBytes;
}

RequestParser::~RequestParser() = default;

void RequestParser::reset()
{
    m_state->searched = 0;
    m_state->tried = false;
    m_state->parser.reset();
}

Result<std::size_t> RequestParser::parseHead(std::string_view bytes)
{
    State &state = *m_state;
    const bool ended = holdsHeadEnd(bytes, state.searched);
    // The first bytes are tried at once, so that what is not HTTP is refused at once; then the end is
    // awaited.
    if (ended || !state.tried) {
        state.tried = true;
        state.parser.emplace(state.head.fields);
        beast::error_code error;
        const auto size = state.parser->putHead(bytes, error);
        if (!error && size > state.maxHeadBytes)
            return failure(ErrorCode::TooLarge, "The header is too large.", ErrorSource::Client);
        if (!error) {
            state.fillHead();
            return size;
        }
        if (error != beast::http::error::need_more) {
            const auto rule = state.parser->brokenRule();
            return failure(ErrorCode::BadRequest,
                rule.empty() ? "The header is malformed: " + error.message() + "." : std::string(rule),
                ErrorSource::Client);
        }
    }
    if (bytes.size() > state.maxHeadBytes)
        return failure(ErrorCode::TooLarge, "The header is too large.", ErrorSource::Client);
    return std::size_t {0};
}

const RequestHead &RequestParser::head() const
{
    return m_state->head;
}

bool RequestParser::keepAlive() const
{
    return m_state->parser->keep_alive();
}

bool RequestParser::expectsContinue() const
{
    const auto &head = m_state->head;
    const auto expect = head.fields.find("expect");
    return expect && head.minorVersion >= 1 && equalIgnoringCase(*expect, "100-continue");
}

Result<BodyBytes> RequestParser::decodeBody(std::span<char> bytes)
{
    auto &parser = *m_state->parser;
    if (parser.is_done())
        return BodyBytes {{}, 0, true};
    beast::error_code error;
    const auto consumed = parser.putBody(bytes, error);
    if (error && error != beast::http::error::need_more)
        return failure(
            ErrorCode::BadRequest, "The body is malformed: " + error.message() + ".", ErrorSource::Client);
    if (!parser.is_done() && bytes.size() - consumed > maxFramingBytes)
        return failure(
            ErrorCode::BadRequest, "A chunk's header or the trailer is too large.", ErrorSource::Client);
    return BodyBytes {parser.payload(), consumed, parser.is_done()};
}

} // namespace slipswitch::http
