#include "core/http/ResponseParser.h"

#include "core/http/MessageParser.h"

namespace slipswitch::http {

namespace beast = boost::beast;

namespace {

constexpr int maxInformational = 32;

tl::unexpected<Error> badResponse(std::string detail)
{
    return failure(ErrorCode::BadResponse, std::move(detail), ErrorSource::Upstream);
}

} // namespace

struct ResponseParser::State
{
    std::size_t maxHeadBytes;
    NoBody noBody = NoBody::No;
    std::size_t skipped = 0; ///< bytes of 1xx heads
    int informational = 0;
    std::size_t searched = 0;
    bool tried = false;
    bool headDone = false;
    Fields fields;
    std::optional<MessageParser<false>> parser;

    void startHead();
    Result<std::size_t> parseOneHead(std::string_view bytes);
};

void ResponseParser::State::startHead()
{
    searched = 0;
    tried = false;
    headDone = false;
    parser.reset();
}

Result<std::size_t> ResponseParser::State::parseOneHead(std::string_view bytes)
{
    const bool ended = holdsHeadEnd(bytes, searched);
    if (ended || !tried) {
        tried = true;
        parser.emplace(fields);
        parser->skip(noBody == NoBody::Yes);
        beast::error_code error;
        const auto size = parser->putHead(bytes, error);
        if (!error && size <= maxHeadBytes)
            return size;
        if (error && error != beast::http::error::need_more) {
            const auto rule = parser->brokenRule();
            return badResponse(
                rule.empty() ? "The header is malformed: " + error.message() + "." : std::string(rule));
        }
    }
    if (bytes.size() > maxHeadBytes)
        return badResponse("The header is too large.");
    return std::size_t {0};
}

ResponseParser::ResponseParser(std::size_t maxHeadBytes)
    : m_state(std::make_unique<State>())
{
    m_state->maxHeadBytes = maxHeadBytes;
}

ResponseParser::~ResponseParser() = default;

void ResponseParser::start(NoBody noBody)
{
    m_state->noBody = noBody;
    m_state->skipped = 0;
    m_state->informational = 0;
    m_state->startHead();
}

Result<std::size_t> ResponseParser::parseHead(std::string_view bytes)
{
    State &state = *m_state;
    while (state.skipped < bytes.size()) {
        auto size = state.parseOneHead(bytes.substr(state.skipped));
        if (!size || *size == 0)
            return size;
        const auto status = state.parser->status();
        if (status < 100 || status == 101)
            return badResponse("The status is not one we can take: " + std::to_string(status) + ".");
        if (status >= 200) {
            state.headDone = true;
            return state.skipped + *size;
        }
        if (++state.informational > maxInformational)
            return badResponse("There is no end of 1xx responses.");
        state.skipped += *size;
        state.startHead();
    }
    return std::size_t {0};
}

unsigned ResponseParser::status() const
{
    return m_state->parser->status();
}

const Fields &ResponseParser::fields() const
{
    return m_state->fields;
}

std::optional<std::uint64_t> ResponseParser::contentLength() const
{
    if (const auto length = m_state->parser->content_length())
        return *length;
    return std::nullopt;
}

bool ResponseParser::chunked() const
{
    return m_state->parser->chunked();
}

bool ResponseParser::complete() const
{
    return m_state->headDone && m_state->parser->is_done();
}

Result<BodyBytes> ResponseParser::decodeBody(std::span<char> bytes)
{
    auto &parser = *m_state->parser;
    if (parser.is_done())
        return BodyBytes {{}, 0, true};
    beast::error_code error;
    const auto consumed = parser.putBody(bytes, error);
    if (error && error != beast::http::error::need_more)
        return badResponse("The body is malformed: " + error.message() + ".");
    if (!parser.is_done() && bytes.size() - consumed > maxFramingBytes)
        return badResponse("A chunk's header or the trailer is too large.");
    return BodyBytes {parser.payload(), consumed, parser.is_done()};
}

Result<void> ResponseParser::finish()
{
    if (m_state->headDone) {
        if (m_state->parser->is_done())
            return {};
        beast::error_code error;
        m_state->parser->put_eof(error);
        if (!error)
            return {};
    }
    return failure(
        ErrorCode::ConnectionClosed, "The connection ended before the response did.", ErrorSource::Upstream);
}

bool ResponseParser::keepAlive() const
{
    const auto &parser = *m_state->parser;
    // RFC 9112, 6.1: chunks in an HTTP/1.0 message are not to be trusted any further.
    return parser.keep_alive() && !(parser.minorVersion() == 0 && parser.chunked());
}

} // namespace slipswitch::http
