#pragma once

#include <string_view>

#include "engine/figure/generator.hpp"
#include "engine/figure/mammo_exposure.hpp"

namespace collimate {

/// Attenuation of an accreditation phantom of acrylic with a wax insert, and where its objects lie. `digital`: six each
/// of fibers (0.89 to 0.30 mm), speck groups (0.33 to 0.14 mm) and masses (1.00 to 0.20 mm), the ACR digital
/// mammography phantom of 2018; `film`: the older one of six fibers (1.56 to 0.40 mm), five speck groups (0.54 to
/// 0.16 mm) and five masses (2.00 to 0.25 mm).
[[nodiscard]] MammoPlane mammo_phantom(std::string_view kind, double kv, FigureSize size);
[[nodiscard]] std::vector<FigurePart> mammo_phantom_parts(std::string_view kind, FigureSize size);
/// Attenuation of the phantom beside its objects.
[[nodiscard]] double mammo_phantom_background(double kv);

}  // namespace collimate
