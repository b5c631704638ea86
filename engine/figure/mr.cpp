#include "engine/figure/generator.hpp"

namespace collimate {

std::span<const Generator> mr_generators() { return {}; }

}  // namespace collimate
