#pragma once

#include <string>

#include "engine/bank/booklet.hpp"

namespace collimate {

/// A booklet on paper, as the bytes of a PDF dated `at`: what its Markdown says, with the figures. Nothing tells the
/// key.
[[nodiscard]] std::string booklet_pdf(const Bank& bank, const Booklet& booklet, TimeMs at);

}  // namespace collimate
