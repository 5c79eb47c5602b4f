# Writes the default data as a source file, so that the binary needs no file beside it.
function(embed name file out)
  file(READ "${file}" hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
  set(${out} "constexpr char ${name}_bytes[] = {${bytes}};\nstd::string_view embedded_${name}() { return {${name}_bytes, ${size}}; }\n" PARENT_SCOPE)
endfunction()

embed(table "${TABLE}" table)
embed(site "${SITE}" site)
embed(benchmarks "${BENCHMARKS}" benchmarks)
file(WRITE "${OUTPUT}" "#include \"input/embedded_data.hpp\"\n\nnamespace migadvise {\n\n${table}${site}${benchmarks}\n}  // namespace migadvise\n")
