#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "engine/figure/drawing_board.hpp"
#include "engine/figure/field.hpp"
#include "engine/figure/generator.hpp"

namespace collimate {

namespace {

constexpr double degree = std::numbers::pi / 180;
constexpr double receptor_y = 84;
constexpr double focus_y = 14;  // of a beam straight down

constexpr std::array<std::string_view, 5> bodies{"slab", "chest", "skull", "hand", "none"};
constexpr std::array<std::string_view, 5> grid_kinds{"none", "parallel", "focused", "upside_down", "crossed"};
constexpr std::array<std::string_view, 3> arrangements{"under_table", "over_table", "lateral"};
constexpr std::array<std::string_view, 4> operators{"none", "beside", "tube_side", "receptor_side"};

constexpr std::array setup_parameters{
    FigureParameter{"body", 0, 0, 1, "what lies in the beam", bodies},
    FigureParameter{"sid_cm", 60, 200, 100, "source to image receptor distance; the drawing is to scale along it"},
    FigureParameter{"oid_cm", 2, 50, 15, "middle of the part to the receptor"},
    FigureParameter{"tube_angle_deg", -45, 45, 0, "of the central ray against the upright"},
    FigureParameter{"tube_shift_cm", -25, 25, 0, "the tube stands beside the part"},
    FigureParameter{"part_tilt_deg", -60, 60, 0, "the part against the receptor"},
    FigureParameter{"receptor_tilt_deg", -45, 45, 0, "the receptor against the level: off-level grid, distortion"},
    FigureParameter{"beam_deg", 4, 40, 18, "opening of the beam"},
    FigureParameter{"grid", 0, 0, 0, "between part and receptor", grid_kinds},
    FigureParameter{"grid_focus_cm", 60, 200, 100, "where the strips of a focused grid point"},
    FigureParameter{"dimensions", 0, 0, 1, "arrows for SID, SOD and OID", no_yes},
    FigureParameter{"electrodes", 0, 0, 0, "anode and cathode in the tube", no_yes},
    FigureParameter{"labels", 0, 0, 0, "names, letters for a question to refer to, or nothing", namings},
};

struct Setup {
    double scale;  ///< units per cm
    Spot aim, focus, receptor;
    double angle_deg;

