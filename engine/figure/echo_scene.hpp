#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/figure/region.hpp"

/// Sound in tissue; apart from the rest because it has its own words for tissue, outline, target.
namespace collimate::sono {

/// A point of the scan plane, millimeters: x across from the probe's middle, z down from its face.
struct Place {
    double x = 0.0;
    double z = 0.0;
};

/// What sound meets. Echo levels are relative to normal liver.
struct Tissue {
    double echo_db = 0.0;
    double loss_db_cm_mhz = 0.5;  ///< one way
    double loss_db_mm = 0.0;      ///< one way, at any frequency: stone, bone, gas
    double speed_m_s = 1540.0;
    double mottle_db = 1.0;   ///< spread of slow changes of the echo level
    double grain_x_mm = 5.0;  ///< size of those changes
    double grain_z_mm = 4.0;
};

inline constexpr double machine_speed_m_s = 1540.0;  ///< what every machine assumes
inline constexpr double machine_loss_db_cm_mhz = 0.5;

/// Closed line seen whole from its middle: an ellipse, or a smooth curve through corners.
class Contour {
public:
    static Contour ellipse(Place middle, double half_x, double half_z, double tilt_deg = 0.0);
    /// Corners in any order; each is seen from `middle` under its own angle.
    static Contour through(Place middle, std::vector<Place> corners);

    /// 0 at the middle, 1 on the line, above 1 outside. Exact near the line only; above 1.3 it may be larger than told.
    [[nodiscard]] double share(Place p) const;
    [[nodiscard]] bool holds(Place p) const;
    [[nodiscard]] Place edge(double angle) const;  ///< radians, 0 toward +x, pi / 2 toward +z
    [[nodiscard]] double radius(double angle) const;
    [[nodiscard]] Place middle() const { return middle_; }
    [[nodiscard]] std::vector<Place> run(int spots = 64, double scale = 1.0) const;
    [[nodiscard]] Contour scaled(double factor) const;
    [[nodiscard]] Contour moved(double x, double z) const;

private:
    static constexpr int steps = 128;
    Place middle_;
    std::array<double, steps + 1> radius_{};
    double reach_ = 0.0;  ///< the largest radius
    double least_ = 1e9;  ///< the smallest
};

/// Something with an outline; later ones lie over earlier ones.
struct Structure {
    Contour outline;
    Tissue tissue;
    double rim_db = -99.0;  ///< echo of its wall, if brighter
    double rim_mm = 0.8;
    double half_slice_mm = 0.0;  ///< how far it reaches out of the plane, as an ellipsoid; 0: without end
    bool bends_beam = false;     ///< refracts at its edges
    bool under_layers = false;   ///< layers near the probe lie over it
};

/// A depth range below the probe's face; later ones lie over earlier ones.
struct Layer {
    double from_mm = 0.0;
    double to_mm = 0.0;
    Tissue tissue;
};

/// A vessel in the plane: lies over layers and structures.
struct Tube {
    std::vector<Place> axis;        ///< in the direction of flow
    std::vector<double> radius_mm;  ///< at each place of the axis
    Tissue inside;
    Tissue wall;
    double wall_mm = 0.8;

    struct Spot {
        double away_mm = 0.0;    ///< from the axis
        double radius_mm = 0.0;  ///< of the tube there
        double along_mm = 0.0;   ///< from the start of the axis; inside the tube only
        Place way;               ///< unit vector of the axis
        bool past_end = false;   ///< beyond the first or the last place of the axis: an end is open
    };
    [[nodiscard]] Spot nearest(Place p) const;
    /// Axis moved aside by a share of the radius: 1 and -1 are the inner faces of the wall.
    [[nodiscard]] std::vector<Place> line(double share) const;
};

/// A smooth interface, bright where the beam meets it square.
struct Surface {
    std::vector<Place> run;
    double echo_db = 20.0;
    double mirror_power = 2.0;  ///< how fast it fades with the angle: cosine to this power
    bool repeats = false;       ///< its echo runs back and forth to the probe
    bool lobed = true;          ///< strong enough for side lobes to hear
};

/// Smaller than a wavelength.
struct Target {
    Place at;
    double echo_db = 20.0;
};

/// Gas or metal that rings: a tail of repeated echoes below it.
struct Ringer {
    Place at;
    double half_width_mm = 1.0;  ///< at its top
    double spacing_mm = 1.0;
    double tail_mm = 30.0;
    double echo_db = 15.0;
};

/// A strong round interface that reflects like a mirror; the real side is inside.
struct MirrorArc {
    Place middle;
    double radius_mm = 0.0;
};

struct NamedPlace {
    std::string name;
    std::vector<Place> polygon;
};

enum class ProbeKind { linear, curved, phased };

/// What is looked at, with the settings that suit it.
struct Scene {
    ProbeKind probe = ProbeKind::curved;
    double frequency_mhz = 4.0;
    double depth_cm = 15.0;
    double focus_cm = 8.0;
    double aperture_mm = 22.0;
    double half_angle_deg = 33.0;  ///< curved and phased probes
    double half_width_mm = 19.0;   ///< linear probe
    double face_radius_mm = 50.0;  ///< curved probe
    Tissue ground;
    std::vector<Layer> layers;
    std::vector<Structure> structures;
    std::vector<Tube> tubes;
    std::vector<Surface> surfaces;
    std::vector<Target> targets;
    std::vector<Ringer> comets;
    std::vector<Ringer> ring_downs;
    std::vector<Surface> ghosts;  ///< deep interfaces whose echoes arrive after the next pulse: drawn where they show
    std::optional<MirrorArc> mirror;
    std::vector<NamedPlace> places;
    /// How tissue that rests at a place has moved, for cine; empty for a still.
    std::function<Place(Place)> moved;
};

/// Slow random changes of echo level, the same for the same seed.
class Mottle {
public:
    explicit Mottle(std::uint64_t seed);
    [[nodiscard]] double at(double u, double v) const;  ///< about standard normal, changes over 1

private:
    static constexpr int side = 64;
    std::array<float, side * side> value_{};
};

/// The tissue at a place; `below_face_mm` picks the layer, `aside_mm` is the distance out of the plane.
/// `rim_db` receives the level of a wall there, or a value below -90.
[[nodiscard]] const Tissue& tissue_at(const Scene& scene, Place place, double below_face_mm, double aside_mm,
                                      double& rim_db);

}  // namespace collimate::sono
