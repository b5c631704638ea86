#include <array>

#include "engine/figure/doppler_displays.hpp"
#include "engine/figure/generator.hpp"

namespace collimate {

std::span<const Generator> doppler_generators() {
    static const std::array list = {sono::spectrum_generator(), sono::color_generator()};
    return list;
}

}  // namespace collimate
