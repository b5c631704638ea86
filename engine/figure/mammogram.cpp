#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>

#include "engine/figure/generator.hpp"
#include "engine/figure/lettering.hpp"
#include "engine/figure/mammo_breast.hpp"
#include "engine/figure/mammo_phantom.hpp"

namespace collimate {

namespace {

constexpr double stored_per_unit = 8000.0;  ///< of attenuation
constexpr double stored_offset = 1.0;

constexpr std::array<std::string_view, 2> phantom_kinds = {"digital", "film"};
constexpr std::array<std::string_view, 2> views = {"mlo", "cc"};
constexpr std::array<std::string_view, 2> sides = {"left", "right"};
constexpr std::array<std::string_view, 4> densities = {"a", "b", "c", "d"};
constexpr std::array<std::string_view, 6> margins = {"none",           "circumscribed", "obscured",
                                                     "microlobulated", "indistinct",    "spiculated"};
constexpr std::array<std::string_view, 6> calcification_kinds = {"none",    "round", "pleomorphic", "linear-branching",
                                                                 "popcorn", "rim"};
constexpr std::array<std::string_view, 2> nipple_words = {"profile", "turned"};

std::vector<FigureParameter> with_exposure(std::vector<FigureParameter> own, double mas) {
    const std::vector<FigureParameter> exposure = {
        {"kv", 22, 40, 28, "tube voltage: contrast falls, exposure grows"},
        {"mas", 1, 400, mas, "tube current times time: relative noise falls with its square root"},
        {"scatter_percent", 0, 150, 10, "scattered per primary quanta: about 10 behind a grid, 50 without one"},
        {"motion_mm", 0, 5, 0, "slip of the breast during the exposure: blurred along the height of the picture"},
        {"grid_percent", 0, 30, 0, "depth of the shadows of a grid that did not move"},
        {"grid_lines_per_cm", 3, 40, 8, "their frequency"},
        {"dead_lines", 0, 8, 0, "columns of the detector that read nothing"},
        {"dead_pixels", 0, 40, 0, "small spots of the detector that read nothing"},
        {"ghost_percent", 0, 30, 0, "strength of an earlier picture left in the detector"},
    };
    own.insert(own.end(), exposure.begin(), exposure.end());
    return own;
}

MammoExposure exposure_of(const FigureValues& values) {
    MammoExposure exposure;
    exposure.kv = values.number("kv");
    exposure.mas = values.number("mas");
    exposure.scatter_to_primary = values.number("scatter_percent") / 100;
    exposure.motion_mm = values.number("motion_mm");
    exposure.grid_percent = values.number("grid_percent");
    exposure.grid_lines_per_cm = values.number("grid_lines_per_cm");
    exposure.dead_lines = values.count("dead_lines");
    exposure.dead_pixels = values.count("dead_pixels");
    exposure.ghost_percent = values.number("ghost_percent");
    return exposure;
}

void add_fault_parts(const MammoExposure& exposure, std::vector<FigurePart>& parts) {
    const auto named = [](const char* name, int i) { return i == 0 ? name : name + (' ' + std::to_string(i + 1)); };
    int i = 0;
    for (const double x : dead_line_places(exposure.dead_lines))
        parts.push_back({named("dead line", i++), {Region::Shape::rectangle, {{x - 0.02, 0.0}, {x + 0.02, 1.0}}}});
    i = 0;
    for (const Spot s : dead_pixel_places(exposure.dead_pixels))
        parts.push_back({named("dead pixel", i++), {Region::Shape::ellipse, {s, {0.025, 0.025}}}});
    if (exposure.ghost_percent > 0.0) {
        // Within the picture: the earlier breast begins at its edge.
        Region ghost{Region::Shape::polygon, {}};
        const Region whole = ghost_region();
        for (int k = 0; k < 72; ++k) {
            const double angle = k * 5.0 * std::numbers::pi / 180;
            ghost.spots.push_back({std::max(0.0, whole.spots[0].x + whole.spots[1].x * std::cos(angle)),
                                   whole.spots[0].y + whole.spots[1].y * std::sin(angle)});
        }
        parts.push_back({"ghost", std::move(ghost)});
    }
}

/// Dense is bright; `center` and `width` in units of attenuation.
Figure figure_of(const MammoPlane& plane, double center, double width) {
    Figure figure;
    figure.width = plane.width;
    figure.height = plane.height;
    figure.gray.reserve(plane.values.size());
    for (const float v : plane.values)
        figure.gray.push_back(static_cast<std::uint16_t>(
            std::clamp(std::lround((static_cast<double>(v) + stored_offset) * stored_per_unit), 0L, 65535L)));
    figure.slope = 1 / stored_per_unit;
    figure.intercept = -stored_offset;
    figure.windows = {{"", center, width}, {"Narrow", center, 0.5 * width}, {"Wide", center, 2 * width}};
    figure.mm_per_pixel = plane.mm_per_pixel;
    return figure;
}

/// What scattered quanta leave of an attenuation, where primary ones are `typical`.
double with_scatter(double attenuation, double typical, double scatter_to_primary) {
    return -std::log(std::exp(-attenuation) + scatter_to_primary * std::exp(-typical));
}

std::vector<FigurePart> phantom_parts(const FigureValues& values, FigureSize size, std::uint64_t) {
    auto parts = mammo_phantom_parts(values.choice("phantom"), size);
    add_fault_parts(exposure_of(values), parts);
    return parts;
}

Figure render_phantom(const FigureValues& values, FigureSize size, std::uint64_t seed) {
    const MammoExposure exposure = exposure_of(values);
    const MammoPlane plane = exposed(mammo_phantom(values.choice("phantom"), exposure.kv, size), exposure, seed);
    const double background = mammo_phantom_background(exposure.kv);
    const double center = with_scatter(background, background, exposure.scatter_to_primary);
    Figure figure = figure_of(plane, center + 0.02, values.number("window_percent") / 100);
    figure.parts = phantom_parts(values, size, seed);
    return figure;
}

BreastSetup setup_of(const FigureValues& values) {
    BreastSetup setup;
    setup.oblique = values.choice("view") == "mlo";
    setup.left = values.choice("side") == "left";
    setup.density = values.choice("density").front();
    setup.thickness_mm = values.number("thickness_mm");
    setup.margin = values.choice("mass");
    setup.mass_mm = values.number("mass_mm");
    setup.mass_mm_from_nipple = {values.number("mass_depth_mm"), values.number("mass_up_mm")};
    setup.calcifications = values.choice("calcifications");
    setup.calcification_mm = values.number("calcification_mm");
    setup.calcifications_mm_from_nipple = {values.number("calcifications_depth_mm"),
                                           values.number("calcifications_up_mm")};
    setup.nipple_in_profile = values.choice("nipple") == "profile";
    setup.cut_off_mm = values.number("cut_off_mm");
    setup.muscle_share = values.number("muscle_percent") / 100;
    setup.fold = values.number("fold_percent") / 100;
    return setup;
}

std::vector<FigurePart> breast_figure_parts(const FigureValues& values, FigureSize size, std::uint64_t) {
    auto parts = breast_parts(setup_of(values), size);
    add_fault_parts(exposure_of(values), parts);
    return parts;
}

/// Side and view, as markers must show them: near the axilla, away from the chest wall.
void burn_marker(Figure& figure, const BreastSetup& setup) {
    const double height = 0.035 * figure.height;
    const std::string words = std::string(setup.left ? "L " : "R ") + (setup.oblique ? "MLO" : "CC");
    const double margin = 0.04 * figure.width;
    const double x = setup.left ? figure.width - margin - Overlay::text_width(words, height) : margin;
    Overlay marker(figure.width, figure.height);
    marker.text(x, 0.06 * figure.height, words, height);
    const GrayWindow& window = figure.windows.front();
    const double white = (window.center + window.width - figure.intercept) / figure.slope;
    marker.burn(figure.gray, static_cast<std::uint16_t>(std::clamp(white, 0.0, 65535.0)));
}

Figure render_breast(const FigureValues& values, FigureSize size, std::uint64_t seed) {
    const BreastSetup setup = setup_of(values);
    const MammoExposure exposure = exposure_of(values);
    const Breast breast = compressed_breast(setup, exposure.kv, size, seed);
    MammoPlane plane = exposed(breast.attenuation, exposure, seed);
    for (std::size_t i = 0; i < plane.values.size(); ++i) plane.values[i] += breast.lift.values[i];
    const MammoTissues tissues = mammo_tissues(exposure.kv);
    const double fat = tissues.fat * setup.thickness_mm;
    const double gland = fat + 0.8 * (tissues.gland - tissues.fat) * setup.thickness_mm;
    const double typical = 0.7 * fat + 0.3 * gland;
    const double low = with_scatter(fat, typical, exposure.scatter_to_primary);
    const double high = with_scatter(gland, typical, exposure.scatter_to_primary);
    const double span = std::max(0.15, high - low);
    // As presentation does by itself: a dense breast is not shown white all over.
    const double stretch = setup.density >= 'c' ? (setup.density == 'd' ? 1.45 : 1.2) : 1.0;
    Figure figure = figure_of(plane, low + 0.36 * stretch * span, 1.10 * stretch * span);
    burn_marker(figure, setup);
    figure.parts = breast_figure_parts(values, size, seed);
    return figure;
}

std::vector<FigureParameter> phantom_own() {
    return {
        {"phantom", 0, 0, 0, "digital: six fibers, speck groups and masses; film: six, five and five", phantom_kinds},
        {"window_percent", 2, 60, 14, "width of the window in percent of exposure: less shows fainter objects"}};
}

std::vector<FigureParameter> breast_own() {
    return {{"view", 0, 0, 0, "projection", views},
            {"side", 0, 0, 0, "left: chest wall at the left edge of the picture; right: mirrored", sides},
            {"density", 0, 0, 1, "ACR BI-RADS: a almost entirely fat to d extremely dense", densities},
            {"thickness_mm", 20, 100, 50, "compressed thickness"},
            {"mass", 0, 0, 0, "margin of a mass, or none", margins},
            {"mass_mm", 4, 40, 16, "its diameter"},
            {"mass_depth_mm", 10, 100, 48, "from the nipple toward the chest wall"},
            {"mass_up_mm", -60, 60, 16, "from the nipple's level up the picture: lateral in CC"},
            {"calcifications", 0, 0, 0, "kind of a group of calcifications, or none", calcification_kinds},
            {"calcification_mm", 0.2, 2, 0.7, "size of a grain"},
            {"calcifications_depth_mm", 10, 100, 42, "from the nipple toward the chest wall"},
            {"calcifications_up_mm", -60, 60, -18, "from the nipple's level up the picture"},
            {"nipple", 0, 0, 0, "in profile, or turned over the tissue", nipple_words},
            {"cut_off_mm", 0, 50, 0, "tissue at the chest wall that is missing"},
            {"muscle_percent", 0, 110, 100, "MLO: how far down the pectoral muscle reaches; 100: level of the nipple"},
            {"fold_percent", 0, 100, 0, "strength of a skin fold: MLO in the axilla, CC lateral at the chest wall"}};
}

}  // namespace

std::span<const Generator> mammogram_generators() {
    static const auto phantom = with_exposure(phantom_own(), 180);
    static const auto breast = with_exposure(breast_own(), 90);
    static const std::array<Generator, 2> list = {{
        {"mammo-phantom",
         1,
         "Mammogram of an accreditation phantom: fibers, speck groups, masses.",
         {512, 288},
         phantom,
         render_phantom,
         phantom_parts},
        {"mammogram", 1, "Mammogram of one breast, CC or MLO.", {384, 512}, breast, render_breast, breast_figure_parts},
    }};
    return list;
}

}  // namespace collimate
