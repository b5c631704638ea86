#include "engine/figure/generator.hpp"

namespace collimate {

std::span<const Generator> radiograph_generators() { return {}; }

}  // namespace collimate
