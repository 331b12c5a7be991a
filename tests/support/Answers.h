#pragma once

#include "core/dialect/Codec.h"
#include "core/http/EventReader.h"
#include "tests/support/Wire.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Reading answers in any dialect, for comparing what a client gets with what a provider sent.
namespace slipswitch::tests {

/// What must survive every translation.
struct Essence
{
    std::string text, thoughts, refusal;
    std::vector<std::pair<std::string, std::string>> calls; ///< name, arguments in one spelling
    dialect::StopReason reason = dialect::StopReason::Unknown;
    std::string failure; ///< told inside a stream
    bool operator==(const Essence &) const = default;
    /// For the message of a failed check.
    [[nodiscard]] std::string describe() const;
};

/// A collector that also checks the promises of EventSink.
class StrictCollector final : public dialect::EventSink
{
public:
    void started(const dialect::AnswerHead &head) override;
    void partBegan(const dialect::Part &head) override;
    void partGrew(dialect::Grown what, std::string_view more) override;
    void partEnded() override;
    void finished(const dialect::Finish &finish) override;
    void failed(const dialect::Failure &failure) override;

    [[nodiscard]] Essence essence();
    [[nodiscard]] dialect::Answer &answer() { return m_collector.answer(); }
    [[nodiscard]] const std::string &complaint() const { return m_complaint; }
    [[nodiscard]] bool isFinished() const { return m_collector.isFinished(); }

private:
    void expect(bool holds, const char *what);
    dialect::Collector m_collector;
    bool m_started = false, m_open = false, m_over = false;
    std::string m_complaint; ///< of the first promise broken
};

[[nodiscard]] Essence essenceOf(const dialect::Answer &answer);
/// How a dialect's streams are cut.
[[nodiscard]] http::Framing framingOf(dialect::Dialect dialect);
/// The data of each event of a stream.
[[nodiscard]] std::vector<std::string> eventsOf(std::string_view stream, dialect::Dialect dialect);
/// Reads a stream in the dialect. @param pieces  fed one after another
void readStream(
    const dialect::Codec &codec, const std::vector<std::string_view> &pieces, dialect::EventSink &sink);
/// A whole reply, plain or streamed; its complaint is put into `essence.failure`.
[[nodiscard]] Essence essenceOfReply(const dialect::Codec &codec, std::string_view body, bool streams);

/// Whether a recording is a stream.
[[nodiscard]] bool isStream(const WireCase &item);
/// Successful recordings that a codec is there for.
[[nodiscard]] std::vector<WireCase> translatableCases();

} // namespace slipswitch::tests
