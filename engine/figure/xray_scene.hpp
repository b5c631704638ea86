#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/figure/field.hpp"
#include "engine/figure/xray_physics.hpp"

namespace collimate {

/// Millimeters in the patient: x to the picture's right, y down, z toward the tube; 0 in the plane of interest.
struct XrayPlace {
    double x = 0.0;
    double y = 0.0;
    double z = 0.0;
};

/// An ellipsoid of one matter; where two overlap, the later one is there.
struct XraySolid {
    XrayMatter matter = XrayMatter::soft;
    XrayPlace middle;
    XrayPlace radius;
    double tilt_deg = 0.0;  ///< about the line of sight, clockwise
    bool in_lung = false;   ///< is there only where it displaces lung
};

struct XrayRodKnot {
    XrayPlace at;
    double radius = 1.0;
};

/// A round rod through its knots that replaces what was there. Neighbors of one union lie in one another, not one
/// behind the other.
struct XrayRod {
    XrayMatter matter = XrayMatter::bone;
    XrayMatter instead_of = XrayMatter::soft;
    std::vector<XrayRodKnot> knots;
    double cortex_mm = 0.0;  ///< thickness of a dense shell around spongy bone; 0: all of it is dense
    int joined = 0;          ///< number of the union; 0: by itself
    double flat = 1.0;       ///< thickness along the beam over that across
    double ends_at_y = 1e9;  ///< cut off below, as gas over fluid is
};

/// A piece across the beam, given by its outline: flat, or rounded off toward its edge like a bone.
struct XrayPlate {
    XrayMatter matter = XrayMatter::bone;
    XrayMatter instead_of = XrayMatter::soft;
    std::vector<XrayPlace> outline;
    double thickness_mm = 1.0;
    double round_mm = 0.0;   ///< over which the edge rounds off; 0: a sharp step
    double cortex_mm = 0.0;  ///< as for a tube
};

struct XrayOutline {
    std::string name;
    std::vector<XrayPlace> spots;
};

struct XrayScene {
    std::vector<XraySolid> solids;
    std::vector<XrayRod> tubes;
    std::vector<XrayPlate> plates;
    std::vector<XrayOutline> outlines;  ///< what can be marked
    double receptor_mm = 400.0;         ///< usual longer side of the picture
    bool test_object = false;           ///< shown as it was measured, without the processing of a clinical image
    bool turns_over = false;            ///< can be exposed from the other side (PA and AP)
};

/// Tube, patient and receptor. The central ray meets the plane of interest at the patient's origin, the receptor's
/// middle where it hits it.
struct XrayGeometry {
    double sid_mm = 1000.0;
    double oid_mm = 0.0;          ///< from the plane of interest to the receptor
    double rotation_deg = 0.0;    ///< of the patient about the long axis
    double tube_angle_deg = 0.0;  ///< toward the feet: positive
    bool turned_over = false;
    double shift_x_mm = 0.0;  ///< of the patient
    double shift_y_mm = 0.0;

    [[nodiscard]] double magnification() const { return sid_mm / (sid_mm - oid_mm); }
    [[nodiscard]] Spot project(XrayPlace place) const;  ///< onto the receptor, mm from its middle
    [[nodiscard]] double magnification_at(XrayPlace place) const;
    /// Ends of the ray to a spot of the receptor, in the patient's coordinates: focal spot and receptor.
    [[nodiscard]] std::array<XrayPlace, 2> ray(Spot receptor_mm) const;
};

/// Millimeters of each matter along the ray to each pixel.
using PathMaps = std::array<Field, matter_count>;
[[nodiscard]] PathMaps path_maps(const XrayScene& scene, const XrayGeometry& geometry, const PlaneFrame& receptor);

/// Chest, hand, knee, abdomen, line_pairs, step_wedge.
struct XraySubject {
    std::string_view anatomy = "chest";
    std::string_view finding = "none";
    double finding_amount = 0.5;
    double inspiration_ribs = 10.0;
};
[[nodiscard]] XrayScene xray_scene(const XraySubject& subject);

// One each, in files of their own.
[[nodiscard]] XrayScene xray_chest(const XraySubject& subject);
[[nodiscard]] XrayScene xray_hand(const XraySubject& subject);
[[nodiscard]] XrayScene xray_knee(const XraySubject& subject);
[[nodiscard]] XrayScene xray_abdomen(const XraySubject& subject);
[[nodiscard]] XrayScene xray_line_pairs();
[[nodiscard]] XrayScene xray_step_wedge();

/// A vertebra seen from the front: body, pedicles, spinous process.
void add_vertebra(XrayScene& scene, XrayPlace middle, double half_width, double half_height, double spinous_z);
/// An ellipse in the plane z.
[[nodiscard]] std::vector<XrayPlace> outline_ellipse(XrayPlace middle, double radius_x, double radius_y,
                                                     double tilt_deg = 0.0);
[[nodiscard]] std::vector<XrayPlace> outline_at(const std::vector<Spot>& spots, double z = 0.0);

}  // namespace collimate
