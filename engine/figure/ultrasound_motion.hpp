#pragma once

#include "engine/figure/generator.hpp"

namespace collimate::sono {

[[nodiscard]] Generator cine_generator();
[[nodiscard]] Generator m_mode_generator();

}  // namespace collimate::sono
