#pragma once

#include "engine/figure/generator.hpp"

namespace collimate::sono {

[[nodiscard]] Generator spectrum_generator();
[[nodiscard]] Generator color_generator();

}  // namespace collimate::sono
