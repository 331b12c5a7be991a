#pragma once

#include "core/dialect/Codec.h"

namespace slipswitch::dialect {

/// Notes what a request says beside its content and settings for which its target has no place: names of
/// participants and files, an image's detail, citations and likelihoods of a history, signatures of calls,
/// what an answer's schema is called, whether thoughts are shown. What a writer looks at anyway, it notes
/// itself.
/// @param to  the dialect it goes to
void notePlaceless(const Request &request, Dialect to, const Destination &place, Losses &losses);

} // namespace slipswitch::dialect
