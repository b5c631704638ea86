#pragma once

#include <stdexcept>

namespace collimate {

/// The input was refused and nothing changed: a damaged or foreign file, an unknown code, a newer format.
/// The message names file, place and remedy in one sentence. Exit code 1.
struct Refused : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The world failed: disk full, permission denied, no such folder. Exit code 3.
struct WorldFailed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace collimate
