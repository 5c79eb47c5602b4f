// Writing files as a whole or not at all. What takes other processes stands in tests/script_test.py.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>

#include "cli/files.hpp"

namespace migadvise {
namespace {

namespace fs = std::filesystem;

/// A folder of its own that goes with the test.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("migadvise-write-" + std::to_string(::getpid()))) {
    fs::create_directories(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  [[nodiscard]] std::string path(const std::string& name) const { return path_ / name; }
  [[nodiscard]] std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void make_file(const std::string& path, const std::string& content) { std::ofstream(path, std::ios::binary) << content; }

unsigned mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 07777U;
}

/// The code of what went wrong; `internal` when nothing did.
DiagnosticCode error_of(const Result<WrittenTo, Diagnostic>& written) {
  return written ? DiagnosticCode::internal : written.error().code;
}

}  // namespace

TEST_CASE("a new file has all bytes and the mode that the umask leaves", "[write]") {
  const Folder folder;
  const mode_t before = ::umask(027);
  const std::string bytes("a\0b\n\xff", 5);
  const Result<WrittenTo, Diagnostic> written = write_file(folder.path("new"), bytes, Overwrite::no);
  ::umask(before);
  REQUIRE(written);
  CHECK(*written == WrittenTo::file);
  CHECK(content_of(folder.path("new")) == bytes);
  CHECK(mode_of(folder.path("new")) == 0640U);
  CHECK(folder.entries() == 1);
  CHECK(write_file(folder.path("empty"), "", Overwrite::yes));
  CHECK(content_of(folder.path("empty")).empty());
}

TEST_CASE("a file that is there is left alone unless it may be overwritten", "[write]") {
  const Folder folder;
  make_file(folder.path("old"), "before");
  const Result<WrittenTo, Diagnostic> refused = write_file(folder.path("old"), "after", Overwrite::no);
  CHECK(error_of(refused) == DiagnosticCode::usage_file_exists);
  CHECK(refused.error().hint.find("--force") != std::string::npos);
  CHECK(content_of(folder.path("old")) == "before");
  REQUIRE(write_file(folder.path("old"), "after", Overwrite::yes));
  CHECK(content_of(folder.path("old")) == "after");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a file that is overwritten keeps its mode", "[write]") {
  const Folder folder;
  for (const mode_t mode : {0600U, 0755U, 0640U, 0444U, 0666U, 02750U}) {
    CAPTURE(mode);
    make_file(folder.path("old"), "before");
    REQUIRE(::chmod(folder.path("old").c_str(), mode) == 0);
    REQUIRE(write_file(folder.path("old"), "after", Overwrite::yes));
    CHECK(mode_of(folder.path("old")) == mode);
    CHECK(content_of(folder.path("old")) == "after");
    fs::remove(folder.path("old"));
  }
}

TEST_CASE("whoever has the old file open keeps it whole", "[write]") {
  const Folder folder;
  make_file(folder.path("old"), "before");
  std::ifstream reader(folder.path("old"), std::ios::binary);
  REQUIRE(write_file(folder.path("old"), "after", Overwrite::yes));
  CHECK(std::string(std::istreambuf_iterator<char>(reader), {}) == "before");
}

TEST_CASE("a link stays a link, and the file behind it is written", "[write]") {
  const Folder folder;
  fs::create_directory(folder.path("sub"));
  make_file(folder.path("sub/file"), "before");
  fs::create_symlink("sub/file", folder.path("one"));
  fs::create_symlink("one", folder.path("two"));
  fs::create_symlink(folder.path("two"), folder.path("three"));
  CHECK(error_of(write_file(folder.path("three"), "after", Overwrite::no)) == DiagnosticCode::usage_file_exists);
  REQUIRE(write_file(folder.path("three"), "after", Overwrite::yes));
  CHECK(content_of(folder.path("sub/file")) == "after");
  for (const char* link : {"one", "two", "three"}) {
    CHECK(fs::is_symlink(folder.path(link)));
  }

  fs::create_symlink("sub/new", folder.path("dangling"));
  REQUIRE(write_file(folder.path("dangling"), "new", Overwrite::no));
  CHECK(fs::is_symlink(folder.path("dangling")));
  CHECK(content_of(folder.path("sub/new")) == "new");

  fs::create_symlink("ring", folder.path("ring"));
  CHECK(error_of(write_file(folder.path("ring"), "x", Overwrite::yes)) == DiagnosticCode::file_not_written);
  CHECK(folder.entries() == 6);
}

TEST_CASE("what cannot be written leaves nothing behind", "[write]") {
  const Folder folder;
  fs::create_directory(folder.path("sub"));
  make_file(folder.path("file"), "before");
  for (const char* name : {"none/file", "sub", "sub/", "file/x", "new/", ""}) {
    CAPTURE(name);
    for (const Overwrite overwrite : {Overwrite::no, Overwrite::yes}) {
      const Result<WrittenTo, Diagnostic> written = write_file(*name == '\0' ? "" : folder.path(name), "x", overwrite);
      CHECK(error_of(written) == DiagnosticCode::file_not_written);
    }
  }
  CHECK(error_of(write_file(folder.path(std::string(300, 'n')), "x", Overwrite::no)) == DiagnosticCode::file_not_written);
  CHECK(write_file(folder.path(std::string(255, 'n')), "x", Overwrite::no));
  CHECK(folder.entries() == 3);
  CHECK(content_of(folder.path("file")) == "before");
}

TEST_CASE("a device is written to as it is", "[write]") {
  const Result<WrittenTo, Diagnostic> nowhere = write_file("/dev/null", "x", Overwrite::no);
  REQUIRE(nowhere);
  CHECK(*nowhere == WrittenTo::stream);
  const Result<WrittenTo, Diagnostic> full = write_file("/dev/full", "x", Overwrite::yes);
  CHECK(error_of(full) == DiagnosticCode::file_not_written);
  CHECK(fs::is_character_file("/dev/full"));
}

}  // namespace migadvise
