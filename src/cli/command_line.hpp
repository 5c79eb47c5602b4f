// The command line: options described once, their values read and held against each other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "migadvise/diagnostic.hpp"
#include "migadvise/needs.hpp"

namespace migadvise {

enum class Format : std::uint8_t { text, json, gres, sbatch };
enum class ColorChoice : std::uint8_t { automatic, always, never };

/// What the advice command was asked.
struct AdviceRequest {
  Needs needs;
  Format format = Format::text;
  ColorChoice color = ColorChoice::automatic;
  bool ascii = false;
  std::optional<std::string> table;  ///< path; the built-in table when missing
  std::optional<std::string> site;   ///< name or path; the built-in site when missing
};

/// A command line as read: a request, or a text to print (help, version), or errors.
struct CommandLine {
  std::optional<AdviceRequest> request;
  std::string text;
  std::vector<Diagnostic> errors;
};

/// Reads the arguments of the advice command. Order does not matter; every option that takes a value may stand once.
CommandLine read_advice_arguments(const std::vector<std::string>& arguments);

}  // namespace migadvise
