#pragma once

#include <string_view>

#include "engine/figure/generator.hpp"
#include "engine/figure/mammo_exposure.hpp"

namespace collimate {

/// A compressed breast: what it is made of, how it lies, what is in it. Lengths from the nipple: `depth` toward the
/// chest wall, `up` toward the top of the picture (lateral in a CC view).
struct BreastSetup {
    bool oblique = true;  ///< MLO; otherwise CC
    bool left = true;     ///< chest wall on the left side of the picture; otherwise mirrored
    char density = 'b';   ///< a (fat) to d (extremely dense)
    double thickness_mm = 50.0;
    std::string_view margin = "none";  ///< of the mass
    double mass_mm = 15.0;
    Spot mass_mm_from_nipple{45, 15};  ///< depth, up
    std::string_view calcifications = "none";
    double calcification_mm = 0.5;
    Spot calcifications_mm_from_nipple{40, -15};
    bool nipple_in_profile = true;
    double cut_off_mm = 0.0;    ///< tissue at the chest wall that is not on the picture
    double muscle_share = 1.0;  ///< how far down the muscle reaches: 1 to the level of the nipple
    double fold = 0.0;          ///< 0 to 1
};

struct Breast {
    MammoPlane attenuation;
    MammoPlane lift;  ///< what presentation adds where the breast is thinner toward the skin
};

[[nodiscard]] Breast compressed_breast(const BreastSetup& setup, double kv, FigureSize size, std::uint64_t seed);
[[nodiscard]] std::vector<FigurePart> breast_parts(const BreastSetup& setup, FigureSize size);

}  // namespace collimate
