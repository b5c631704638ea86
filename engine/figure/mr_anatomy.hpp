#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/figure/field.hpp"
#include "engine/figure/mr_signal.hpp"

namespace collimate {

/// A shape of one tissue, in millimeters; later pieces lie over earlier ones.
struct MrPiece {
    MrTissue tissue = MrTissue::fat;
    std::vector<Spot> spots;
    double pen_mm = 0.0;  ///< radius of the pen that draws the spots as a path; 0: they enclose an area
    double mottle = 0.0;  ///< standard deviation of the signal within, relative
    bool pulsates = false;
};

struct MrOutline {
    std::string name;
    std::vector<Spot> spots;
};

enum class MrMotion { whole, front, none };  ///< what breathing or restlessness moves

struct MrAnatomy {
    std::vector<MrPiece> pieces;
    std::vector<MrOutline> outlines;  ///< what can be marked
    double reach_mm = 120.0;          ///< nothing lies farther from the middle, along either direction
    MrMotion motion = MrMotion::whole;
    /// Share of the motion that a spot takes part in, for MrMotion::front: 0 beyond `rest_mm`, 1 beyond `full_mm`.
    bool front_is_left = false;  ///< else up
    double rest_mm = 0.0;
    double full_mm = -1.0;
    Spot metal_mm;                    ///< where an implant sits, if one is asked for
    double coil_mm = 1000.0;          ///< the coil hears little from farther up or down than this
    bool field_in_plane = false;      ///< B0 runs up the picture, else through it
    bool posterior_is_right = false;  ///< else down
};

/// Nothing wrong, or one of: lesion, mass, infarct; what that is depends on the anatomy.
[[nodiscard]] MrAnatomy mr_anatomy(std::string_view anatomy, std::string_view finding);

// One each, in a file of its own.
[[nodiscard]] MrAnatomy mr_brain(std::string_view finding);
[[nodiscard]] MrAnatomy mr_knee(std::string_view finding);
[[nodiscard]] MrAnatomy mr_spine(std::string_view finding);
[[nodiscard]] MrAnatomy mr_abdomen(std::string_view finding);
[[nodiscard]] MrAnatomy mr_test_object(bool grid);

/// Puts pieces together.
class MrSketch {
public:
    MrAnatomy anatomy;
    void fill(MrTissue tissue, std::vector<Spot> outline, double mottle = 0.0);
    void draw(MrTissue tissue, std::vector<Spot> path, double pen_mm, double mottle = 0.0);
    void fill_both(MrTissue tissue, const std::vector<Spot>& outline, double mottle = 0.0);  ///< and its mirror image
    void draw_both(MrTissue tissue, const std::vector<Spot>& path, double pen_mm);
    void pulsate() { anatomy.pieces.back().pulsates = true; }  ///< the last piece
    void name(std::string word, std::vector<Spot> outline);
};

}  // namespace collimate
