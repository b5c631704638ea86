#pragma once

namespace collimate {

enum class XrayMatter { gas, lung, fat, soft, bone, aluminum, lead };
inline constexpr int matter_count = 7;

/// Linear attenuation per mm: NIST XCOM mass coefficients of air, water, adipose tissue, cortical bone, aluminum and
/// lead (20 to 150 keV, interpolated in the logarithms) times density. Inflated lung is 0.25 of soft tissue.
[[nodiscard]] double attenuation_per_mm(XrayMatter matter, double kev);

/// Energy of the single line that stands in for the beam behind a patient: 15 keV + 0.36 keV per kVp.
[[nodiscard]] double effective_kev(double kvp);

/// Air kerma in the unattenuated beam: 50 microgray per mAs at 1 m and 80 kVp, as the square of the voltage and the
/// inverse square of the distance.
[[nodiscard]] double kerma_ugy(double kvp, double mas, double distance_cm);

/// Photons per mm2 and microgray at diagnostic energies (IEC 62220-1, about 30,000).
inline constexpr double photons_per_mm2_ugy = 30000;

struct XrayGrid {
    enum class Kind { none, parallel, focused };
    Kind kind = Kind::none;
    double ratio = 8.0;          ///< height of the strips over the gap between them
    double focus_cm = 100.0;     ///< of a focused one
    double off_center_mm = 0.0;  ///< the tube stands beside the grid's middle line
    double tilt_deg = 0.0;       ///< the grid is not at right angles to the central ray
    bool upside_down = false;
};

/// Share of the primary beam that passes at `x_mm` beside the middle line, from a tube `sid_cm` away: 0.7 where rays
/// run along the strips, less by ratio x |slope of the ray - slope of the strip| (Boone and Seibert, Essential
/// Physics).
[[nodiscard]] double grid_primary(const XrayGrid& grid, double x_mm, double sid_cm);
/// Share of the scatter that passes, about 1.45 / ratio.
[[nodiscard]] double grid_scatter(const XrayGrid& grid);

}  // namespace collimate
