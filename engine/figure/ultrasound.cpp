#include "engine/figure/generator.hpp"

namespace collimate {

std::span<const Generator> ultrasound_generators() { return {}; }

}  // namespace collimate
