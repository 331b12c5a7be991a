#pragma once

#include "core/domain/Exchange.h"

#include <cstdint>
#include <span>

namespace slipswitch::ledger {

/// How an exchange is written into a slot: two parts, so that the one being rewritten when the process dies
/// does not take the other along. *Identity* is who asked and for which path; *course* is all the rest.
///
/// Texts are cut, on UTF-8 boundaries, to: method 16, path 256, key id 32, key name 64, tool 48, project 64,
/// user agent 120, requested model 128, provider 64, model 100, finish reason 32, error 300 bytes; a try's
/// provider 64, credential 32, model 100, reason 80, error 200, notes 240 (of the last try only). When a
/// course would not fit, the texts of the tries and the error are cut further in three steps; eight tries
/// always fit. Of more than eight, the first seven and the last are kept.
inline constexpr std::size_t identityCapacity = 640;
inline constexpr std::size_t courseCapacity = 1280;
inline constexpr std::size_t maxAttempts = 8;

/// Bytes used of `to`, which must have `identityCapacity`.
[[nodiscard]] std::size_t encodeIdentity(const domain::Exchange &exchange, std::span<std::uint8_t> to);
/// Bytes used of `to`, which must have `courseCapacity`.
[[nodiscard]] std::size_t encodeCourse(const domain::Exchange &exchange, std::span<std::uint8_t> to);

/// False when the bytes are not what the encoder writes; `exchange` is then partly filled.
[[nodiscard]] bool decodeIdentity(std::span<const std::uint8_t> from, domain::Exchange &exchange);
[[nodiscard]] bool decodeCourse(std::span<const std::uint8_t> from, domain::Exchange &exchange);

/// Tells torn bytes from whole ones; no protection against intent.
[[nodiscard]] std::uint64_t checksum(std::span<const std::uint8_t> bytes, std::uint64_t seed);

} // namespace slipswitch::ledger
