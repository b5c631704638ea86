#pragma once

#include <cstdint>
#include <vector>

#include "engine/figure/echo_scene.hpp"

namespace collimate::sono {

/// Where the beams of a probe go. Line numbers run from the picture's left to its right.
class Probe {
public:
    Probe(ProbeKind kind, const Scene& scene, int lines);

    [[nodiscard]] int lines() const { return lines_; }
    [[nodiscard]] ProbeKind kind() const { return kind_; }
    [[nodiscard]] Place at(double line, double depth_mm) const;
    /// Unit vector along the beam.
    [[nodiscard]] Place direction(double line) const;
    struct Beam {
        double line = 0.0;
        double depth_mm = 0.0;
    };
    [[nodiscard]] Beam locate(Place place) const;
    /// Distance between neighbor lines at a depth.
    [[nodiscard]] double pitch_mm(double depth_mm) const;
    /// The box around the scanned field, for a depth.
    [[nodiscard]] double half_width_mm(double depth_mm) const;
    [[nodiscard]] double top_mm() const { return top_mm_; }  ///< z of the highest scanned point; below 0 for an arc

private:
    ProbeKind kind_;
    int lines_;
    double half_angle_ = 0.0;  ///< radians
    double half_width_ = 0.0;
    double radius_ = 0.0;  ///< of the face
    double top_mm_ = 0.0;
};

/// How the machine is set and how badly it does.
struct BeamSettings {
    double frequency_mhz = 4.0;
    double cycles = 2.0;
    double aperture_mm = 20.0;
    double focus_mm = 80.0;
    double depth_mm = 150.0;
    int lines = 224;
    int rows = 720;
    int looks = 1;               ///< independent pictures averaged (spatial compounding)
    double noise_db = -90.0;     ///< of the electronics, relative to liver at the probe's face
    double tgc_percent = 100.0;  ///< of the loss in average tissue that is made up for
    double tgc_band_db = 0.0;    ///< one slider set wrong
    double tgc_band_mm = 75.0;
    double focal_banding_db = 0.0;
    double slice_mm = 0.0;         ///< beam's thickness out of the plane, full width at half maximum
    double fluid_percent = 100.0;  ///< how far loss in fluid is below that of average tissue
    double reverberation_percent = 0.0;
    double ring_down_percent = 0.0;
    double comet_percent = 0.0;
    double mirror_percent = 0.0;
    double edge_shadow_percent = 0.0;
    double side_lobe_percent = 0.0;
    double grating_lobe_percent = 0.0;
    double range_ambiguity_percent = 0.0;
};

/// Echo levels in dB relative to normal liver after TGC, rows by depth, lines across.
struct EchoMap {
    int lines = 0;
    int rows = 0;
    double step_mm = 0.0;
    std::vector<float> db;
};

/// Full width at half maximum across the beam (both ways), millimeters: diffraction at the focus, geometry off it.
[[nodiscard]] double beam_width_mm(const BeamSettings& settings, double depth_mm);
/// Half the spatial pulse length.
[[nodiscard]] double axial_resolution_mm(const BeamSettings& settings);

/// Where scatterers rest; one set serves all frames of a cine.
struct Scatterers {
    struct One {
        float re, im;
        float aside;  ///< standard deviations out of the plane
    };
    std::vector<std::vector<One>> looks;
};
[[nodiscard]] Scatterers scatter(const BeamSettings& settings, std::uint64_t seed);

/// Scans the scene: scatterers and interfaces are attenuated on their way, blurred by the pulse and the beam and
/// detected. Speckle statistics: Wagner et al., Statistics of speckle in ultrasound B-scans (1983).
[[nodiscard]] EchoMap scan(const Scene& scene, const Probe& probe, const BeamSettings& settings,
                           const Scatterers& scatterers, std::uint64_t seed);

}  // namespace collimate::sono
