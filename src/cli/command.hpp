// What every command shares: its outcome, its errors, the files it answers from.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.hpp"
#include "cli/option_parser.hpp"
#include "cli/run.hpp"
#include "migadvise/migadvise.hpp"
#include "report/layout.hpp"

namespace migadvise {

/// What a command gives back to be written: nothing of it has been written yet.
struct Outcome {
  Status status = Status::answered;
  std::string out;
  std::string err;
};

/// All messages, one after the other.
std::string error_texts(const std::vector<Diagnostic>& errors);

/// The exit status that a kind of error leads to.
Status status_of(DiagnosticCode code);

/// No answer: all errors are told, the first decides the exit status. At least one error.
Outcome failed(const std::vector<Diagnostic>& errors);

/// How text is to look on the output of `io`.
Style style_for(const CommonRequest& request, const Io& io);

/// The text, without any byte beyond ASCII where the user wants it so.
std::string in_style(const std::string& text, const Style& style);

/// Whether `--site` names the built-in site, not a file.
bool is_built_in_site(const std::string& chosen);

/// The site that `--site` names: the built-in one by its name or when nothing is said, else a file.
Loaded<Site> load_chosen_site(const std::optional<std::string>& chosen);

/// The table that `--table` names, or the built-in one. Its options have not been given the site's names.
Loaded<Table> load_chosen_table(const std::optional<std::string>& chosen, TableDemands demands);

/// Gives the table's options the names that the site knows them by, and an error for each column of an option that another is.
std::vector<Diagnostic> name_table_options(Table& table, const Site& site, const std::string& file);

/// What a command answers from.
struct Inputs {
  Site site;
  Table table;
};

/// The site and the table of a request, the table's options with the names that the site knows them by. Without either of them,
/// or with two columns of one option, the outcome with the errors of both files, those of the table first.
Result<Inputs, Outcome> load_inputs(const TableRequest& request);

/// The error that `asked`, given by an option, is the name of none of the entries, each of which has a name.
template <class Entry>
Diagnostic unknown_name(const std::string& option, const std::string& asked, const std::vector<Entry>& entries) {
  std::vector<std::string_view> names;
  std::string known;
  for (const Entry& entry : entries) {
    names.push_back(entry.name);
    known += (known.empty() ? "" : ", ") + entry.name;
  }
  return usage_error(DiagnosticCode::usage_unknown_name, {option, asked, known}, did_you_mean(asked, names));
}

/// The published benchmarks that are built in.
Loaded<std::vector<Benchmark>> load_known_benchmarks();

/// What `--partition` and `--qos` name and the site does not have.
std::vector<Diagnostic> unknown_places(const Needs& needs, const Site& site);

}  // namespace migadvise
