#pragma once

#include "core/base/Error.h"

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace slipswitch {

/// A value, or why there is none. Functions that return it are [[nodiscard]].
template <typename T>
using Result = tl::expected<T, Error>;

/// The failing side of a Result: `return failure(ErrorCode::Io, "…");`
[[nodiscard]] inline tl::unexpected<Error> failure(
    ErrorCode code, std::string detail, ErrorSource source = ErrorSource::Internal, bool retryable = false)
{
    return tl::unexpected<Error>(Error {code, source, retryable, std::move(detail)});
}

/// Hands an error on, from a Result of one type to a Result of another.
[[nodiscard]] inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace slipswitch
