#pragma once

#include <array>
#include <vector>

namespace collimate {

/// What tissue is made of, for x rays: water relative to its density, and bone mineral, iodine and titanium in g/cm3.
/// Mixtures add.
struct Matter {
    double water = 0.0;
    double mineral = 0.0;
    double iodine = 0.0;
    double metal = 0.0;

    Matter& operator+=(const Matter& other);
    friend Matter operator-(Matter a, const Matter& b);
};

/// Tissue without mineral: its CT number does not depend on the voltage.
[[nodiscard]] Matter soft_matter(double hu);
/// Water with as much bone mineral as gives this CT number at 120 kV; `hu` >= 0.
[[nodiscard]] Matter bone_matter(double hu);
/// Soft tissue of `hu` with as much iodine as adds `enhancement_hu` at 120 kV.
[[nodiscard]] Matter enhanced_matter(double hu, double enhancement_hu);
[[nodiscard]] Matter titanium();

inline constexpr int matter_kinds = 4;

/// The beam of a CT tube as its energy-integrating detector sees it: Kramers' bremsstrahlung (1923) weighted with
/// energy behind 7 mm of aluminum, in steps of 10 keV. Mass attenuation coefficients: NIST, Hubbell and Seltzer 1995.
class CtBeam {
public:
    explicit CtBeam(double kv);

    /// Linear attenuation per mm of little matter behind 15 cm of water, averaged over what is left of the beam: what
    /// one effective energy would measure in the middle of a body.
    [[nodiscard]] const std::array<double, matter_kinds>& effective() const { return effective_; }
    /// -ln of the share that passes, for lengths in mm times the amounts of Matter.
    [[nodiscard]] double attenuation(const std::array<double, matter_kinds>& lengths) const;
    /// The attenuation that the scanner's water correction makes of it: proportional to length for water alone.
    [[nodiscard]] double water_corrected(double attenuation) const;
    [[nodiscard]] double hu_of(const Matter& matter) const;

private:
    struct Line {
        double share;
        std::array<double, matter_kinds> per_mm;
    };
    std::vector<Line> lines_;
    std::array<double, matter_kinds> effective_{};
    std::vector<double> water_table_;  ///< attenuation of water at multiples of water_step_mm
};

}  // namespace collimate
