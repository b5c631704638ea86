#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "engine/figure/contour.hpp"
#include "engine/figure/ct_beam.hpp"
#include "engine/figure/figure.hpp"

namespace collimate {

/// One shape of a section, in mm from its center. Matter adds up: a shape carries the change from what surrounds it.
struct CtStructure {
    Contour outline = {};
    Matter change = {};
    Spot mobility;                                               ///< how far it goes, in mm, for each mm of motion
    double height_mm = std::numeric_limits<double>::infinity();  ///< along the slice's thickness
};

/// What lies in the slice, drawn from the outside in.
class CtSection {
public:
    /// `change` is inside minus around.
    void add(const Contour& outline, const Matter& inside, const Matter& around);
    /// The same for something that does not fill a thick slice.
    void add_low(const Contour& outline, const Matter& inside, const Matter& around, double height_mm);
    void add_part(std::string name, const Contour& outline);

    std::vector<CtStructure> structures;
    std::vector<std::pair<std::string, Contour>> parts;
    Spot mobility;  ///< of what is added next
};

enum class CtKernel { smooth, standard, sharp };

struct CtScan {
    double kv = 120.0;
    double mas = 200.0;
    double slice_mm = 5.0;
    CtKernel kernel = CtKernel::standard;
    int views = 720;  ///< of one rotation; opposite views see the same lines
    double scan_field_mm = 500.0;
    double channel_mm = 0.55;  ///< detector pitch at the isocenter
    Spot shift_mm = {};        ///< patient center from the isocenter
    double girth = 1.0;        ///< the section's size relative to its usual one
    double cupping = 0.0;      ///< share of the water correction that is missing
    double hardening = 0.0;    ///< share of the hardening by bone, iodine and metal that is left
    double motion_mm = 0.0;
    double ring_radius_mm = 0.0;
    double ring_percent = 0.0;  ///< gain error of the channel at that radius
    bool noise = true;
};

/// Side and pixel of the picture to compute.
struct CtRaster {
    int width = 0;
    int height = 0;
    double mm_per_pixel = 1.0;
};

/// Photons that reach a channel in one view with nothing in the beam.
[[nodiscard]] double photons_in_air(const CtScan& scan);

/// CT numbers of the section, row by row: projections along parallel lines through the shapes (exact for polygons,
/// averaged over each channel), quantum and electronic noise, filtered back projection (Kak and Slaney, Principles of
/// Computerized Tomographic Imaging, chapter 3). Outside the scan field -1024.
[[nodiscard]] std::vector<float> scanned(const CtSection& section, const CtScan& scan, const CtRaster& raster,
                                         std::uint64_t seed);

}  // namespace collimate
