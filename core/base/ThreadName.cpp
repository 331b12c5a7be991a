#include "core/base/ThreadName.h"

#if defined(__linux__) || defined(__APPLE__)
#include <pthread.h>
#endif

namespace slipswitch {

void nameThisThread([[maybe_unused]] const char *name) noexcept
{
#if defined(__linux__)
    ::pthread_setname_np(::pthread_self(), name);
#elif defined(__APPLE__)
    ::pthread_setname_np(name);
#endif
}

} // namespace slipswitch
