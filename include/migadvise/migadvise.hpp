// migadvise as a library: bytes in, advice out.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "migadvise/advice.hpp"
#include "migadvise/diagnostic.hpp"
#include "migadvise/needs.hpp"
#include "migadvise/site.hpp"
#include "migadvise/table.hpp"

namespace migadvise {

/// Either a value, or the errors that stand in its way; never both.
template <class T>
struct Loaded {
  std::optional<T> value;
  std::vector<Diagnostic> errors;
};

/// Reads a profile comparison table: CSV, a row per specification, a column per option. `file` is the name that errors carry.
/// All errors of the table are gathered.
Loaded<Table> load_table(std::string_view bytes, std::string_view file);

/// Reads a site file: JSON, described in docs/schema/site.schema.json. All errors are gathered, but the first of JSON's own
/// syntax ends the reading.
Loaded<Site> load_site(std::string_view bytes, std::string_view file);

/// Gives the options of `table` the names that `site` knows them by: a column headed `10gb` becomes 1g.10gb where that is the
/// site's only option with 10 GB. A head that stays ambiguous keeps its own spelling as its name.
void name_options(Table& table, const Site& site);

/// Ranks the options of a table for a request and recommends one, or says why none will do. Pure: the same request, table and
/// site give the same advice. The table has at least one profile, its
/// options have been named, and table and site outlive the advice.
Advice advise(const Needs& needs, const Table& table, const Site& site);

}  // namespace migadvise
