#pragma once

namespace CLI {
class App;
}

namespace collimate {

// The parts of `collimate-cli bank` that stand in files of their own.
void add_bank_booklet(CLI::App& bank);

}  // namespace collimate
