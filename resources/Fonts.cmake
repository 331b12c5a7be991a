# Inter with figures of one width and JetBrains Mono without joined signs, compiled in as ":/fonts/…"
# under other names. Without the fonts or python3-fonttools the window uses what the system has.
find_path(SLIPSWITCH_INTER Inter-Regular.otf PATHS /usr/share/fonts/opentype/inter NO_DEFAULT_PATH)
find_path(SLIPSWITCH_MONO JetBrainsMono-Regular.ttf PATHS /usr/share/fonts/truetype/jetbrains-mono NO_DEFAULT_PATH)
find_package(Python3 COMPONENTS Interpreter)
# The distribution's module belongs to the distribution's interpreter, which need not be the first in PATH.
set(SLIPSWITCH_FONT_PYTHON "")
foreach(python IN ITEMS ${Python3_EXECUTABLE} /usr/bin/python3)
    execute_process(COMMAND ${python} -c "import fontTools" RESULT_VARIABLE lacking OUTPUT_QUIET ERROR_QUIET)
    if(lacking EQUAL 0)
        set(SLIPSWITCH_FONT_PYTHON ${python})
    endif()
endforeach()

set(fonts_qrc ${CMAKE_CURRENT_BINARY_DIR}/fonts.qrc)
set(fonts_folder ${CMAKE_CURRENT_BINARY_DIR}/fonts)
set(font_files "")
if(SLIPSWITCH_INTER AND SLIPSWITCH_MONO AND SLIPSWITCH_FONT_PYTHON)
    set(font_files Sans-Regular.otf Sans-Medium.otf Sans-SemiBold.otf Display-SemiBold.otf
        Mono-Regular.ttf Mono-Medium.ttf)
    list(TRANSFORM font_files PREPEND ${fonts_folder}/ OUTPUT_VARIABLE font_outputs)
    file(MAKE_DIRECTORY ${fonts_folder})
    add_custom_command(OUTPUT ${font_outputs}
        COMMAND ${SLIPSWITCH_FONT_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/bake-fonts.py
            ${SLIPSWITCH_INTER} ${SLIPSWITCH_MONO} ${fonts_folder}
        DEPENDS bake-fonts.py COMMENT "Baking the window's fonts" VERBATIM)
    # The fonts' licence goes where they go.
    foreach(name inter jetbrains-mono)
        if(EXISTS /usr/share/doc/fonts-${name}/copyright)
            configure_file(/usr/share/doc/fonts-${name}/copyright ${fonts_folder}/LICENCE-${name} COPYONLY)
            list(APPEND font_files LICENCE-${name})
        endif()
    endforeach()
else()
    message(STATUS "The window will use the system's fonts: Inter, JetBrains Mono or fontTools is missing.")
endif()

set(content "<RCC><qresource prefix=\"/fonts\">\n")
foreach(name IN LISTS font_files)
    string(APPEND content "<file alias=\"${name}\">${fonts_folder}/${name}</file>\n")
endforeach()
file(CONFIGURE OUTPUT ${fonts_qrc} CONTENT "${content}</qresource></RCC>\n" @ONLY)
target_sources(slipswitch_pictures PRIVATE ${fonts_qrc})
if(font_outputs)
    add_custom_target(slipswitch_fonts DEPENDS ${font_outputs})
    add_dependencies(slipswitch_pictures slipswitch_fonts)
    set_property(TARGET slipswitch_pictures PROPERTY AUTOGEN_TARGET_DEPENDS slipswitch_fonts)
endif()
