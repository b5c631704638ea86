#include <cmath>

#include "engine/figure/drawing_board.hpp"
#include "engine/figure/field.hpp"

namespace collimate {

namespace {

constexpr std::array gantry_parameters{
    FigureParameter{"tube_deg", 0, 360, 270, "where the tube stands, clockwise from the right; 270: above the patient"},
    FigureParameter{"fan_deg", 20, 60, 50, "opening of the fan"},
    FigureParameter{"patient_x_cm", -12, 12, 0, "patient off center, to the right"},
    FigureParameter{"patient_y_cm", -12, 12, 0, "patient off center, downward: table too low"},
    FigureParameter{"labels", 0, 0, 0, "names, letters for a question to refer to, or nothing", namings},
};

constexpr Spot isocenter{50, 50};
constexpr double focus_radius = 30;     // from the isocenter, as 60 cm
constexpr double detector_radius = 54;  // from the focal spot
constexpr double units_per_cm = 0.5;

DrawingBoard ct_gantry(const FigureValues& v) {
    DrawingBoard board(100, 100, naming_of(v.choice("labels")));
    const double deg = v.number("tube_deg");
    const double half = v.number("fan_deg") / 2;
    const Spot focus = polar(isocenter, focus_radius, deg);
    const double inward = deg + 180;
    board.outline(arc(isocenter, 42, 0, 358), {Ink::muted, 0.005, false});

    auto fan = arc(focus, detector_radius, inward - half, inward + half);
    fan.push_back(focus);
    board.area(fan, Ink::beam, 0.0015);
    board.line({focus, polar(focus, detector_radius, inward)}, {Ink::beam, 0.0025, true});

    const Spot middle{isocenter.x + v.number("patient_x_cm") * units_per_cm,
                      isocenter.y + v.number("patient_y_cm") * units_per_cm};
    const auto patient = ellipse_curve(middle, 10, 7);
    board.area(patient, Ink::tissue);
    board.area(ellipse_curve({middle.x, middle.y + 4.6}, 1.5, 1.2), Ink::bone, 0.002);
    const auto table = box_corners({middle.x - 11, middle.y + 7.2}, {middle.x + 11, middle.y + 8.6});
    board.area(table, Ink::muted);
    board.outline(arc(isocenter, 13, 0, 358), {Ink::accent, 0.002, true});
    board.line({{isocenter.x - 1.5, isocenter.y}, {isocenter.x + 1.5, isocenter.y}}, {Ink::accent, 0.003, false});
    board.line({{isocenter.x, isocenter.y - 1.5}, {isocenter.x, isocenter.y + 1.5}}, {Ink::accent, 0.003, false});

    const auto tube = turned_box(polar(focus, -1.5, inward), 3.5, 5.5, inward);
    board.area(tube, Ink::line);
    const auto filter = turned_box(polar(focus, 5, inward), 0.9, 3.6, inward);
    board.area(filter, Ink::accent);
    for (const double side : {-1.0, 1.0})
        board.area(turned_box(polar(focus, 8.4, inward + side * (half + 9)), 0.7, 1.8, inward), Ink::line);
    auto detector = arc(focus, detector_radius, inward - half - 2, inward + half + 2);
    const auto outer = arc(focus, detector_radius + 3.2, inward + half + 2, inward - half - 2);
    detector.insert(detector.end(), outer.begin(), outer.end());
    board.area(detector, Ink::line);

    board.part("tube", tube);
    board.part("bow_tie_filter", filter);
    board.part("collimator", turned_box(polar(focus, 8.4, inward), 1.1, 6.5, inward));
    board.part("detector", detector);
    board.part("patient", patient);
    board.part("table", table);
    const auto name_beside = [&](Spot at, double turn, const char* words) {
        board.name(polar(at, 15, deg + turn), polar(at, 3, deg + turn), words);
    };
    name_beside(polar(focus, -1.5, inward), 65, "tube");
    name_beside(polar(focus, 5, inward), 108, "filter");
    name_beside(polar(focus, 8.4, inward), -112, "collimator");
    board.name(polar(focus, detector_radius + 7, inward), "detector");
    board.name(polar(middle, 25, deg - 78), polar(middle, 7, deg - 78), "patient");
    board.name(polar(isocenter, 27, deg + 82), polar(isocenter, 13, deg + 82), "scan field", Ink::accent);
    return board;
}

}  // namespace

const Diagram ct_gantry_diagram{gantry_parameters, ct_gantry};

}  // namespace collimate
