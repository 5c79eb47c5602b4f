# Writes files as a source file, so that the binary needs none beside it. OUTPUT is the source, HEADER declares its functions,
# and FILES has `function=path` for each of them, with `|` between.
set(source "#include \"${HEADER}\"\n\nnamespace migadvise {\n\n")
string(REPLACE "|" ";" files "${FILES}")
foreach(entry IN LISTS files)
  string(REGEX MATCH "^([a-z_]+)=(.+)$" matched "${entry}")
  set(name "${CMAKE_MATCH_1}")
  file(READ "${CMAKE_MATCH_2}" hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  string(APPEND source "constexpr char ${name}_bytes[] = {${bytes}};\nstd::string_view ${name}() { return {${name}_bytes, ${size}}; }\n")
endforeach()
file(WRITE "${OUTPUT}" "${source}\n}  // namespace migadvise\n")
