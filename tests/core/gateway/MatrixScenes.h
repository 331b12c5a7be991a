#pragma once

#include "core/dialect/Codec.h"
#include "tests/support/ScriptedPeer.h"

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

/// What every pair of dialects is put through for the table of docs/dialects.md.
namespace slipswitch::tests {

/// What a scripted provider answers.
enum class Scene : std::uint8_t
{
    Text,
    Call,
    TwoCalls,
    Thought, ///< before a call
    Refused, ///< an error status
    Break ///< an error in the middle of a stream
};

inline constexpr std::string_view sceneText = "matrix answer";
inline constexpr std::string_view sceneThought = "matrix thought";
inline constexpr std::string_view sceneSignature = "bWF0cml4LXNpZ25hdHVyZQ==";
inline constexpr std::string_view sceneError = "matrix error: too much at once";
inline constexpr std::int64_t sceneInput = 11, sceneOutput = 7;

/// One way to ask providers: a dialect, at a kind of provider.
struct Speaker
{
    const char *title;
    dialect::Dialect dialect;
    const char *kind; ///< catalogue id, or a custom one
    bool ofClients; ///< tools speak it to us
    bool hasSignatures; ///< its thoughts must come back with what proves them
};
[[nodiscard]] const std::vector<Speaker> &speakers();

/// The model's name that makes a provider play a scene.
[[nodiscard]] std::string sceneModel(Scene scene, bool stream);
/// What the client asks for, all at once: a tool, a picture, thinking, a form of the answer.
[[nodiscard]] dialect::Request sceneRequest(Scene scene, bool stream);
/// The answer as the provider means it.
[[nodiscard]] dialect::Answer sceneAnswer(Scene scene, dialect::Dialect dialect);

/// Plays the scene that a request's model names, in a dialect; keeps what it was sent.
class ScenePlayer
{
public:
    explicit ScenePlayer(dialect::Dialect dialect);
    [[nodiscard]] std::uint16_t port() const { return m_peer.port(); }
    [[nodiscard]] std::string lastBody();

private:
    void serve(PeerConnection &peer);
    [[nodiscard]] std::string reply(std::string_view request) const;

    dialect::Dialect m_dialect;
    std::mutex m_mutex;
    std::string m_last;
    ScriptedPeer m_peer;
};

} // namespace slipswitch::tests
