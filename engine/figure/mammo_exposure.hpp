#pragma once

#include <cstdint>
#include <vector>

#include "engine/figure/figure.hpp"

namespace collimate {

/// Gray values of one picture, row by row.
struct MammoPlane {
    int width = 0;
    int height = 0;
    double mm_per_pixel = 0.1;
    std::vector<float> values;

    MammoPlane(int w, int h, double mm) : width(w), height(h), mm_per_pixel(mm) {
        values.assign(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), 0.0f);
    }
    [[nodiscard]] float& at(int x, int y) {
        return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
    [[nodiscard]] float at(int x, int y) const {
        return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)];
    }
};

/// Linear attenuation at mammographic energies, in 1/mm.
struct MammoTissues {
    double fat, gland, mass, calcification;         ///< Johns and Yaffe 1987; hydroxyapatite
    double acrylic, wax, nylon, phenolic, alumina;  ///< of phantoms, from NIST's coefficients
};
[[nodiscard]] MammoTissues mammo_tissues(double kv);

/// Exposure and what may go wrong with it.
struct MammoExposure {
    double kv = 28.0;
    double mas = 90.0;
    double scatter_to_primary = 0.1;
    double blur_mm = 0.08;      ///< standard deviation, of focal spot and detector together
    double motion_mm = 0.0;     ///< how far the breast slips during the exposure, down the picture
    double grid_percent = 0.0;  ///< depth of the shadows of a grid that did not move
    double grid_lines_per_cm = 16.0;
    int dead_lines = 0;
    int dead_pixels = 0;
    double ghost_percent = 0.0;  ///< of an earlier picture left in the detector
    bool noise = true;
};

/// Quanta that reach one mm2 of the detector with nothing in the beam.
[[nodiscard]] double mammo_quanta_per_mm2(const MammoExposure& exposure);

/// Where faults of the detector lie, as shares of the picture: the same for a detector at every exposure.
[[nodiscard]] std::vector<double> dead_line_places(int lines);
[[nodiscard]] std::vector<Spot> dead_pixel_places(int pixels);
/// Contour of the earlier picture: the edge of a breast that lay farther over.
[[nodiscard]] Region ghost_region();

/// Attenuation as a digital detector records it: -ln of the share of quanta that passed, from the true attenuation.
[[nodiscard]] MammoPlane exposed(const MammoPlane& attenuation, const MammoExposure& exposure, std::uint64_t seed);

}  // namespace collimate
