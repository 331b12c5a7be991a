#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace slipswitch {

/// What went wrong, in terms the user interface can translate. Stored as a number: append only.
enum class ErrorCode : std::uint8_t
{
    BadRequest,        ///< the client's message is malformed or incomplete
    Unauthorized,      ///< no access key, or one that we don't know
    Forbidden,         ///< known, but not allowed (Host, Origin, revoked key)
    NotFound,          ///< no such path, model, file or row
    TooLarge,          ///< a limit on size was passed
    Unsupported,       ///< well formed, but not something we do
    Conflict,          ///< already exists, or held by another program
    RateLimited,       ///< by the provider or by our own limits
    Overloaded,        ///< one of our bounded queues or stores is full
    Timeout,           ///< a deadline passed
    Cancelled,         ///< somebody who may do so called it off
    ConnectFailed,     ///< DNS, TCP, proxy or TLS hand-shake
    TlsRejected,       ///< the peer's certificate was not accepted
    ConnectionClosed,  ///< the peer left in the middle
    BadResponse,       ///< the peer's answer breaks its own protocol
    UpstreamError,     ///< the provider answered with an error status
    Locked,            ///< keychain, vault or file is locked
    Corrupt,           ///< stored data can't be read back
    NewerVersion,      ///< stored data was written by a later version of us
    Io,                ///< the operating system refused a read or write
    Internal,          ///< a fault of ours
    UpgradeRequired,   ///< a protocol upgrade that we don't do: the client should go on without
    MethodNotAllowed,  ///< the path is right, the HTTP method is not
};
inline constexpr ErrorCode lastErrorCode = ErrorCode::MethodNotAllowed;

/// Whose fault it is; drives failover and what the client is told.
enum class ErrorSource : std::uint8_t
{
    Client,
    Upstream,
    Internal
};

struct Error
{
    ErrorCode code = ErrorCode::Internal;
    ErrorSource source = ErrorSource::Internal;
    bool retryable = false; ///< the same request may succeed if sent again
    std::string detail;     ///< English, one sentence, never a secret; the ui translates `code`
};

/// Stable lower-case name ("too_large"), for logs and JSON.
[[nodiscard]] std::string_view name(ErrorCode code);

} // namespace slipswitch
