// The profile comparison table: what each option of a GPU has to offer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/profile_name.hpp"
#include "migadvise/units.hpp"

namespace migadvise {

/// One option of the table: a MIG slice or the full GPU.
struct Profile {
  std::string name;                       ///< canonical: `1g.10gb`, `full`
  std::string label;                      ///< the column head as the table has it
  OptionName head;                        ///< what the head says
  Bytes capacity;                         ///< Global Memory; above 0
  Ratio su_factor;                        ///< SU Usage factor; above 0
  int sms = 0;                            ///< Multiprocessors (SMs); above 0
  std::optional<Ratio> relative_compute;  ///< Relative Compute Power
  std::optional<int> bus_width_bits;      ///< Memory Bus Width
  [[nodiscard]] bool full() const { return name == "full"; }
};

/// A row of the table as it stands: label, one text per profile, note.
struct TableRow {
  std::string label;
  std::vector<std::string> cells;
  std::string note;
};

/// The table in its own order. Every row is kept, also those that no rule reads.
struct Table {
  std::vector<Profile> profiles;
  std::vector<TableRow> rows;

  /// The row with this label, compared without regard to case and blanks, or null.
  [[nodiscard]] const TableRow* find_row(std::string_view label) const;
};

/// A row label without case, blanks, no-break blanks: what two labels are compared by.
std::string fold_label(std::string_view label);

}  // namespace migadvise
