#pragma once

#include "core/http/BodyBytes.h"
#include "core/http/HeadRules.h"
#include "core/http/Types.h"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

namespace slipswitch::http {

/// A chunk's size line, or the trailer, may hold so much; only these leave bytes unconsumed.
constexpr std::size_t maxFramingBytes = 16 * 1024;

/// Beast's parser with our sinks: one message, fields as views, payload joined in place.
/// Private to RequestParser and ResponseParser.
template <bool isRequest>
class MessageParser final : public boost::beast::http::basic_parser<isRequest>
{
    using Base = boost::beast::http::basic_parser<isRequest>;
    using ErrorCode = boost::beast::error_code;
    using View = boost::beast::string_view;

public:
    explicit MessageParser(Fields &fields)
        : m_fields(fields)
        , m_rules(isRequest ? HeadRules::Side::Request : HeadRules::Side::Response)
    {
        this->header_limit(maxBeastHead);
        this->body_limit(boost::none);
        fields.clear();
    }

    /// Reads the head only, which must lie in `bytes` from its first byte. @return its size
    std::size_t putHead(std::string_view bytes, ErrorCode &error)
    {
        m_head = bytes;
        return this->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    }
    std::size_t putBody(std::span<char> bytes, ErrorCode &error)
    {
        m_payload.start();
        this->eager(true);
        return this->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    }

    /// Which of our rules was broken, empty if none was.
    [[nodiscard]] std::string_view brokenRule() const { return m_broken; }
    [[nodiscard]] std::string_view payload() const { return m_payload.joined(); }
    [[nodiscard]] std::string_view method() const { return m_method; }
    [[nodiscard]] std::string_view target() const { return m_target; }
    [[nodiscard]] unsigned status() const { return m_status; }
    [[nodiscard]] int minorVersion() const { return m_minorVersion; }

private:
    static constexpr std::uint32_t maxBeastHead = 0x4000'0000; // the wrapper keeps the true limit

    void on_request_impl(
        boost::beast::http::verb, View method, View target, int version, ErrorCode &) override
    {
        m_method = method;
        m_target = target;
        m_minorVersion = version % 10;
    }
    void on_response_impl(int code, View, int version, ErrorCode &) override
    {
        m_status = static_cast<unsigned>(code);
        m_minorVersion = version % 10;
    }
    void on_field_impl(boost::beast::http::field, View name, View value, ErrorCode &error) override
    {
        if (this->is_header_done())
            return; // a trailer
        m_broken = m_rules.checkField(m_head, name, value);
        if (!m_broken.empty())
            error = boost::beast::http::error::bad_field;
        else
            m_fields.add(name, value);
    }
    void on_header_impl(ErrorCode &error) override
    {
        m_broken = m_rules.checkEnd(m_minorVersion);
        if (!m_broken.empty())
            error = boost::beast::http::error::bad_field;
    }
    void on_body_init_impl(const boost::optional<std::uint64_t> &, ErrorCode &) override { }
    std::size_t on_body_impl(View body, ErrorCode &) override
    {
        m_payload.add(body);
        return body.size();
    }
    void on_chunk_header_impl(std::uint64_t, View, ErrorCode &) override { }
    std::size_t on_chunk_body_impl(std::uint64_t, View body, ErrorCode &) override
    {
        m_payload.add(body);
        return body.size();
    }
    void on_finish_impl(ErrorCode &) override { }

    Fields &m_fields;
    HeadRules m_rules;
    PayloadJoin m_payload;
    std::string_view m_head, m_broken, m_method, m_target;
    unsigned m_status = 0;
    int m_minorVersion = 1;
};

/// Whether the blank line that ends a head is there. @param searched  bytes known not to hold it; updated
[[nodiscard]] inline bool holdsHeadEnd(std::string_view bytes, std::size_t &searched)
{
    const auto from = searched < 3 ? 0 : searched - 3;
    searched = bytes.size();
    return bytes.find("\r\n\r\n", from) != std::string_view::npos;
}

} // namespace slipswitch::http
