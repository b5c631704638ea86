#include <algorithm>
#include <array>
#include <cmath>

#include "engine/figure/fourier.hpp"
#include "engine/figure/generator.hpp"
#include "engine/figure/mr_slice.hpp"

namespace collimate {

namespace {

constexpr std::array<std::string_view, 6> anatomies{"brain", "knee", "spine", "abdomen", "uniform", "grid"};
constexpr std::array<std::string_view, 4> findings{"none", "lesion", "mass", "infarct"};
constexpr std::array<std::string_view, 3> sequences{"spin_echo", "gradient_echo", "inversion_recovery"};
constexpr std::array<std::string_view, 2> directions{"down", "across"};
constexpr std::array<std::string_view, 2> suppressions{"none", "saturation"};

constexpr std::array slice_parameters{
    FigureParameter{
        "anatomy", 0, 0, 0,
        "what lies in the slice: axial brain, sagittal knee or lumbar spine, axial abdomen, or a test object",
        anatomies},
    FigureParameter{"finding", 0, 0, 0,
                    "lesion: plaques, bone bruise with effusion, herniated disc, cyst; mass: tumor with edema, "
                    "popliteal cyst, vertebral metastasis, liver tumor; infarct: brain only",
                    findings},
    FigureParameter{"field_t", 0.2, 7, 1.5,
                    "field strength: T1, chemical shift, susceptibility and signal grow with it"},
    FigureParameter{"sequence", 0, 0, 0,
                    "STIR and FLAIR are inversion recovery with ti_ms at the zero of fat or of fluid", sequences},
    FigureParameter{"tr_ms", 3, 15000, 500, "repetition time"},
    FigureParameter{"te_ms", 1, 400, 15, "echo time"},
    FigureParameter{"ti_ms", 10, 5000, 150, "inversion time, of inversion recovery"},
    FigureParameter{"flip_deg", 1, 90, 70, "flip angle, of the gradient echo"},
    FigureParameter{"b_s_mm2", 0, 3000, 0, "diffusion weighting"},
    FigureParameter{"gadolinium_mmol_l", 0, 10, 0, "contrast agent in the blood; 1 to 2 after a usual dose"},
    FigureParameter{
        "fov_mm", 80, 500, 230,
        "field of view along the picture's longer side; smaller than the part folds it over in the phase direction"},
    FigureParameter{"phase_direction", 0, 0, 0, "phase encoding down or across the picture", directions},
    FigureParameter{"phase_oversampling_percent", 0, 100, 0, "measured beyond the field of view, against wrap"},
    FigureParameter{"matrix_phase", 32, 512, 256, "phase-encoding steps"},
    FigureParameter{"matrix_frequency", 32, 512, 256, "points along frequency"},
    FigureParameter{"smoothing", 0, 1, 0.35, "filter on the raw data: 0 leaves truncation artifacts, 1 blurs"},
    FigureParameter{"bandwidth_hz_px", 15, 2000, 130, "receiver bandwidth per pixel: narrow is quiet but shifts fat"},
    FigureParameter{"slice_mm", 0.5, 15, 5, "slice thickness: thin is noisy"},
    FigureParameter{"averages", 1, 16, 1, "signals averaged"},
    FigureParameter{"noise", 0, 20, 1, "noise as it follows from the settings, times this"},
    FigureParameter{"fat_suppression", 0, 0, 0, "by a pulse at the frequency of fat; for STIR see sequence",
                    suppressions},
    FigureParameter{"saturation_failure", 0, 1, 0, "share by which the fat saturation misses on the picture's right"},
    FigureParameter{"motion_mm", 0, 20, 0, "breathing or restlessness: ghosts along the phase direction"},
    FigureParameter{"motion_period_ms", 500, 20000, 4000,
                    "of the breathing; ghosts lie tr x averages / period of the measured field apart"},
    FigureParameter{"pulsation", 0, 1, 0,
                    "share of the vessels' signal that comes and goes with the heart: ghosts of vessels"},
    FigureParameter{"heart_ms", 300, 2000, 870, "time from beat to beat"},
    FigureParameter{"zipper", 0, 2, 0, "radio interference: a dotted line along the phase direction"},
    FigureParameter{"zipper_percent", -48, 48, 22,
                    "its place along frequency, percent of the field of view from the middle"},
    FigureParameter{"spike", 0, 1, 0, "one false point in the raw data: stripes over the whole picture"},
    FigureParameter{"spike_cycles", 2, 120, 22, "stripes across the field of view"},
    FigureParameter{"spike_deg", 0, 180, 35, "direction across the stripes"},
    FigureParameter{"metal_mm", 0, 20, 0, "diameter of a metal implant"},
    FigureParameter{"metal_ppm", 5, 5000, 190,
                    "its susceptibility against tissue: titanium about 190, steel thousands"},
    FigureParameter{"crosstalk", 0, 1, 0, "saturation by slices that cross: a dark band"},
    FigureParameter{"shading", 0, 1, 0, "fall-off of the signal away from a surface coil at the back"},
};

MrSequence::Kind kind_of(std::string_view word) {
    if (word == "gradient_echo") return MrSequence::Kind::gradient_echo;
    return word == "inversion_recovery" ? MrSequence::Kind::inversion_recovery : MrSequence::Kind::spin_echo;
}

MrSequence sequence_of(const FigureValues& v) {
    return {.kind = kind_of(v.choice("sequence")),
            .tr_ms = v.number("tr_ms"),
            .te_ms = v.number("te_ms"),
            .ti_ms = v.number("ti_ms"),
            .flip_deg = v.number("flip_deg"),
            .b_s_mm2 = v.number("b_s_mm2"),
            .gadolinium_mmol_l = v.number("gadolinium_mmol_l")};
}

MrSampling sampling_of(const FigureValues& v) {
    constexpr double degree = 3.14159265358979 / 180;
    const bool across = v.choice("phase_direction") == "across";
    const double cycles = v.number("spike_cycles");
    const double spike_x = cycles * std::cos(v.number("spike_deg") * degree);
    const double spike_y = cycles * std::sin(v.number("spike_deg") * degree);
    return {.matrix_frequency = v.count("matrix_frequency") / 2 * 2,
            .matrix_phase = v.count("matrix_phase") / 2 * 2,
            .smoothing = v.number("smoothing"),
            .noise = v.number("noise"),
            .period_ms = v.number("motion_period_ms"),
            .heart_ms = v.number("heart_ms"),
            .pulsation = v.number("pulsation"),
            .zipper = v.number("zipper"),
            .zipper_at = v.number("zipper_percent") / 100,
            .spike = v.number("spike"),
            .spike_x = across ? spike_y : spike_x,
            .spike_y = across ? spike_x : spike_y};
}

MrScan scan_of(const FigureValues& v) {
    return {.anatomy = mr_anatomy(v.choice("anatomy"), v.choice("finding")),
            .field_t = v.number("field_t"),
            .sequence = sequence_of(v),
            .fov_mm = v.number("fov_mm"),
            .phase_across = v.choice("phase_direction") == "across",
            .phase_oversampling = v.number("phase_oversampling_percent") / 100,
            .bandwidth_hz_px = v.number("bandwidth_hz_px"),
            .slice_mm = v.number("slice_mm"),
            .averages = std::round(v.number("averages")),
            .fat_saturation = v.choice("fat_suppression") == "saturation",
            .saturation_failure = v.number("saturation_failure"),
            .shading = v.number("shading"),
            .crosstalk = v.number("crosstalk"),
            .metal_mm = v.number("metal_mm"),
            .metal_ppm = v.number("metal_ppm"),
            .motion_mm = v.number("motion_mm"),
            .sampling = sampling_of(v)};
}

PlaneFrame frame_of(const MrScan& scan, FigureSize size) {
    return {size.width, size.height, scan.fov_mm / std::max(size.width, size.height), {0, 0}};
}

std::vector<Spot> box(Spot low, Spot high) { return {low, {high.x, low.y}, high, {low.x, high.y}}; }

/// A box given along phase and frequency, in millimeters.
std::vector<Spot> encoded_box(const MrScan& scan, double phase_low, double phase_high, double frequency_low,
                              double frequency_high) {
    return scan.phase_across ? box({phase_low, frequency_low}, {phase_high, frequency_high})
                             : box({frequency_low, phase_low}, {frequency_high, phase_high});
}

/// Where what sticks out on one side of the field of view comes back in on the other.
void add_wrapped(std::vector<FigurePart>& parts, const MrScan& scan, const PlaneFrame& frame) {
    const auto& skin = scan.anatomy.pieces.front().spots;
    double low = 0, high = 0, low_f = 0, high_f = 0;
    for (const Spot s : skin) {
        const double p = scan.phase_across ? s.x : s.y;
        const double f = scan.phase_across ? s.y : s.x;
        low = std::min(low, p), high = std::max(high, p), low_f = std::min(low_f, f), high_f = std::max(high_f, f);
    }
    const double edge = scan.fov_mm / 2;
    const double measured = scan.fov_mm * (1 + scan.phase_oversampling);
    const double middle = (low_f + high_f) / 2;
    const double half = 0.32 * (high_f - low_f);
    const auto strip = [&](double from, double to, const char* name) {
        from = std::max(from, -edge), to = std::min(to, edge);
        if (to - from > 0.02 * scan.fov_mm)
            add_part(parts, name, encoded_box(scan, from, to, middle - half, middle + half), frame);
    };
    if (high > edge) strip(-edge, high - measured, scan.phase_across ? "wrap_left" : "wrap_top");
    if (low < -edge) strip(low + measured, edge, scan.phase_across ? "wrap_right" : "wrap_bottom");
}

/// The first ghosts of a vessel or of the moving wall, on both sides of it.
void add_ghosts(std::vector<FigurePart>& parts, const MrScan& scan, const PlaneFrame& frame, double period_ms,
                std::string_view of) {
    const auto& outlines = scan.anatomy.outlines;
    const auto source =
        std::find_if(outlines.begin(), outlines.end(), [&](const MrOutline& o) { return o.name == of; });
    if (source == outlines.end()) return;
    const double measured = scan.fov_mm * (1 + scan.phase_oversampling);
    const double line_ms = scan.sequence.tr_ms * scan.averages;
    const double share = ghost_share(line_ms, period_ms);
    for (const double step : {share, -share}) {
        std::vector<Spot> ghost = source->spots;
        double middle = 0;
        for (const Spot s : ghost) middle += (scan.phase_across ? s.x : s.y) / static_cast<double>(ghost.size());
        const double moved = middle + step * measured;
        const double shift = moved - measured * std::round(moved / measured) - middle;
        for (Spot& s : ghost) (scan.phase_across ? s.x : s.y) += shift;
        add_part(parts, step > 0 ? "ghost_after" : "ghost_before", ghost, frame);
    }
}

std::vector<FigurePart> slice_parts(const FigureValues& values, FigureSize size, std::uint64_t) {
    const MrScan scan = scan_of(values);
    const PlaneFrame frame = frame_of(scan, size);
    std::vector<FigurePart> parts;
    for (const MrOutline& outline : scan.anatomy.outlines) add_part(parts, outline.name, outline.spots, frame);
    add_wrapped(parts, scan, frame);
    if (scan.motion_mm > 0)
        add_ghosts(parts, scan, frame, scan.sampling.period_ms,
                   scan.anatomy.motion == MrMotion::front ? "anterior_wall_fat" : "scalp_fat");
    if (scan.sampling.pulsation > 0)
        for (const char* vessel : {"aorta", "sagittal_sinus"})
            add_ghosts(parts, scan, frame, scan.sampling.heart_ms, vessel);
    const double fov = scan.fov_mm;
    if (scan.sampling.zipper > 0)
        add_part(parts, "zipper",
                 encoded_box(scan, -fov / 2, fov / 2, (scan.sampling.zipper_at - 0.02) * fov,
                             (scan.sampling.zipper_at + 0.02) * fov),
                 frame);
    if (scan.metal_mm > 0)
        add_part(parts, "metal", ellipse_curve(scan.anatomy.metal_mm, 1.2 * scan.metal_mm, 1.2 * scan.metal_mm), frame);
    if (scan.crosstalk > 0)
        add_part(parts, "dark_band",
                 std::vector<Spot>{
                     {-fov / 2, 0.11 * fov}, {fov / 2, 0.23 * fov}, {fov / 2, 0.33 * fov}, {-fov / 2, 0.21 * fov}},
                 frame);
    if (scan.fat_saturation && scan.saturation_failure > 0)
        add_part(
            parts, "failed_saturation",
            std::vector<Spot>{{0.2 * fov, -fov / 2}, {fov / 2, -fov / 2}, {fov / 2, fov / 2}, {-0.02 * fov, fov / 2}},
            frame);
    return parts;
}

/// The middle of a square image, as wide and high as the picture asks, in its pixels.
Field framed(const Field& image, FigureSize size) {
    const int longer = std::max(size.width, size.height);
    const Field square = resized(image, longer, longer);
    Field result(size.width, size.height);
    const int left = (longer - size.width) / 2;
    const int top = (longer - size.height) / 2;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x) result.at(x, y) = square.at(x + left, y + top);
    return result;
}

/// White is what is bright in the middle of the picture: the scalp's fat must not darken the brain.
double white_level(const Field& image) {
    const int w = image.width * 56 / 100;
    const int h = image.height * 60 / 100;
    Field middle(w, h);
    for (int y = 0; y < h; ++y)
        for (int x = 0; x < w; ++x) middle.at(x, y) = image.at(x + (image.width - w) / 2, y + (image.height - h) / 2);
    return 1.15 * static_cast<double>(quantile(middle, 0.98));
}

Figure slice_figure(const FigureValues& values, FigureSize size, std::uint64_t seed) {
    const MrScan scan = scan_of(values);
    const int most = std::max({size.width, size.height, scan.sampling.matrix_frequency, scan.sampling.matrix_phase});
    const int side = std::clamp(power_of_two_from(most), 128, 512);
    const Field image = framed(measured(scan, side, seed), size);

    constexpr double steps = 5000;  // of stored gray in the magnetization of free water
    constexpr double shown = 1000;
    Figure figure;
    figure.width = size.width;
    figure.height = size.height;
    figure.slope = shown / steps;
    figure.mm_per_pixel = frame_of(scan, size).mm_per_pixel;
    for (const float v : image.values)
        figure.gray.push_back(static_cast<std::uint16_t>(std::clamp(v * steps + 0.5, 0.0, 65535.0)));
    const double white = std::max(1.0, shown * white_level(image));
    figure.windows = {{"", white / 2, white}, {"Background", white / 12, white / 6}};
    figure.parts = slice_parts(values, size, seed);
    return figure;
}

constexpr std::array all{
    Generator{.name = "mr-slice",
              .shows = "A magnetic resonance image, sampled in k-space, with the artifacts of its settings.",
              .usual = {384, 384},
              .parameters = slice_parameters,
              .render = slice_figure,
              .parts = slice_parts},
};

}  // namespace

std::span<const Generator> mr_generators() { return all; }

}  // namespace collimate
