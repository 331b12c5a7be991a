#pragma once

#include "core/ledger/Reader.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace slipswitch::ledger {

/// A word of a filter's text that was not understood.
struct FilterFault
{
    std::size_t offset = 0, length = 0; ///< in bytes of the text
    std::string message; ///< English, one sentence
    bool operator==(const FilterFault &) const = default;
};

struct ParsedFilter
{
    Filter filter; ///< of what was understood; use it only without faults
    std::vector<FilterFault> faults;
};

/// An access key as filters may name it.
struct NamedKey
{
    std::string id, name;
};

/// Reads what the user types above the log. Words are joined by "and"; "…" holds blanks together:
///
///     model:gpt-4o  provider:openai  tool:codex  key:laptop  project:house    the whole name
///     status:429  status:5xx  status:ok  status:error  status:left  status:interrupted  status:cached
///     cost:>0.05  cost:<=1  cost:0.1..0.5                                     US dollars, bounds included
///     since:1h  until:30m  since:2026-11-01  since:2026-11-01T08:00           ago (m, h, d, w), or local
///     time timeout  -preview                  in the error text or a model's name; with a dash: in neither
///
/// Pure. @param now  what "ago" counts from; @param zone  local time minus UTC; @param keys  by name or id
[[nodiscard]] ParsedFilter parseFilter(
    std::string_view text, UtcTime now, std::chrono::minutes zone = {}, std::span<const NamedKey> keys = {});

/// What may follow at the end of a word being typed.
struct Completion
{
    std::size_t offset = 0, length = 0; ///< the part of the text that it replaces
    std::string text; ///< "model:" or "model:gpt-4o", quoted where need be
    bool operator==(const Completion &) const = default;
};

/// The field whose values the word at `cursor` asks for ("model:gp|"), empty when it names none.
[[nodiscard]] std::string fieldAt(std::string_view text, std::size_t cursor);

/// Field names for the word at `cursor`, or those of `values` that go on from what is typed, at most `most`.
/// @param values  of the field that `fieldAt` names, as the log knows them.
[[nodiscard]] std::vector<Completion> completionsAt(
    std::string_view text, std::size_t cursor, std::span<const std::string> values, std::size_t most = 12);

} // namespace slipswitch::ledger
