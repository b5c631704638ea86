#include <algorithm>
#include <array>
#include <cmath>

#include "engine/figure/generator.hpp"
#include "engine/figure/xray_image.hpp"

namespace collimate {

namespace {

constexpr std::array<std::string_view, 6> anatomies{"chest", "hand", "knee", "abdomen", "line_pairs", "step_wedge"};
constexpr std::array<std::string_view, 8> findings{"none",     "pneumothorax", "effusion", "nodule",
                                                   "free_air", "obstruction",  "stone",    "fracture"};
constexpr std::array<std::string_view, 2> projections{"pa", "ap"};
constexpr std::array<std::string_view, 2> receptors{"digital", "film"};
constexpr std::array<std::string_view, 3> grids{"none", "parallel", "focused"};
constexpr std::array<std::string_view, 6> objects{"none", "necklace", "coin", "button", "electrode", "ring"};

constexpr std::array parameters{
    FigureParameter{
        "anatomy", 0, 0, 0,
        "part: chest, hand (PA), knee (AP), abdomen, a line-pair object or an aluminum step wedge on 10 cm of tissue",
        anatomies},
    FigureParameter{"finding", 0, 0, 0,
                    "chest: pneumothorax, effusion (both on the patient's left), nodule (right); abdomen: free_air, "
                    "obstruction, stone; hand and knee: fracture",
                    findings},
    FigureParameter{"finding_amount", 0, 1, 0.5, "how large the finding is"},
    FigureParameter{"projection", 0, 0, 0, "chest and abdomen: the side that faces the tube; AP magnifies the heart",
                    projections},
    FigureParameter{"receptor", 0, 0, 0,
                    "digital: brightness is set afterwards, noise shows the exposure; film: density shows it",
                    receptors},
    FigureParameter{"kvp", 30, 150, 80, "tube voltage: contrast falls as it rises"},
    FigureParameter{"mas", 0.01, 1000, 4, "tube current times time: mottle where it is low"},
    FigureParameter{"sid_cm", 40, 300, 100, "source to image receptor distance"},
    FigureParameter{"oid_cm", 0, 60, 5, "distance of the part's middle plane from the receptor"},
    FigureParameter{"focal_spot_mm", 0.1, 4, 1, "size of the focal spot"},
    FigureParameter{"motion_mm", 0, 30, 0, "movement up and down during the exposure"},
    FigureParameter{"rotation_deg", -45, 45, 0, "of the patient about the long axis"},
    FigureParameter{"tube_angle_deg", -45, 45, 0, "of the central ray, positive toward the feet"},
    FigureParameter{"inspiration_ribs", 6, 11, 10, "chest: posterior ribs seen above the diaphragm"},
    FigureParameter{"shift_x_mm", -250, 250, 0, "the patient stands beside the receptor's middle: clipped anatomy"},
    FigureParameter{"shift_y_mm", -250, 250, 0, "the patient stands too low (positive) or too high"},
    FigureParameter{"receptor_mm", 0, 600, 0, "longer side of the picture on the receptor; 0: as the part needs"},
    FigureParameter{"field_width_mm", 20, 700, 700, "collimated field at the receptor"},
    FigureParameter{"field_height_mm", 20, 700, 700, "collimated field at the receptor"},
    FigureParameter{"field_x_mm", -250, 250, 0, "its middle beside the receptor's"},
    FigureParameter{"field_y_mm", -250, 250, 0, "its middle below the receptor's"},
    FigureParameter{"scatter", 0, 3, 1, "scatter as it follows from part, field and voltage, times this"},
    FigureParameter{"grid", 0, 0, 0, "strips run up and down the picture", grids},
    FigureParameter{"grid_ratio", 4, 16, 8, "height of the strips over the gap"},
    FigureParameter{"grid_focus_cm", 60, 250, 100,
                    "distance for which a focused grid is made; off-focus where sid_cm differs"},
    FigureParameter{"grid_off_center_cm", -15, 15, 0, "the tube stands beside the grid's middle line"},
    FigureParameter{"grid_tilt_deg", -20, 20, 0, "the grid is off level"},
    FigureParameter{"grid_upside_down", 0, 0, 0, "a focused grid with its back to the tube", no_yes},
    FigureParameter{"grid_lines", 0, 1, 0, "visible strips of a grid at rest"},
    FigureParameter{"grid_lines_per_cm", 4, 80, 24, "number of strips; near the pixel's frequency they beat (moire)"},
    FigureParameter{"heel", 0, 1, 0, "anode heel effect, anode up"},
    FigureParameter{"double_exposure", 0, 1, 0, "share of a second exposure of the part, moved"},
    FigureParameter{"ghost", 0, 1, 0, "remains of an earlier exposure in the receptor"},
    FigureParameter{"dead_lines", 0, 5, 0, "detector columns without signal"},
    FigureParameter{"dust", 0, 20, 0, "specks on the plate or screen"},
    FigureParameter{"object", 0, 0, 0, "something left on or in the patient", objects},
    FigureParameter{"noise", 0, 10, 1, "quantum noise as it follows from the exposure, times this"},
};

XrayGeometry geometry_of(const FigureValues& v, const XrayScene& scene) {
    return {.sid_mm = 10 * v.number("sid_cm"),
            .oid_mm = std::min(10 * v.number("oid_cm"), 7 * v.number("sid_cm")),
            .rotation_deg = v.number("rotation_deg"),
            .tube_angle_deg = v.number("tube_angle_deg"),
            .turned_over = scene.turns_over && v.choice("projection") == "ap",
            .shift_x_mm = v.number("shift_x_mm"),
            .shift_y_mm = v.number("shift_y_mm")};
}

XrayGrid grid_of(const FigureValues& v) {
    const auto word = v.choice("grid");
    return {.kind = word == "none"       ? XrayGrid::Kind::none
                    : word == "parallel" ? XrayGrid::Kind::parallel
                                         : XrayGrid::Kind::focused,
            .ratio = v.number("grid_ratio"),
            .focus_cm = v.number("grid_focus_cm"),
            .off_center_mm = 10 * v.number("grid_off_center_cm"),
            .tilt_deg = v.number("grid_tilt_deg"),
            .upside_down = v.choice("grid_upside_down") == "yes"};
}

XrayExposure exposure_of(const FigureValues& v, const XrayScene& scene) {
    return {.geometry = geometry_of(v, scene),
            .kvp = v.number("kvp"),
            .mas = v.number("mas"),
            .focal_spot_mm = v.number("focal_spot_mm"),
            .grid = grid_of(v),
            .grid_lines = v.number("grid_lines"),
            .lines_per_cm = v.number("grid_lines_per_cm"),
            .scatter = v.number("scatter"),
            .field_width_mm = v.number("field_width_mm"),
            .field_height_mm = v.number("field_height_mm"),
            .field_x_mm = v.number("field_x_mm"),
            .field_y_mm = v.number("field_y_mm"),
            .motion_mm = v.number("motion_mm"),
            .double_exposure = v.number("double_exposure"),
            .heel = v.number("heel")};
}

/// Metal on the skin that faces the tube.
void add_object(XrayScene& scene, std::string_view object) {
    const double size = scene.receptor_mm / 430;
    const auto metal = [&](std::vector<XrayRodKnot> knots) {
        scene.tubes.push_back(
            {.matter = XrayMatter::lead, .instead_of = XrayMatter::gas, .knots = std::move(knots), .flat = 0.3});
    };
    std::vector<Spot> outline;
    if (object == "necklace") {
        std::vector<XrayRodKnot> chain;
        for (const Spot s : open_curve(
                 std::vector<Spot>{{-70, -190}, {-52, -140}, {-24, -100}, {2, -86}, {30, -102}, {56, -142}, {72, -190}},
                 14))
            scene.tubes.push_back({.matter = XrayMatter::lead,
                                   .instead_of = XrayMatter::gas,
                                   .knots = {{{s.x * size, s.y * size, 60}, 1.5 * size}},
                                   .flat = 0.3});
        metal({{{3 * size, -82 * size, 60}, 3.5 * size}, {{4 * size, -74 * size, 60}, 5 * size}});
        outline = {{-80, -190}, {-60, -136}, {-24, -92}, {2, -66},  {30, -92},   {66, -136},
                   {80, -190},  {60, -190},  {44, -142}, {2, -104}, {-42, -142}, {-60, -190}};
    } else if (object == "coin") {
        scene.plates.push_back({.matter = XrayMatter::lead,
                                .instead_of = XrayMatter::gas,
                                .outline = outline_ellipse({8 * size, 40 * size, 20}, 11.5 * size, 11.5 * size),
                                .thickness_mm = 0.8});
        outline = ellipse_curve({8, 40}, 14, 14);
    } else if (object == "button") {
        scene.plates.push_back({.matter = XrayMatter::aluminum,
                                .instead_of = XrayMatter::gas,
                                .outline = outline_ellipse({-62 * size, 12 * size, 80}, 8 * size, 8 * size),
                                .thickness_mm = 3});
        for (const double x : {-64.5, -59.5})
            scene.plates.push_back({.matter = XrayMatter::gas,
                                    .instead_of = XrayMatter::aluminum,
                                    .outline = outline_ellipse({x * size, 12 * size, 80}, 1.3 * size, 1.3 * size),
                                    .thickness_mm = 3});
        outline = ellipse_curve({-62, 12}, 11, 11);
    } else if (object == "electrode") {
        metal({{{84 * size, -64 * size, 80}, 4 * size}});
        metal({{{84 * size, -64 * size, 80}, 1.2 * size},
               {{112 * size, -110 * size, 80}, 1.2 * size},
               {{118 * size, -215 * size, 80}, 1.2 * size}});
        outline = ellipse_curve({84, -64}, 12, 12);
    } else if (object == "ring") {
        metal({{{-27.5, -52, 6}, 1.3}, {{-13, -55, 6}, 1.3}});
        scene.outlines.push_back({"object", outline_ellipse({-20, -54, 6}, 11, 5)});
    }
    for (Spot& s : outline) s = {s.x * size, s.y * size};
    if (!outline.empty()) scene.outlines.push_back({"object", outline_at(outline, 60)});
}

XrayScene scene_of(const FigureValues& v) {
    XrayScene scene = xray_scene({.anatomy = v.choice("anatomy"),
                                  .finding = v.choice("finding"),
                                  .finding_amount = v.number("finding_amount"),
                                  .inspiration_ribs = v.number("inspiration_ribs")});
    add_object(scene, v.choice("object"));
    return scene;
}

PlaneFrame receptor_of(const FigureValues& v, const XrayScene& scene, FigureSize size) {
    constexpr double least_mm = 20;
    const double asked = v.number("receptor_mm");
    const double side = asked > 0 ? std::max(asked, least_mm) : scene.receptor_mm;
    return {size.width, size.height, side / std::max(size.width, size.height), {0, 0}};
}

/// Places of the receptor's own faults, in shares of the picture.
struct Faults {
    std::vector<double> columns;
    std::vector<Spot> specks;
};

Faults faults_of(const FigureValues& v, std::uint64_t seed) {
    Random random(derive(seed, 3));
    Faults faults;
    for (int i = 0; i < v.count("dead_lines"); ++i) faults.columns.push_back(0.12 + 0.76 * random.uniform());
    for (int i = 0; i < v.count("dust"); ++i)
        faults.specks.push_back({0.15 + 0.7 * random.uniform(), 0.15 + 0.7 * random.uniform()});
    return faults;
}

std::vector<Spot> ghost_field(const PlaneFrame& receptor) {
    const double side = receptor.mm_per_pixel * std::max(receptor.width, receptor.height);
    return {{-0.42 * side, -0.30 * side},
            {0.16 * side, -0.36 * side},
            {0.2 * side, 0.18 * side},
            {-0.38 * side, 0.24 * side}};
}

std::vector<FigurePart> radiograph_parts(const FigureValues& v, FigureSize size, std::uint64_t seed) {
    const XrayScene scene = scene_of(v);
    const XrayGeometry geometry = geometry_of(v, scene);
    const PlaneFrame receptor = receptor_of(v, scene, size);
    std::vector<FigurePart> parts;
    for (const XrayOutline& outline : scene.outlines) {
        std::vector<Spot> projected;
        for (const XrayPlace p : outline.spots) projected.push_back(geometry.project(p));
        add_part(parts, outline.name, projected, receptor);
    }
    const Faults faults = faults_of(v, seed);
    int number = 0;
    for (const double x : faults.columns)
        parts.push_back(
            {"dead_line_" + std::to_string(++number), {Region::Shape::rectangle, {{x - 0.012, 0}, {x + 0.012, 1}}}});
    number = 0;
    for (const Spot s : faults.specks)
        parts.push_back({"dust_" + std::to_string(++number),
                         {Region::Shape::ellipse, {s, {0.02, 0.02 * size.width / size.height}}}});
    if (v.number("ghost") > 0) add_part(parts, "ghost", ghost_field(receptor), receptor);
    return parts;
}

void add_ghost(Field& photons, double amount, const PlaneFrame& receptor) {
    if (amount <= 0) return;
    const Mask mask = cover_polygon(receptor.pixels(ghost_field(receptor)), receptor.width, receptor.height);
    const float strength = static_cast<float>(0.35 * amount) * quantile(photons, 0.5);
    for (int y = 0; y < mask.height; ++y)
        for (int x = 0; x < mask.width; ++x) photons.at(mask.left + x, mask.top + y) += strength * mask.at(x, y);
}

void add_specks(Field& photons, const Faults& faults) {
    for (const Spot s : faults.specks) {
        const double r = 0.0035 * photons.width * (0.7 + std::fmod(97 * s.x, 1.0));
        const Mask mask =
            cover_polygon(ellipse_curve({s.x * photons.width, s.y * photons.height}, r, 0.7 * r, 360 * s.y),
                          photons.width, photons.height);
        for (int y = 0; y < mask.height; ++y)
            for (int x = 0; x < mask.width; ++x) photons.at(mask.left + x, mask.top + y) *= 1 - 0.85F * mask.at(x, y);
    }
}

/// Optical density: 0.2 of base and fog, 3.2 at most, 1.2 where 2.5 microgray arrive (a 400-speed system).
double optical_density(double kerma) {
    constexpr double speed_point_ugy = 2.5, fog = 0.2, range = 3.0, steepness = 3.6;
    const double middle = std::log10(speed_point_ugy) + std::log(2.0) / steepness;
    return fog + range / (1 + std::exp(-steepness * (std::log10(std::max(kerma, 1e-6)) - middle)));
}

/// Evens out large dark and bright areas and sharpens a little, as clinical processing does.
void process(Field& value, double mm_per_pixel) {
    Field wide = value;
    blur(wide, 22 / mm_per_pixel, 22 / mm_per_pixel);
    Field narrow = value;
    blur(narrow, 1.4 / mm_per_pixel, 1.4 / mm_per_pixel);
    for (std::size_t i = 0; i < value.values.size(); ++i)
        value.values[i] += -0.4F * wide.values[i] + 0.35F * (value.values[i] - narrow.values[i]);
}

constexpr double steps_per_decade = 4000;
constexpr double middle_gray = 32768;

/// Bright where little arrived. Digital: thousandths of a decade of exposure; film: thousandths of density, negative.
Field shown_values(const Field& photons, const FigureValues& v, const XrayScene& scene, const PlaneFrame& receptor) {
    const double per_ugy = photons_per_mm2_ugy * detected_share * receptor.mm_per_pixel * receptor.mm_per_pixel;
    const bool film = v.choice("receptor") == "film";
    constexpr double full_ugy = 400, dark_ugy = 0.002;  // ends of the digital receptor's range
    Field value = photons;
    for (float& p : value.values) {
        const double kerma = p / per_ugy;
        p = static_cast<float>(film ? -optical_density(kerma) : -std::log10(std::clamp(kerma, dark_ugy, full_ugy)));
    }
    if (!film && !scene.test_object) process(value, receptor.mm_per_pixel);
    return value;
}

/// What lies in the beam decides the window of a digital image; what the beam reaches unweakened is left out.
GrayWindow window_of(const Field& value, const Field& photons, const FigureValues& v, const XrayExposure& exposure,
                     const PlaneFrame& receptor, bool test_object) {
    if (v.choice("receptor") == "film") return {"", -1550, 2700};
    const float direct = (test_object ? 2.0F : 0.85F) * quantile(photons, 0.998);
    std::vector<float> lit;
    for (int y = 0; y < value.height; y += 2)
        for (int x = 0; x < value.width; x += 2) {
            const Spot mm = receptor.mm(x + 0.5, y + 0.5);
            if (photons.at(x, y) < direct && std::abs(mm.x - exposure.field_x_mm) < exposure.field_width_mm / 2 - 2 &&
                std::abs(mm.y - exposure.field_y_mm) < exposure.field_height_mm / 2 - 2)
                lit.push_back(value.at(x, y));
        }
    if (lit.size() < 16) lit = value.values;
    std::sort(lit.begin(), lit.end());
    const auto rank = [&](double share) {
        return 1000.0 * static_cast<double>(lit[static_cast<std::size_t>(share * static_cast<double>(lit.size() - 1))]);
    };
    const double low = rank(0.04);
    const double high = rank(0.995);
    const double width = std::max(high - low, 60.0);
    return {"", (low + high) / 2 - 0.06 * width, 1.12 * width};
}

Figure radiograph_figure(const FigureValues& v, FigureSize size, std::uint64_t seed) {
    const XrayScene scene = scene_of(v);
    const XrayExposure exposure = exposure_of(v, scene);
    const PlaneFrame receptor = receptor_of(v, scene, size);
    const Faults faults = faults_of(v, seed);
    Field photons = counted_photons(dose_of(scene, exposure, receptor), receptor.mm_per_pixel, v.number("noise"), seed);
    add_ghost(photons, v.number("ghost"), receptor);
    add_specks(photons, faults);
    const Field value = shown_values(photons, v, scene, receptor);

    Figure figure;
    figure.width = size.width;
    figure.height = size.height;
    figure.slope = 1000 / steps_per_decade;
    figure.intercept = -middle_gray * figure.slope;
    figure.mm_per_pixel = receptor.mm_per_pixel;
    for (const float decades : value.values)
        figure.gray.push_back(
            static_cast<std::uint16_t>(std::clamp(decades * steps_per_decade + middle_gray + 0.5, 0.0, 65535.0)));
    for (const double x : faults.columns)
        for (int y = 0; y < size.height; ++y)
            figure.gray[static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width) +
                        static_cast<std::size_t>(x * size.width)] = 65535;
    figure.windows = {window_of(value, photons, v, exposure, receptor, scene.test_object)};
    figure.parts = radiograph_parts(v, size, seed);
    return figure;
}

constexpr std::array all{
    Generator{.name = "radiograph",
              .shows = "A radiograph of a part of the body or a test object, with geometry, exposure, grid and faults.",
              .usual = {448, 448},
              .parameters = parameters,
              .render = radiograph_figure,
              .parts = radiograph_parts},
};

}  // namespace

std::span<const Generator> radiograph_generators() { return all; }

}  // namespace collimate
