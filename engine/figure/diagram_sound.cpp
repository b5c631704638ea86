#include <algorithm>
#include <cmath>

#include "engine/figure/drawing_board.hpp"
#include "engine/figure/generator.hpp"

namespace collimate {

namespace {

constexpr std::array beam_parameters{
    FigureParameter{"diameter_mm", 3, 30, 13, "of the round element"},
    FigureParameter{"frequency_mhz", 1, 15, 3.5, "higher: longer near zone, less divergence"},
    FigureParameter{"depth_mm", 30, 300, 160, "depth shown"},
    FigureParameter{"focus_mm", 0, 200, 0, "of a lens; 0: not focused. No farther than the end of the near zone"},
    FigureParameter{"side_lobes", 0, 0, 0, "drawn beside the main beam", no_yes},
    FigureParameter{"labels", 0, 0, 0, "names, letters for a question to refer to, or nothing", namings},
};

constexpr double speed_mm_us = 1.54;

/// Shape of the beam of a round element (Kremkau, Sonography: Principles and Instruments): the near zone, D^2 f / 4 c
/// long, narrows to half the diameter; beyond, sin(angle) = 1.22 c / (f D).
struct Beam {
    double diameter_mm, near_mm, focus_mm, slope;

    [[nodiscard]] double half_width(double depth_mm) const {
        // Focusing narrows the beam in proportion to the shorter distance, and it opens as much faster beyond.
        const double squeeze = focus_mm / near_mm;
        const double waist = diameter_mm / 4 * squeeze;
        if (depth_mm <= focus_mm) return diameter_mm / 2 + (waist - diameter_mm / 2) * depth_mm / focus_mm;
        return waist + (depth_mm - focus_mm) * slope / squeeze;
    }
};

Beam beam_of(const FigureValues& v) {
    Beam beam{};
    beam.diameter_mm = v.number("diameter_mm");
    const double wavelength = speed_mm_us / v.number("frequency_mhz");
    beam.near_mm = beam.diameter_mm * beam.diameter_mm / (4 * wavelength);
    beam.focus_mm =
        v.number("focus_mm") > 0 ? std::clamp(v.number("focus_mm"), 0.2 * beam.near_mm, beam.near_mm) : beam.near_mm;
    const double sine = std::min(0.9, 1.22 * wavelength / beam.diameter_mm);
    beam.slope = sine / std::sqrt(1 - sine * sine);
    return beam;
}

DrawingBoard sound_beam(const FigureValues& v) {
    DrawingBoard board(120, 64, naming_of(v.choice("labels")));
    const Beam beam = beam_of(v);
    const double scale = 96 / v.number("depth_mm");
    constexpr double face_x = 14, axis_y = 30;
    const auto at = [&](double depth, double aside) {
        return Spot{face_x + depth * scale, axis_y + std::clamp(aside * scale, -28.0, 28.0)};
    };
    const double depth = v.number("depth_mm");
    std::vector<Spot> edge;
    constexpr int pieces = 120;
    for (int i = 0; i <= pieces; ++i) edge.push_back(at(depth * i / pieces, -beam.half_width(depth * i / pieces)));
    for (int i = pieces; i >= 0; --i) edge.push_back(at(depth * i / pieces, beam.half_width(depth * i / pieces)));
    board.area(edge, Ink::beam, 0.003);
    if (v.choice("side_lobes") == "yes")
        for (const double side : {-1.0, 1.0}) {
            const double reach = std::min(depth, 0.9 * beam.near_mm) * 0.8;
            const double out = std::min(0.7 * reach, 26 / scale);
            board.area({at(0, side * beam.diameter_mm / 2), at(0.5 * reach, side * (beam.diameter_mm / 2 + 0.62 * out)),
                        at(reach, side * (beam.diameter_mm / 2 + out)),
                        at(0.62 * reach, side * (beam.diameter_mm / 2 + 0.42 * out))},
                       Ink::beam, 0.002);
            board.part(side < 0 ? "side_lobe_above" : "side_lobe_below",
                       {at(0.25 * reach, side * (beam.diameter_mm / 2 + 0.2 * out)),
                        at(0.5 * reach, side * (beam.diameter_mm / 2 + 0.66 * out)),
                        at(reach, side * (beam.diameter_mm / 2 + out)),
                        at(0.62 * reach, side * (beam.diameter_mm / 2 + 0.38 * out))});
        }
    board.line({at(0, 0), at(depth, 0)}, {Ink::muted, 0.0015, true});
    const double half = std::min(beam.diameter_mm / 2 * scale, 27.0);
    const auto element = box_corners({face_x - 3, axis_y - half}, {face_x, axis_y + half});
    board.area(element, Ink::line);
    board.part("transducer", element);
    board.name({face_x, axis_y - half - 4}, "element");

    const double end = std::min(beam.focus_mm, depth);
    board.part("near_zone", {at(0.02 * end, -beam.half_width(0)), at(0.85 * end, -beam.half_width(end)),
                             at(0.85 * end, beam.half_width(end)), at(0.02 * end, beam.half_width(0))});
    board.dimension({face_x, 61}, {face_x + end * scale, 61});
    board.name({face_x + end * scale / 2, 57.5}, "near zone", Ink::accent);
    if (beam.focus_mm >= 0.97 * depth) return board;
    const Spot focus = at(beam.focus_mm, 0);
    board.line({{focus.x, axis_y - 14}, {focus.x, axis_y + 26}}, {Ink::accent, 0.002, true});
    board.part("focus", {{focus.x - 2.5, axis_y - 4},
                         {focus.x + 2.5, axis_y - 4},
                         {focus.x + 2.5, axis_y + 4},
                         {focus.x - 2.5, axis_y + 4}});
    board.name({focus.x, axis_y - 17}, "focus", Ink::accent);
    const double after = beam.focus_mm + 0.08 * depth;
    if (after < 0.95 * depth)
        board.part("far_zone", {at(after, -beam.half_width(after)), at(depth, -beam.half_width(depth)),
                                at(depth, beam.half_width(depth)), at(after, beam.half_width(after))});
    board.name({(focus.x + face_x + depth * scale) / 2, 57.5}, "far zone", Ink::accent);
    return board;
}

}  // namespace

const Diagram sound_beam_diagram{beam_parameters, sound_beam};

}  // namespace collimate
