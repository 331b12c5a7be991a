#pragma once

#include "core/base/Result.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace slipswitch::http {

/// Undoes a Content-Encoding piece by piece: gzip, deflate, br, zstd. Thread: any one at a time.
class ContentDecoder
{
public:
    /// nullopt for none, identity and codings that we don't know.
    [[nodiscard]] static std::optional<ContentDecoder> forCoding(std::string_view coding);
    ~ContentDecoder();
    ContentDecoder(ContentDecoder &&) noexcept;
    ContentDecoder &operator=(ContentDecoder &&) noexcept;

    /// Of one feed; 16 MiB unless told.
    void limitOutput(std::size_t bytes);
    /// @return  what these bytes give; valid until the next call.
    /// Errors: BadRequest when they are not of the coding, TooLarge past the limit.
    [[nodiscard]] Result<std::string_view> feed(std::string_view bytes);
    /// Whether the coded data came to its own end.
    [[nodiscard]] bool ended() const;

    struct Engine;

private:
    explicit ContentDecoder(std::unique_ptr<Engine> engine);
    std::unique_ptr<Engine> m_engine;
    std::string m_output;
};

/// A whole body at once.
/// Errors: Unsupported for an unknown coding, TooLarge past `limit`, BadRequest for a broken or cut-off body;
/// all with source Client.
[[nodiscard]] Result<std::string> decodeBody(
    std::string_view body, std::string_view coding, std::size_t limit);

} // namespace slipswitch::http
