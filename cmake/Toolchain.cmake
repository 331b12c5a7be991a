# Flags, sanitizers, ccache and the linker: everything that is the same for all targets.

# Coroutines that hand over to one another by tail calls need -O1 at least, or deep recursion would
# grow the stack; the presets see to it.
add_library(slipswitch_flags INTERFACE)
target_compile_options(slipswitch_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # False alarms of GCC 12 inside Boost and libstdc++ at -O1 and above.
    target_compile_options(slipswitch_flags INTERFACE
        -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds -Wno-restrict -Wno-tsan)
endif()
if(SLIPSWITCH_WERROR)
    target_compile_options(slipswitch_flags INTERFACE -Werror)
endif()
if(SLIPSWITCH_ASSERTIONS)
    target_compile_definitions(slipswitch_flags INTERFACE _GLIBCXX_ASSERTIONS)
endif()
if(SLIPSWITCH_SANITIZE)
    add_compile_options(-fsanitize=${SLIPSWITCH_SANITIZE} -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${SLIPSWITCH_SANITIZE})
    if(SLIPSWITCH_SANITIZE MATCHES "undefined")
        add_compile_options(-fno-sanitize-recover=undefined)
    endif()
endif()
if(SLIPSWITCH_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(SLIPSWITCH_CCACHE ccache)
if(SLIPSWITCH_CCACHE)
    # One cache serves every checkout; precompiled headers need the three sloppiness settings.
    set(launcher ${CMAKE_COMMAND} -E env
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
        CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        ${SLIPSWITCH_CCACHE})
    set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        add_compile_options(-fpch-preprocess)
    endif()
endif()

find_program(SLIPSWITCH_MOLD mold)
if(SLIPSWITCH_MOLD)
    add_link_options(-fuse-ld=mold)
endif()
