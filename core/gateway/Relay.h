#pragma once

#include "core/domain/Exchange.h"
#include "core/gateway/ResponseScanner.h"
#include "core/gateway/Translator.h"
#include "core/gateway/UsageWithholder.h"
#include "core/http/ContentDecoder.h"
#include "core/http/Server.h"
#include "core/http/Upstream.h"

#include <functional>
#include <optional>
#include <string>

namespace slipswitch::gateway {

/// Adds a provider's fields to a head for the client, without framing and what belongs to a connection.
void appendRelayed(const http::Fields &fields, std::string &head);
/// The few of them that also hold for a translated body.
void appendStillTrue(const http::Fields &fields, std::string &head);

/// One answer on its way from a provider to the client: held until its first content, then passed on byte for
/// byte, or translated, while a scanner listens. Thread: data plane.
class Relay
{
public:
    struct Options
    {
        domain::Dialect dialect = domain::Dialect::None;
        domain::Quirks quirks;
        bool streamAsked = false;
        bool withholdUsage = false; ///< we asked for the usage event, the client did not
        bool keepBody = false; ///< the ledger wants the answer's text
        Translator *translator = nullptr; ///< the client speaks another dialect; outlives the relay
    };
    /// The bounds of holding an answer back.
    static constexpr std::size_t mostHeld = 256 * 1024;
    static constexpr std::chrono::seconds longestHold {20};
    /// Of a body that the ledger keeps; the rest is cut.
    static constexpr std::size_t mostKept = 1024 * 1024;

    Relay(http::UpstreamResponse &response, const Options &options);

    /// Reads until the first content, the end or a bound. What was read is held.
    /// Errors: of the upstream, or UpstreamError when the answer tells of an error before any content.
    [[nodiscard]] http::Task<Result<void>> hold(const Clock &clock);

    /// Called after each read is scanned and before it is passed on; `ended` on the last one.
    using Progress = std::function<void(bool ended)>;
    /// Passes on what is held, then the rest.
    /// @param fields  of our own, to be added to the provider's.
    /// Errors: of the upstream (the client saw a part already, and is told in its dialect), or
    /// ConnectionClosed (source Client).
    [[nodiscard]] http::Task<Result<void>> pass(
        http::ServerExchange &client, std::string fields, const Progress &progress);

    /// The whole body is held: its cost can stand in the head.
    [[nodiscard]] bool wholeIsHeld() const { return m_last; }
    [[nodiscard]] bool streams() const { return m_streams; }
    /// What the client gets of it is a stream of events, in plain text.
    [[nodiscard]] bool isEvents() const
    {
        return m_translator ? m_translator->clientStreams() : m_streams && !m_decoder;
    }
    /// Nothing can go to the client before all of it is there.
    [[nodiscard]] bool mustBeWhole() const
    {
        return !(m_streams || m_pieces) || (m_translator && !m_translator->clientStreams());
    }
    [[nodiscard]] const ResponseScanner &scanner() const { return m_scanner; }
    [[nodiscard]] std::int64_t bytes() const { return m_bytes; }
    /// Decoded text of the answer, if it was to be kept.
    [[nodiscard]] const std::string &kept() const { return m_kept; }

private:
    [[nodiscard]] http::Task<Result<http::BodyPart>> read();
    [[nodiscard]] http::Task<Result<void>> passRest(http::ServerExchange &client, const Progress &progress);
    [[nodiscard]] http::Task<Result<void>> breakOff(http::ServerExchange &client, Error error);
    [[nodiscard]] http::ServerExchange::ResponseHead clientHead(std::string fields) const;
    void scan(const http::BodyPart &part);
    void listen(std::string_view text);

    http::UpstreamResponse &m_response;
    domain::Dialect m_dialect;
    bool m_streams;
    bool m_pieces; ///< Gemini's other way to stream: the elements of a JSON array
    std::optional<http::ContentDecoder> m_decoder;
    ResponseScanner m_scanner;
    std::optional<UsageWithholder> m_withholder;
    Translator *m_translator;
    std::string m_translated; ///< of the last read
    std::string m_held;
    bool m_keepBody;
    std::string m_kept;
    std::int64_t m_bytes = 0;
    bool m_last = false;
};

} // namespace slipswitch::gateway