    [[nodiscard]] Spot along(double turn_deg, double length) const {
        const double a = (angle_deg + turn_deg) * degree;
        return {focus.x + std::sin(a) * length, focus.y + std::cos(a) * length};
    }
    /// Where a ray, turned from the central one, comes to the receptor's level.
    [[nodiscard]] Spot landing(double turn_deg) const {
        const double a = (angle_deg + turn_deg) * degree;
        const double length = (receptor_y - focus.y) / std::max(std::cos(a), 0.2);
        return along(turn_deg, std::min(length, 110.0));
    }
};

Setup setup_of(const FigureValues& v) {
    Setup s{};
    s.scale = (receptor_y - focus_y) / v.number("sid_cm");
    const double oid = std::min(v.number("oid_cm"), 0.6 * v.number("sid_cm"));
    s.receptor = {46, receptor_y};
    s.aim = {46, receptor_y - oid * s.scale};
    s.angle_deg = v.number("tube_angle_deg");
    const double sod = s.aim.y - focus_y;
    s.focus = {s.aim.x - std::sin(s.angle_deg * degree) * sod + v.number("tube_shift_cm") * s.scale,
               s.aim.y - std::cos(s.angle_deg * degree) * sod};
    return s;
}

std::vector<Spot> turned(std::vector<Spot> spots, Spot about, double deg) {
    const double c = std::cos(deg * degree);
    const double s = std::sin(deg * degree);
    for (Spot& p : spots) p = {about.x + p.x * c - p.y * s, about.y + p.x * s + p.y * c};
    return spots;
}

void draw_tube(DrawingBoard& board, const Setup& s, bool electrodes) {
    const auto placed = [&](std::vector<Spot> spots) { return turned(std::move(spots), s.focus, -s.angle_deg); };
    const auto housing = placed(closed_curve(
        std::vector<Spot>{{-11, -5}, {-9, -8}, {0, -8.5}, {9, -8}, {11, -5}, {11, 0}, {8, 2.5}, {-8, 2.5}, {-11, 0}},
        5));
    board.outline(housing, {Ink::line, 0.004, false});
    const auto box = placed({{-5, 3}, {5, 3}, {6.5, 9}, {-6.5, 9}});
    board.area(box, Ink::muted);
    board.part("tube", placed(box_corners({-11, -8.5}, {11, 2.6})));
    board.part("collimator", box);
    if (electrodes) {
        const auto anode = placed({{-8, -5.5}, {-2.5, -5.5}, {0.4, 0.5}, {-8, 0.5}});
        const auto cathode = placed({{4, -5}, {8.5, -5}, {8.5, -1}, {4, -1}});
        board.area(anode, Ink::accent);
        board.area(cathode, Ink::line);
        board.part("anode", anode);
        board.part("cathode", cathode);
    }
    board.area(arc(s.focus, 0.7, 0, 356), Ink::accent, 0.001);
    board.name({s.focus.x + 24 * (s.focus.x > 60 ? -1 : 1), std::max(s.focus.y - 5, 3.0)},
               {s.focus.x + (s.focus.x > 60 ? -10.0 : 10.0), s.focus.y - 3}, "tube");
    board.name({std::max(s.focus.x - 24, 10.0), std::max(s.focus.y + 10, 4.0)}, placed({{-5.5, 6}})[0], "collimator");
}

void draw_beam(DrawingBoard& board, const Setup& s, double beam_deg) {
    const Spot left = s.landing(-beam_deg / 2);
    const Spot right = s.landing(beam_deg / 2);
    board.area({s.focus, left, right}, Ink::beam, 0.0015);
    const Spot end = s.landing(0);
    board.line({s.focus, {end.x, end.y}}, {Ink::beam, 0.003, true});
    board.part_around("central_ray", s.along(0, 12), s.along(0, 0.55 * (receptor_y - s.focus.y)), 1.3);
    if (std::abs(s.angle_deg) > 1) {
        const Spot below{s.focus.x, s.focus.y + 24};
        board.line({s.focus, {s.focus.x, s.focus.y + 30}}, {Ink::muted, 0.002, true});
        board.line(arc(s.focus, 24, 90, 90 - s.angle_deg), {Ink::accent, 0.002, false});
        board.text({below.x + 6 * (s.angle_deg > 0 ? -0.7 : 0.7), below.y + 3},
                   fmt::format("{:.0f}°", std::abs(s.angle_deg)), 0.028, Ink::accent);
    }
}

void draw_body(DrawingBoard& board, const Setup& s, std::string_view body, double tilt_deg) {
    const double k = s.scale;
    const auto placed = [&](const std::vector<Spot>& cm) {
        std::vector<Spot> scaled;
        for (const Spot p : cm) scaled.push_back({p.x * k, p.y * k});
        return turned(std::move(scaled), s.aim, tilt_deg);
    };
    std::vector<Spot> outline;
    if (body == "slab") outline = placed(box_corners({-14, -3}, {14, 3}));
    if (body == "chest") {
        outline = placed(closed_curve(
            std::vector<Spot>{
                {-17, -3}, {-12, -9}, {0, -10}, {12, -9}, {17, -3}, {17, 3}, {11, 9}, {0, 9.5}, {-11, 9}, {-17, 3}},
            6));
        board.area(outline, Ink::tissue);
        for (const double side : {-1.0, 1.0})
            board.outline(placed(ellipse_curve({side * 8, 0}, 5.5, 6.5)), {Ink::muted, 0.002, false});
        board.area(placed(ellipse_curve({0, -5.5}, 2.6, 2.2)), Ink::bone, 0.002);
    } else if (body == "skull") {
        outline = placed(ellipse_curve({0, 0}, 9.5, 8));
        board.area(outline, Ink::tissue);
        board.outline(placed(ellipse_curve({0, 0}, 8.3, 6.9)), {Ink::bone, 0.005, false});
    } else if (body == "hand") {
        outline = placed(closed_curve(
            std::vector<Spot>{{-10, -1}, {-2, -1.6}, {6, -1.3}, {10, 0}, {6, 1.3}, {-2, 1.6}, {-10, 1}}, 5));
        board.area(outline, Ink::tissue);
        board.line(placed({{-9, 0}, {-1, 0}}), {Ink::bone, 0.006, false});
        board.line(placed({{0, 0}, {8, 0}}), {Ink::bone, 0.006, false});
    } else if (!outline.empty()) {
        board.area(outline, Ink::tissue);
    }
    if (outline.empty()) return;
    board.part("part", outline);
    const Spot leftmost = *std::min_element(outline.begin(), outline.end(), [](Spot p, Spot q) { return p.x < q.x; });
    board.name({s.aim.x - 34, s.aim.y - 2}, leftmost, "part");
}

void draw_grid(DrawingBoard& board, const Setup& s, std::string_view kind, double focus_cm, double tilt_deg) {
    if (kind == "none") return;
    const auto placed = [&](std::vector<Spot> spots) { return turned(std::move(spots), s.receptor, tilt_deg); };
    constexpr double half = 22, low = -1.2, high = -4.2;
    board.outline(placed(box_corners({-half, high}, {half, low})), {Ink::line, 0.002, false});
    const double focus = focus_cm * s.scale;
    for (double x = -half + 2; x < half - 1; x += 2) {
        double slope = kind == "focused" || kind == "crossed" ? x / focus : kind == "upside_down" ? -x / focus : 0.0;
        slope *= 2.2;  // drawn steeper than it is, to be seen
        board.line(placed({{x, low}, {x - slope * (low - high), high}}), {Ink::line, 0.0022, false});
    }
    if (kind == "crossed")
        board.line(placed({{-half, (low + high) / 2}, {half, (low + high) / 2}}), {Ink::line, 0.002, false});
    board.part("grid", placed(box_corners({-half, high}, {half, low})));
    const Spot end = placed({{-half, (low + high) / 2}})[0];
    board.name({end.x - 12, end.y + 5}, end, "grid");
}

void draw_dimensions(DrawingBoard& board, const Setup& s) {
    const auto measure = [&](double x, double from, double to, const char* word, const char* part) {
        board.dimension({x, from}, {x, to});
        board.name({x + 4.8, (from + to) / 2}, word, Ink::accent);
        board.part_around(part, {x, from}, {x, to}, 1.5);
    };
    for (const double y : {s.focus.y, s.receptor.y}) board.line({{76, y}, {92, y}}, {Ink::muted, 0.0015, true});
    board.line({{76, s.aim.y}, {83, s.aim.y}}, {Ink::muted, 0.0015, true});
    measure(90, s.focus.y, s.receptor.y, "SID", "sid");
    measure(80, s.focus.y, s.aim.y, "SOD", "sod");
    measure(80, s.aim.y, s.receptor.y, "OID", "oid");
}

DrawingBoard xray_setup(const FigureValues& v) {
    DrawingBoard board(102, 96, naming_of(v.choice("labels")));
    const Setup s = setup_of(v);
    const double tilt = v.number("receptor_tilt_deg");
    draw_beam(board, s, v.number("beam_deg"));
    draw_tube(board, s, v.choice("electrodes") == "yes");
    draw_body(board, s, v.choice("body"), v.number("part_tilt_deg"));
    draw_grid(board, s, v.choice("grid"), v.number("grid_focus_cm"), tilt);
    const auto plate = turned(box_corners({-24, 0}, {24, 2.6}), s.receptor, tilt);
    board.area(plate, Ink::line);
    board.part("receptor", plate);
    board.name({s.receptor.x, 92}, {s.receptor.x, receptor_y + 3}, "image receptor");
    if (v.choice("dimensions") == "yes") draw_dimensions(board, s);
    return board;
}

constexpr std::array fluoroscopy_parameters{
    FigureParameter{"arrangement", 0, 0, 0, "where the tube is; lateral: a C-arm across the patient", arrangements},
    FigureParameter{"operator", 0, 0, 1,
                    "where someone stands; beside: at the patient's side, between tube and receptor", operators},
    FigureParameter{"distance_cm", 20, 150, 45, "of the operator from the patient"},
    FigureParameter{"receptor_gap_cm", 2, 40, 8, "between patient and image receptor"},
    FigureParameter{"drape", 0, 0, 0, "lead strips hanging from the receptor (tube below the table)", no_yes},
    FigureParameter{"scatter", 0, 0, 1, "arrows of scatter, longest on the side where the beam enters", no_yes},
    FigureParameter{"labels", 0, 0, 0, "names, letters for a question to refer to, or nothing", namings},
};

constexpr Spot patient{56, 46};
constexpr double patient_rx = 17, patient_ry = 9;

/// Tube and receptor on a line through the patient; `deg` points from the patient to the tube, clockwise from the
/// right.
void draw_chain(DrawingBoard& board, double deg, double gap_cm) {
    const bool upright = std::abs(std::cos(deg * degree)) < 0.5;
    const double surface = upright ? patient_ry : patient_rx;
    const Spot focus = polar(patient, upright ? 37 : 38, deg);
    const Spot receptor = polar(patient, surface + 0.25 * gap_cm + 3.5, deg + 180);
    const Spot across = upright ? Spot{11, 0} : Spot{0, 11};
    board.area({focus, {receptor.x - across.x, receptor.y - across.y}, {receptor.x + across.x, receptor.y + across.y}},
               Ink::beam, 0.0015);
    const auto housing = turned_box(focus, upright ? 8 : 5, upright ? 5 : 8, 0);
    board.outline(housing, {Ink::line, 0.004, false});
    const auto plate = turned_box(receptor, upright ? 12 : 3, upright ? 3 : 12, 0);
    board.area(plate, Ink::line);
    board.part("tube", housing);
    board.part("image_receptor", plate);
    board.name({focus.x + (upright ? 16.0 : 0.0), focus.y + (upright ? 0.0 : 12.0)}, "tube");
    board.name({receptor.x + (upright ? 31.0 : 0.0), receptor.y - (upright ? 2.0 : 16.0)},
               upright ? "image receptor" : "receptor");
}

void draw_scatter(DrawingBoard& board, double tube_deg) {
    for (double deg = 0; deg < 360; deg += 30) {
        // More leaves the side where the beam enters: what is scattered there need not cross the patient.
        const double towards_tube = std::cos((deg - tube_deg) * degree);
        if (std::abs(towards_tube) > 0.94) continue;
        const double length = 6 + 6 * std::max(0.0, towards_tube) - 2 * std::max(0.0, -towards_tube);
        const Spot from{patient.x + patient_rx * std::cos(deg * degree),
                        patient.y + patient_ry * std::sin(deg * degree)};
        board.arrow(from, polar(from, length, deg), {Ink::beam, 0.002, true});
    }
}

void draw_operator(DrawingBoard& board, std::string_view where, double distance_cm, double tube_deg) {
    if (where == "none") return;
    const double reach = 0.28 * distance_cm;
    double x = patient.x - patient_rx - 5 - reach;
    const bool lateral = std::abs(std::cos(tube_deg * degree)) > 0.5;
    if (lateral && where == "tube_side") x = patient.x + std::cos(tube_deg * degree) * (patient_rx + 5 + reach);
    if (lateral && where == "receptor_side") x = patient.x - std::cos(tube_deg * degree) * (patient_rx + 5 + reach);
    // Between patient and tube there is no more room than this; nor nearer than the receptor.
    x = lateral && where == "tube_side"       ? std::min(x, 83.0)
        : lateral && where == "receptor_side" ? std::min(x, 24.0)
                                              : x;
    x = std::max(x, 6.0);
    const auto head = arc({x, 22}, 3.6, 0, 356);
    const auto trunk = std::vector<Spot>{{x - 3.5, 28}, {x + 3.5, 28}, {x + 4, 50}, {x - 4, 50}};
    board.outline(head, {Ink::line, 0.003, false});
    board.area(trunk, Ink::tissue);
    board.line({{x - 2.5, 50}, {x - 2.5, 84}}, {Ink::line, 0.004, false});
    board.line({{x + 2.5, 50}, {x + 2.5, 84}}, {Ink::line, 0.004, false});
    board.part("operator_eyes", head);
    board.part("operator_trunk", trunk);
    board.part("operator_legs", box_corners({x - 4, 54}, {x + 4, 84}));
    board.name({x, 14}, "operator");
}

DrawingBoard fluoroscopy(const FigureValues& v) {
    DrawingBoard board(112, 92, naming_of(v.choice("labels")));
    const auto arrangement = v.choice("arrangement");
    const double tube_deg = arrangement == "under_table" ? 90 : arrangement == "over_table" ? 270 : 0;
    draw_chain(board, tube_deg, v.number("receptor_gap_cm"));
    const auto body = ellipse_curve(patient, patient_rx, patient_ry);
    board.area(body, Ink::tissue);
    board.part("patient", body);
    const auto table =
        box_corners({patient.x - 26, patient.y + patient_ry}, {patient.x + 26, patient.y + patient_ry + 2});
    board.area(table, Ink::muted);
    board.part("table", table);
    board.name(patient, "patient");
    board.line({{2, 86}, {110, 86}}, {Ink::muted, 0.003, false});
    if (v.choice("scatter") == "yes") draw_scatter(board, tube_deg);
    if (v.choice("drape") == "yes" && arrangement == "under_table") {
        const auto drape = box_corners({patient.x - patient_rx - 3.5, patient.y - patient_ry - 4},
                                       {patient.x - patient_rx - 2, patient.y + patient_ry - 1});
        board.area(drape, Ink::accent);
        board.part("drape", drape);
        board.name({patient.x - patient_rx - 3, patient.y - patient_ry - 13}, "lead drape");
    }
    draw_operator(board, v.choice("operator"), v.number("distance_cm"), tube_deg);
    return board;
}

}  // namespace

const Diagram xray_setup_diagram{setup_parameters, xray_setup};
const Diagram fluoroscopy_diagram{fluoroscopy_parameters, fluoroscopy};

}  // namespace collimate
