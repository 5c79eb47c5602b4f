// The engine: needs, a table and a site in, advice out.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "migadvise/advice.hpp"
#include "migadvise/live.hpp"
#include "migadvise/needs.hpp"
#include "migadvise/site.hpp"
#include "migadvise/table.hpp"

namespace migadvise {

/// Gives the options of `table` the names that `site` knows them by: a column headed `10gb` becomes 1g.10gb where that is the
/// site's only option with 10 GB. A head that stays ambiguous keeps its own spelling as its name. Gives the labels of columns
/// that name an option which another column is already; such a table should be refused.
std::vector<std::string> name_options(Table& table, const Site& site);

/// The option of a table, whose options have been named, that a user means by `asked`; nothing when none is or more than one.
std::optional<std::size_t> find_option(std::string_view asked, const Table& table, const Site& site);

/// Ranks the options of a table for a request and recommends one, or says why none will do. Pure: the same request, table and
/// site give the same advice. The table has at least one
/// profile, its options have been named, and table and site outlive the advice. What is told of idle GPUs is counted and remarked
/// on; it changes neither what will do nor the ranking.
Advice advise(const Needs& needs, const Table& table, const Site& site, const LiveCluster* live = nullptr);

}  // namespace migadvise
