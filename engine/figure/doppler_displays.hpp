#pragma once

#include "engine/figure/generator.hpp"

namespace collimate {

[[nodiscard]] Generator spectrum_generator();

}  // namespace collimate
