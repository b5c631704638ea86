#include <array>

#include "engine/figure/doppler_displays.hpp"
#include "engine/figure/generator.hpp"

namespace collimate {

std::span<const Generator> doppler_generators() {
    static const std::array list = {spectrum_generator(), color_generator()};
    return list;
}

}  // namespace collimate
