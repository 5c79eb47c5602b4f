// Prints the rows of a CSV file as JSON, so that the reader can be run against collections of CSV files from elsewhere.
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include <nlohmann/json.hpp>

#include "input/csv.hpp"

namespace {

int print_rows(const char* name) {
  std::ifstream stream(name, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(stream), {});
  if (!stream) {
    std::cerr << name << ": cannot be read\n";
    return 1;
  }
  const migadvise::CsvFile file = migadvise::read_csv(migadvise::SourceText(name, bytes));
  nlohmann::json rows = nlohmann::json::array();
  for (const migadvise::CsvRow& row : file.rows) {
    nlohmann::json cells = nlohmann::json::array();
    for (const migadvise::CsvCell& cell : row.cells) {
      cells.push_back(cell.text);
    }
    rows.push_back(std::move(cells));
  }
  for (const migadvise::Diagnostic& error : file.errors) {
    std::cerr << error.at.line << ':' << error.at.column << ": " << static_cast<int>(error.code) << '\n';
  }
  std::cout << rows.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << std::endl;
  return file.errors.empty() && std::cout ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: csv_to_json FILE\n";
    return 1;
  }
  try {
    return print_rows(argv[1]);
  } catch (const std::exception& error) {
    std::cerr << "csv_to_json: " << error.what() << '\n';
    return 1;
  }
}
