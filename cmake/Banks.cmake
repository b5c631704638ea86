# Every exam folder becomes BUILD/banks/<registry>-<exam>.bank, rebuilt when one of its sources changes.
file(GLOB outlines CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/question_banks/*/*/outline.toml)
set(banks)
foreach(outline ${outlines})
    get_filename_component(folder ${outline} DIRECTORY)
    get_filename_component(exam ${folder} NAME)
    get_filename_component(registry_folder ${folder} DIRECTORY)
    get_filename_component(registry ${registry_folder} NAME)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.toml)
    set(bank ${CMAKE_BINARY_DIR}/banks/${registry}-${exam}.bank)
    add_custom_command(
        OUTPUT ${bank}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/banks
        COMMAND collimate-cli bank compile ${folder} -o ${bank}
        DEPENDS ${sources} collimate-cli
        COMMENT "Compiling bank ${registry}-${exam}")
    list(APPEND banks ${bank})
endforeach()
add_custom_target(banks ALL DEPENDS ${banks})
