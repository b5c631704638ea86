#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "engine/figure/ct_anatomy.hpp"
#include "engine/figure/ct_phantom.hpp"
#include "engine/figure/generator.hpp"

namespace collimate {

namespace {

constexpr double stored_offset_hu = 1024.0;
constexpr double least_field_mm = 50.0;
constexpr double ring_reach_mm = 4.0;      ///< of the part around the ring itself
constexpr double least_part_area = 1e-4;   ///< what is left of a part within the picture
constexpr double least_part_share = 0.02;  ///< half the width of the smallest part, of the picture's width

const std::array<GrayWindow, 5> presets = {
    {{"Soft tissue", 40, 400}, {"Brain", 40, 80}, {"Lung", -600, 1500}, {"Bone", 450, 2000}, {"Liver", 80, 160}}};

constexpr std::array<std::string_view, 3> kernel_words = {"smooth", "standard", "sharp"};
constexpr std::array<std::string_view, 6> window_words = {"usual", "soft-tissue", "brain", "lung", "bone", "liver"};
constexpr std::array<std::string_view, 5> phantom_words = {"water", "inserts", "low-contrast", "line-pairs",
                                                           "dense-rods"};
constexpr std::array<std::string_view, 2> head_levels = {"ventricles", "posterior-fossa"};
constexpr std::array<std::string_view, 5> head_lesions = {"none", "epidural", "subdural", "hemorrhage", "infarct"};
constexpr std::array<std::string_view, 2> chest_levels = {"pulmonary-trunk", "shoulders"};
constexpr std::array<std::string_view, 6> chest_lesions = {"none",         "nodule",     "effusion",
                                                           "pneumothorax", "dissection", "embolism"};
constexpr std::array<std::string_view, 4> phases = {"none", "arterial", "portal", "delayed"};
constexpr std::array<std::string_view, 5> abdomen_lesions = {"none", "liver-lesion", "kidney-stone", "aneurysm",
                                                             "free-air"};
constexpr std::array<std::string_view, 4> pelvis_lesions = {"none", "hip-prosthesis", "bladder-stone", "fluid"};

FigureParameter choice(std::string_view name, std::span<const std::string_view> words, std::string_view meaning) {
    return {name, 0, 0, 0, meaning, words};
}

/// How every section is scanned, after what is in it.
std::vector<FigureParameter> with_scan(std::vector<FigureParameter> own, double scan_field_mm, double mas) {
    const std::vector<FigureParameter> scan = {
        {"kv", 70, 140, 120, "tube voltage: iodine and bone are brighter at low voltage, noise is higher"},
        {"mas", 5, 2000, mas, "tube current times rotation time; noise falls with its square root"},
        {"slice_mm", 0.5, 20, 5,
         "slice thickness: noise falls with its square root, small things fade (partial volume)"},
        {"kernel", 0, 0, 1, "reconstruction filter: sharp shows line pairs and noise, smooth hides both", kernel_words},
        {"views", 24, 1440, 984, "projections of one rotation; below about 300 fine streaks (view aliasing)"},
        {"scan_field_mm", 100, 600, scan_field_mm,
         "diameter that the detector measures; what reaches beyond it makes a bright rim (out-of-field)"},
        {"display_field_mm", 0, 600, 0, "width of the picture; 0: all of the section"},
        {"shift_x_mm", -200, 200, 0, "section to the right of the isocenter"},
        {"shift_y_mm", -200, 200, 0, "section below the isocenter"},
        {"girth_percent", 60, 170, 100, "size of the section relative to its usual one"},
        {"cupping_percent", 0, 100, 0, "water correction that is missing: darker toward the middle (cupping)"},
        {"hardening_percent", 0, 200, 0, "beam hardening left uncorrected: dark bands between dense parts"},
        {"motion_mm", 0, 30, 0, "jerk in the middle of the scan: double edges and streaks"},
        {"ring_radius_mm", 2, 250, 40, "distance of the faulty detector channel from the isocenter"},
        {"ring_percent", -20, 20, 0, "gain error of that channel; above 0 the ring is dark, 0: no ring"},
        {"window", 0, 0, 0, "what the picture opens with", window_words},
        {"window_center_hu", -1000, 3000, 40, "used where window_width_hu is above 0"},
        {"window_width_hu", 0, 4000, 0, "own window in place of a preset; 0: as `window` says"},
    };
    own.insert(own.end(), scan.begin(), scan.end());
    return own;
}

CtScan scan_of(const FigureValues& values, double channel_mm) {
    const std::string_view kernel = values.choice("kernel");
    return {.kv = values.number("kv"),
            .mas = values.number("mas"),
            .slice_mm = values.number("slice_mm"),
            .kernel = kernel == "smooth"  ? CtKernel::smooth
                      : kernel == "sharp" ? CtKernel::sharp
                                          : CtKernel::standard,
            .views = values.count("views"),
            .scan_field_mm = values.number("scan_field_mm"),
            .channel_mm = channel_mm,
            .shift_mm = {values.number("shift_x_mm"), values.number("shift_y_mm")},
            .girth = values.number("girth_percent") / 100,
            .cupping = values.number("cupping_percent") / 100,
            .hardening = values.number("hardening_percent") / 100,
            .motion_mm = values.number("motion_mm"),
            .ring_radius_mm = values.number("ring_radius_mm"),
            .ring_percent = values.number("ring_percent")};
}

CtRaster raster_of(const FigureValues& values, FigureSize size, double usual_field_mm) {
    double field = values.number("display_field_mm");
    if (field <= 0.0)
        field = std::min(usual_field_mm * values.number("girth_percent") / 100, values.number("scan_field_mm"));
    return {size.width, size.height, std::max(field, least_field_mm) / size.width};
}

GrayWindow opening_window(const FigureValues& values, std::size_t usual_preset) {
    if (values.number("window_width_hu") > 0.0)
        return {"", values.number("window_center_hu"), std::max(1.0, values.number("window_width_hu"))};
    const auto word = std::find(window_words.begin(), window_words.end(), values.choice("window"));
    constexpr std::array<std::size_t, 6> preset_of_word = {0, 0, 1, 2, 3, 4};
    const auto index = static_cast<std::size_t>(word - window_words.begin());
    GrayWindow window = presets[index == 0 ? usual_preset : preset_of_word[index]];
    window.name.clear();
    return window;
}

/// Shares of the picture, small parts widened so that they can be hit; nothing where it lies outside the picture.
std::optional<Region> region_of(const Contour& outline, const CtScan& scan, const CtRaster& raster) {
    Region region{Region::Shape::polygon, {}};
    Spot low{1e9, 1e9};
    Spot high{-1e9, -1e9};
    for (const Spot s : outline) {
        const Spot share{0.5 + (s.x * scan.girth + scan.shift_mm.x) / raster.mm_per_pixel / raster.width,
                         0.5 + (s.y * scan.girth + scan.shift_mm.y) / raster.mm_per_pixel / raster.height};
        low = {std::min(low.x, share.x), std::min(low.y, share.y)};
        high = {std::max(high.x, share.x), std::max(high.y, share.y)};
        region.spots.push_back(share);
    }
    const Spot middle{(low.x + high.x) / 2, (low.y + high.y) / 2};
    if (middle.x < 0 || middle.x > 1 || middle.y < 0 || middle.y > 1) return std::nullopt;
    const double half = std::max(1e-6, std::max(high.x - low.x, high.y - low.y) / 2);
    region.spots = scaled(region.spots, std::max(1.0, least_part_share / half), middle);
    for (Spot& s : region.spots) s = {std::clamp(s.x, 0.0, 1.0), std::clamp(s.y, 0.0, 1.0)};
    return region;
}

/// A ring cut open on its right, around the isocenter.
Region ring_region(double radius_mm, const CtRaster& raster) {
    constexpr int corners = 72;
    Region ring{Region::Shape::polygon, {}};
    const auto add = [&](double radius, int i) {
        const double angle = (0.5 + 359.0 * i / corners) * std::numbers::pi / 180;
        const Spot s{0.5 + radius * std::cos(angle) / raster.mm_per_pixel / raster.width,
                     0.5 + radius * std::sin(angle) / raster.mm_per_pixel / raster.height};
        ring.spots.push_back({std::clamp(s.x, 0.0, 1.0), std::clamp(s.y, 0.0, 1.0)});
    };
    for (int i = 0; i <= corners; ++i) add(radius_mm + ring_reach_mm, i);
    for (int i = corners; i >= 0; --i) add(std::max(0.2, radius_mm - ring_reach_mm), i);
    return ring;
}

std::vector<FigurePart> parts_of(const CtSection& section, const CtScan& scan, const CtRaster& raster) {
    std::vector<FigurePart> parts;
    for (const auto& [name, outline] : section.parts)
        if (auto region = region_of(outline, scan, raster)) parts.push_back({name, std::move(*region)});
    if (scan.ring_percent != 0.0) parts.push_back({"ring", ring_region(scan.ring_radius_mm, raster)});
    std::erase_if(parts, [](const FigurePart& part) { return area_of(part.region) < least_part_area; });
    return parts;
}

Figure figure_of(const CtSection& section, const CtScan& scan, const CtRaster& raster, const GrayWindow& opening,
                 std::uint64_t seed) {
    Figure figure;
    figure.width = raster.width;
    figure.height = raster.height;
    const std::vector<float> hu = scanned(section, scan, raster, seed);
    figure.gray.reserve(hu.size());
    for (const float value : hu)
        figure.gray.push_back(static_cast<std::uint16_t>(
            std::clamp(std::lround(static_cast<double>(value) + stored_offset_hu), 0L, 65535L)));
    figure.intercept = -stored_offset_hu;
    figure.unit = "HU";
    figure.windows.push_back(opening);
    figure.windows.insert(figure.windows.end(), presets.begin(), presets.end());
    figure.mm_per_pixel = raster.mm_per_pixel;
    figure.parts = parts_of(section, scan, raster);
    return figure;
}

/// What sets one section apart from another.
struct Site {
    CtSection (*section)(const FigureValues& values);
    double (*field_mm)(const FigureValues& values);
    double channel_mm;
    std::size_t preset;
};

CtLesion lesion_of(const FigureValues& values) {
    return {values.choice("lesion"), values.number("lesion_mm"), values.number("lesion_hu")};
}

template <int mm>
double always(const FigureValues&) {
    return mm;
}

constexpr Site phantom_site{[](const FigureValues& v) {
                                return ct_phantom(v.choice("phantom"), v.number("low_contrast_hu"),
                                                  {.diameter_mm = v.number("target_mm"),
                                                   .hu = v.number("target_hu"),
                                                   .height_mm = v.number("target_height_mm"),
                                                   .center_mm = {v.number("target_x_mm"), v.number("target_y_mm")}});
                            },
                            always<220>, 0.32, 0};
constexpr Site head_site{[](const FigureValues& v) { return ct_head(v.choice("level"), lesion_of(v)); }, always<230>,
                         0.36, 1};
constexpr Site chest_site{
    [](const FigureValues& v) { return ct_chest(v.choice("level"), lesion_of(v), v.number("contrast_hu")); },
    [](const FigureValues& v) { return v.choice("level") == "shoulders" ? 460.0 : 380.0; }, 0.55, 0};
constexpr Site abdomen_site{[](const FigureValues& v) { return ct_abdomen(v.choice("phase"), lesion_of(v)); },
                            always<370>, 0.55, 0};
constexpr Site pelvis_site{[](const FigureValues& v) { return ct_pelvis(lesion_of(v)); }, always<400>, 0.55, 0};

template <const Site& site>
Figure render(const FigureValues& values, FigureSize size, std::uint64_t seed) {
    return figure_of(site.section(values), scan_of(values, site.channel_mm),
                     raster_of(values, size, site.field_mm(values)), opening_window(values, site.preset), seed);
}

template <const Site& site>
std::vector<FigurePart> parts(const FigureValues& values, FigureSize size, std::uint64_t) {
    return parts_of(site.section(values), scan_of(values, site.channel_mm),
                    raster_of(values, size, site.field_mm(values)));
}

std::vector<FigureParameter> lesion_parameters(std::span<const std::string_view> kinds, std::string_view about) {
    return {choice("lesion", kinds, about),
            {"lesion_mm", 2, 60, 24, "size of the lesion (thickness, width or diameter); height along the slice too"},
            {"lesion_hu", -100, 1500, 60, "CT number of the lesion before contrast medium"}};
}

std::vector<FigureParameter> phantom_parameters() {
    return {choice("phantom", phantom_words,
                   "uniform water; rods of known CT number; low-contrast rods of 25 and 6 to 2 mm; bars of 4 to 12 "
                   "lp/cm; two dense rods"),
            {"low_contrast_hu", 1, 50, 6, "how much the rods of `low-contrast` stand above their background"},
            {"target_mm", 0, 60, 0, "diameter of a rod of your own; 0: absent"},
            {"target_hu", -1000, 3000, 100, "its CT number; above 300 as bone"},
            {"target_height_mm", 0.5, 40, 40, "its extent along the slice thickness: partial volume where it is less"},
            {"target_x_mm", -80, 80, 0, "its center, to the right"},
            {"target_y_mm", -80, 80, 0, "its center, downward"}};
}

std::vector<FigureParameter> head_parameters() {
    auto own = lesion_parameters(head_lesions,
                                 "on the patient's left, at the level of the ventricles; infarct: set "
                                 "lesion_hu to about 20");
    own.insert(own.begin(), choice("level", head_levels, "which slice; between the petrous ridges hardening shows"));
    return own;
}

std::vector<FigureParameter> chest_parameters() {
    auto own = lesion_parameters(
        chest_lesions, "at the pulmonary trunk; nodule and dissection on the patient's left, the others right");
    own.insert(own.begin(), choice("level", chest_levels, "which slice; through the shoulders photons are few"));
    own.push_back({"contrast_hu", 0, 600, 0, "iodine in the arteries: how much it adds at 120 kV"});
    return own;
}

std::vector<FigureParameter> abdomen_parameters() {
    auto own = lesion_parameters(abdomen_lesions, "liver and free air, stone of the left kidney, aorta");
    own.insert(own.begin(), choice("phase", phases, "contrast phase: none, about 30 s, 70 s, 5 min after injection"));
    return own;
}

}  // namespace

std::span<const Generator> ct_generators() {
    static const auto phantom = with_scan(phantom_parameters(), 250, 250);
    static const auto head = with_scan(head_parameters(), 270, 300);
    static const auto chest = with_scan(chest_parameters(), 500, 200);
    static const auto abdomen = with_scan(abdomen_parameters(), 500, 250);
    static const auto pelvis = with_scan(
        lesion_parameters(pelvis_lesions, "prosthesis of the patient's right hip (metal streaks), stone, free fluid"),
        500, 250);
    static const std::array<Generator, 5> list = {{
        {"ct-phantom",
         1,
         "Axial CT image of a 20 cm quality control phantom.",
         {384, 384},
         phantom,
         render<phantom_site>,
         parts<phantom_site>},
        {"ct-head", 1, "Axial CT image of a head.", {384, 384}, head, render<head_site>, parts<head_site>},
        {"ct-chest",
         1,
         "Axial CT image of a chest or of the shoulders.",
         {480, 360},
         chest,
         render<chest_site>,
         parts<chest_site>},
        {"ct-abdomen",
         1,
         "Axial CT image of an upper abdomen.",
         {448, 336},
         abdomen,
         render<abdomen_site>,
         parts<abdomen_site>},
        {"ct-pelvis",
         1,
         "Axial CT image of a pelvis at the femoral heads.",
         {448, 336},
         pelvis,
         render<pelvis_site>,
         parts<pelvis_site>},
    }};
    return list;
}

}  // namespace collimate
