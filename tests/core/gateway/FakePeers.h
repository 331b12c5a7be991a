#pragma once

#include "core/http/Server.h"
#include "core/http/Upstream.h"

#include <deque>
#include <string>
#include <vector>

/// The two ends of a relay without sockets.
namespace slipswitch::tests {

/// Gives out its pieces one read at a time, then ends or fails.
class FakeUpstreamResponse final : public http::UpstreamResponse
{
public:
    FakeUpstreamResponse(std::string contentType, std::vector<std::string> pieces)
        : m_contentType(std::move(contentType))
        , m_pieces(std::move(pieces))
    {
        m_fields.add("Content-Type", m_contentType);
    }
    void failAtTheEnd(Error error) { m_failure = std::move(error); }
    void setField(std::string_view name, std::string_view value) { m_fields.add(name, value); }

    [[nodiscard]] unsigned status() const override { return 200; }
    [[nodiscard]] const http::Fields &fields() const override { return m_fields; }
    [[nodiscard]] std::optional<std::uint64_t> contentLength() const override { return std::nullopt; }
    [[nodiscard]] const http::UpstreamTiming &timing() const override { return m_timing; }
    [[nodiscard]] http::Task<Result<http::BodyPart>> read() override
    {
        if (m_next >= m_pieces.size()) {
            if (m_failure)
                co_return failure(*m_failure);
            co_return http::BodyPart {{}, true};
        }
        const auto &piece = m_pieces[m_next++];
        co_return http::BodyPart {piece, !m_failure && m_next == m_pieces.size()};
    }

private:
    std::string m_contentType;
    std::vector<std::string> m_pieces;
    std::optional<Error> m_failure;
    std::size_t m_next = 0;
    http::Fields m_fields;
    http::UpstreamTiming m_timing;
};

/// Remembers what the client would have got.
class FakeServerExchange final : public http::ServerExchange
{
public:
    [[nodiscard]] const http::RequestHead &head() const override { return m_head; }
    [[nodiscard]] http::Task<Result<std::string_view>> readBody() override { co_return std::string_view(); }
    [[nodiscard]] http::Task<Result<void>> respond(const ResponseHead &head, std::string_view body) override
    {
        m_begun = true;
        sentHead = head;
        sent.append(body);
        finished = true;
        co_return Result<void>();
    }
    void begin(const ResponseHead &head) override
    {
        m_begun = true;
        sentHead = head;
    }
    [[nodiscard]] http::Task<Result<void>> write(std::string_view bytes, bool last) override
    {
        sent.append(bytes);
        finished = last;
        co_return Result<void>();
    }
    void abort() override { aborted = true; }
    void onClientGone(std::function<void()>) override { }
    [[nodiscard]] bool clientGone() const override { return false; }
    [[nodiscard]] bool begun() const override { return m_begun; }
    [[nodiscard]] bool writing() const override { return false; }

    ResponseHead sentHead;
    std::string sent;
    bool finished = false, aborted = false;

private:
    http::RequestHead m_head;
    bool m_begun = false;
};

} // namespace slipswitch::tests
