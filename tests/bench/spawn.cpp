// bench_spawn RUNS COMMAND... -- COMMAND...: runs the two commands in turn, RUNS times each, with stdin and stdout at /dev/null.
// Prints a line for each run: 0 or 1 for the command, nanoseconds from start to end, peak memory in KiB, exit status.
//
// A program of its own because Linux hands the peak memory of the process that starts a program on to that program: started from
// Python, every small program seems to need as much as Python. This one is static and stays below everything that it measures.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace {

long long now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}

bool measure(int which, char** command, const posix_spawn_file_actions_t& actions) {
  pid_t child = 0;
  rusage usage{};
  int status = 0;
  const long long start = now();
  if (posix_spawn(&child, command[0], &actions, nullptr, command, environ) != 0 || wait4(child, &status, 0, &usage) != child) {
    return false;
  }
  const long long end = now();
  std::printf("%d %lld %ld %d\n", which, end - start, usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  int split = 2;
  while (split < argc && std::strcmp(argv[split], "--") != 0) {
    ++split;
  }
  const long runs = argc > 1 ? std::strtol(argv[1], nullptr, 10) : 0;
  if (runs <= 0 || split == 2 || split + 1 >= argc) {
    std::fputs("usage: bench_spawn RUNS COMMAND... -- COMMAND...\n", stderr);
    return 2;
  }
  argv[split] = nullptr;

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  for (long run = 0; run < runs; ++run) {
    if (!measure(0, argv + 2, actions) || !measure(1, argv + split + 1, actions)) {
      std::perror("bench_spawn");
      return 1;
    }
  }
  return 0;
}
