#include "engine/figure/generator.hpp"

namespace collimate {

std::span<const Generator> mammogram_generators() { return {}; }

}  // namespace collimate
