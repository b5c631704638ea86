#pragma once

#include "engine/figure/generator.hpp"

namespace collimate {

[[nodiscard]] Generator spectrum_generator();
[[nodiscard]] Generator color_generator();

}  // namespace collimate
