// What sinfo prints, as values in columns: the columns are known by the names in its head, wherever they stand.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "input/source_text.hpp"
#include "migadvise/diagnostic.hpp"

namespace migadvise {

/// The options of sinfo that print every column, wide enough that nothing is cut off.
inline constexpr std::string_view sinfo_format =
    "Partition:64|,NodeList:64|,Available:16|,StateLong:32|,CPUsState:32|,Memory:16|,AllocMem:16|,Gres:256|,GresUsed:512|";

/// The command that prints all that is needed, for a shell.
std::string sinfo_command();

/// The same as a hint.
std::string sinfo_hint();

enum class SinfoColumn : std::uint8_t {
  partition,
  state,
  gres,
  gres_used,
  nodes,
  node_list,
  available,
  cpus,
  memory,
  alloc_memory
};
inline constexpr std::size_t sinfo_column_count = static_cast<std::size_t>(SinfoColumn::alloc_memory) + 1;

/// The name of a column in the head: `GRES_USED`.
std::string_view sinfo_column_name(SinfoColumn column);

/// A value without the blanks around it, and where it begins.
struct SinfoCell {
  std::string_view text;
  std::size_t offset = 0;
};

/// The values of one row; nothing for a column that is not there.
struct SinfoRow {
  std::array<std::optional<SinfoCell>, sinfo_column_count> cells;
  [[nodiscard]] const std::optional<SinfoCell>& operator[](SinfoColumn column) const {
    return cells[static_cast<std::size_t>(column)];
  }
};

/// What was read, and what is wrong with it. Rows with an error are left out.
struct SinfoRows {
  std::vector<SinfoRow> rows;
  std::vector<Diagnostic> errors;
};

/// All rows, in their order: at most max_live_rows. The bytes of the source must outlive them.
SinfoRows read_sinfo_rows(const SourceText& source);

}  // namespace migadvise
