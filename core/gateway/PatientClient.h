#pragma once

#include "core/base/Ids.h"
#include "core/dialect/Codec.h"
#include "core/http/DeadlineSweep.h"
#include "core/http/Interrupt.h"
#include "core/http/Server.h"

namespace slipswitch::gateway {

/// The client of a stream, told from time to time that it is still being worked on: many give up a connection
/// that is silent for long. What is told is what the SDKs of its dialect pass over. It goes out between two
/// events only, and never while another write is under way.
///
/// If nothing was sent before, the head goes first, with status 200. To the exchange nothing has begun by
/// that: other providers may still be tried, and an answer with an error's status becomes an event at which
/// the client's SDK raises. Thread: data plane.
class PatientClient final : public http::ServerExchange
{
public:
    PatientClient(http::ServerExchange &client, http::DeadlineSweep &sweep)
        : m_client(client)
        , m_sweep(sweep)
        , m_silence(sweep)
    { }

    /// From now on no silence is longer than that, or little; zero: any may be.
    /// @param codec  the client's; one without `keepAlive` is told nothing
    void breakSilence(const dialect::Codec &codec, std::chrono::milliseconds silence, RequestId id);
    /// What comes is no stream of events, so nothing can be told between them.
    void stopTelling() { m_silence.disarm(); }
    /// The client has a head that says that a stream comes.
    [[nodiscard]] bool keptWaiting() const { return m_told; }
    /// Something is being told at this moment.
    [[nodiscard]] bool isTelling() const { return m_telling; }
    /// To be awaited before the end while something is being told.
    [[nodiscard]] http::Task<void> untilTold();

    [[nodiscard]] const http::RequestHead &head() const override { return m_client.head(); }
    [[nodiscard]] http::Task<Result<std::string_view>> readBody() override { return m_client.readBody(); }
    [[nodiscard]] http::Task<Result<void>> respond(const ResponseHead &head, std::string_view body) override;
    void begin(const ResponseHead &head) override;
    [[nodiscard]] http::Task<Result<void>> write(std::string_view bytes, bool last) override;
    void abort() override;
    void onClientGone(std::function<void()> callback) override { m_client.onClientGone(std::move(callback)); }
    [[nodiscard]] bool clientGone() const override { return m_client.clientGone(); }
    /// An answer has begun; a head that only keeps the client waiting is none.
    [[nodiscard]] bool begun() const override { return m_begun; }
    [[nodiscard]] bool writing() const override { return m_client.writing(); }

private:
    void arm();
    void breakIt();
    [[nodiscard]] http::Task<void> tell();
    [[nodiscard]] http::Task<Result<void>> writeAfter(std::string_view bytes, bool last);
    [[nodiscard]] http::Task<Result<void>> respondInStream(unsigned status, std::string_view body);
    void noteWritten(std::string_view bytes, bool last);
    [[nodiscard]] bool isBetweenEvents() const;

    http::ServerExchange &m_client;
    http::DeadlineSweep &m_sweep;
    http::Deadline m_silence;
    std::chrono::milliseconds m_longest {};
    const dialect::Codec *m_codec = nullptr; ///< nullptr: nothing is told
    RequestId m_id;
    std::string m_tail; ///< the last bytes written
    http::SteadyTimer *m_waiter = nullptr;
    bool m_begun = false, m_told = false, m_telling = false;
};

} // namespace slipswitch::gateway
