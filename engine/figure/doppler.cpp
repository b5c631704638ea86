#include "engine/figure/generator.hpp"

namespace collimate {

std::span<const Generator> doppler_generators() { return {}; }

}  // namespace collimate
