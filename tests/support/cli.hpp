#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "tests/support/temp_folder.hpp"

namespace collimate::test {

struct CliRun {
    int code = -1;
    std::string out;
    std::string err;
};

/// Runs collimate-cli at 09:00 UTC on 1 December 2026 with arguments that need no quoting; its data and temporary files
/// lie in `folder`. Its standard output goes to `sink` where one is named.
inline CliRun run_cli(const TempFolder& folder, const std::string& arguments, const std::string& input = {},
                      const std::string& sink = {}, const std::string& program = COLLIMATE_CLI) {
    write_bytes(folder / "stdin.txt", input);
    const std::string at = folder.path().string();
    const std::string command = "TMPDIR=" + at + " " + program + " --data " + at + "/data --now 2026-12-01T09:00:00Z " +
                                arguments + " <" + at + "/stdin.txt >" + (sink.empty() ? at + "/stdout.txt" : sink) +
                                " 2>" + at + "/stderr.txt";
    const int status = std::system(command.c_str());
    return {.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
            .out = sink.empty() ? bytes_of(folder / "stdout.txt") : "",
            .err = bytes_of(folder / "stderr.txt")};
}

}  // namespace collimate::test
