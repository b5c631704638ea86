#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/figure/doppler_displays.hpp"
#include "engine/figure/doppler_spectrum.hpp"
#include "engine/figure/echo_display.hpp"
#include "engine/figure/echo_heart.hpp"
#include "engine/figure/echo_stills.hpp"
#include "engine/figure/generator.hpp"

namespace collimate::sono {

namespace {

constexpr std::array<std::string_view, 16> wave_choices = {"common-carotid",
                                                           "internal-carotid",
                                                           "external-carotid",
                                                           "renal",
                                                           "leg-triphasic",
                                                           "leg-monophasic",
                                                           "stenotic-jet",
                                                           "tardus-parvus",
                                                           "hepatic-vein",
                                                           "portal-vein",
                                                           "limb-vein",
                                                           "umbilical",
                                                           "umbilical-absent-diastole",
                                                           "mitral-inflow",
                                                           "aortic-stenosis",
                                                           "mitral-regurgitation"};
constexpr std::array<std::string_view, 3> wave_modes = {"usual", "pulsed", "continuous"};

constexpr std::array spectrum_parameters = {
    FigureParameter{"wave", 0, 0, 0, "the vessel or valve sampled", wave_choices},
    FigureParameter{"mode", 0, 0, 0, "pulsed or continuous wave; usual: what suits the wave", wave_modes},
    FigureParameter{"peak_cm_s", 0, 700, 0, "true peak velocity; 0: what is usual"},
    FigureParameter{"beats_per_min", 30, 200, 70, "heart rate"},
    FigureParameter{"seconds", 1, 10, 4, "time across the display (sweep speed)"},
    FigureParameter{"frequency_mhz", 0, 12, 0, "Doppler frequency; 0: what suits the wave"},
    FigureParameter{"prf_khz", 0, 100, 0, "pulse repetition frequency, the whole scale; 0: fits the wave"},
    FigureParameter{"baseline_percent", -50, 50, 0, "baseline moved down by this share of the scale"},
    FigureParameter{"inverted", 0, 0, 0, "scale turned over", no_yes},
    FigureParameter{"wall_filter_hz", 0, 3000, 80, "high-pass filter: removes slow flow"},
    FigureParameter{"angle_deg", -1, 90, -1, "true angle between beam and flow; -1: what suits the wave"},
    FigureParameter{"cursor_error_deg", -60, 60, 0, "angle cursor off by this: above 0 velocities read too high"},
    FigureParameter{"gain_db", -40, 40, 0, "Doppler gain"},
    FigureParameter{"dynamic_range_db", 10, 80, 38, "levels between black and white"},
    FigureParameter{"gate_mm", 0.5, 12, 1.5, "length of the sample volume; the vessel is 6 mm wide"},
    FigureParameter{"turbulence_percent", 0, 100, 0, "spread of velocities: spectral broadening"},
    FigureParameter{"crosstalk_percent", 0, 100, 1,
                    "leak between the direction channels: mirror image, seen at high gain"},
    FigureParameter{"noise_db", -80, -10, -44, "noise against a clean envelope"},
    FigureParameter{"image", 0, 0, 1, "B-mode image with the cursor above the trace", no_yes},
};

struct Trace {
    const FlowWave* wave;
    SpectrumSettings set;
    double gate_mm;
    bool image;
};

/// The smallest PRF of a usual list that holds the wave with room to spare.
double fitting_prf_hz(const SpectrumSettings& s) {
    const double shift = std::abs(doppler_shift_hz(s.peak_cm_s, s.frequency_mhz, std::min(s.angle_deg, 75.0)));
    for (double khz = 0.5; khz < 60; khz *= 1.25)
        if (khz * 1000 * 0.5 > 1.35 * shift) return std::round(khz * 10) * 100;
    return 60000;
}

Trace trace_of(const FigureValues& values) {
    const FlowWave& wave = flow_wave(values.choice("wave"));
    const auto own = [&](std::string_view name, double usual) {
        return values.number(name) > 0 ? values.number(name) : usual;
    };
    SpectrumSettings s;
    s.continuous = values.choice("mode") == "continuous" || (values.choice("mode") == "usual" && wave.continuous);
    s.peak_cm_s = std::copysign(own("peak_cm_s", std::abs(wave.peak_cm_s)), wave.peak_cm_s);
    s.beats_per_min = values.number("beats_per_min");
    s.seconds = values.number("seconds");
    s.frequency_mhz = std::max(0.5, own("frequency_mhz", wave.frequency_mhz));
    s.angle_deg = values.number("angle_deg") < 0 ? wave.angle_deg : values.number("angle_deg");
    s.cursor_deg = std::clamp(s.angle_deg + values.number("cursor_error_deg"), 0.0, 87.0);
    s.prf_hz = 1000 * std::max(0.2, own("prf_khz", fitting_prf_hz(s) / 1000));
    s.baseline_shift = values.number("baseline_percent") / 100;
    s.inverted = values.choice("inverted") == "yes";
    s.wall_filter_hz = values.number("wall_filter_hz");
    s.gain_db = values.number("gain_db");
    s.dynamic_range_db = values.number("dynamic_range_db");
    s.gate_share = values.number("gate_mm") / 6.0;
    s.turbulence = 0.4 * values.number("turbulence_percent") / 100;
    s.crosstalk_db = 20 * std::log10(std::max(1e-6, values.number("crosstalk_percent") / 100));
    s.noise_db = values.number("noise_db");
    return {&wave, s, values.number("gate_mm"), values.choice("image") == "yes"};
}

/// Where trace and image stand on the screen.
struct Layout {
    Frame trace;
    Frame image;
    FigureSize size;

    [[nodiscard]] double y_of_hz(const SpectrumSettings& s, double hz) const {
        return trace.top + trace.height * (top_hz(s) - hz) / (top_hz(s) - bottom_hz(s));
    }
    [[nodiscard]] double x_of_second(const SpectrumSettings& s, double second) const {
        return trace.left + trace.width * second / s.seconds;
    }
};

Layout layout_of(bool image, FigureSize size) {
    const double w = size.width;
    const double h = size.height;
    const double top = image ? 0.47 * h : 0.06 * h;
    return {{0.02 * w, top, 0.84 * w, 0.93 * h - top}, {0.28 * w, 0.02 * h, 0.44 * w, 0.41 * h}, size};
}

/// A straight vessel under a steered beam, so that both meet under the true angle.
struct Sampled {
    Scene scene;
    Place gate;
    double steer_deg = 0.0;
    double tilt_deg = 0.0;  ///< of the vessel, below the horizontal toward the right
};

/// Plaque narrows the vessel just before the gate.
void add_narrowing(Tube& tube, Place gate, Place way, double radius) {
    constexpr std::array along = {-12.0, -8.0, -5.0, -2.0, 2.0, 6.0};
    constexpr std::array open = {1.0, 0.7, 0.4, 0.38, 0.65, 1.0};
    for (std::size_t i = 0; i < along.size(); ++i) {
        tube.axis.push_back({gate.x + along[i] * way.x, gate.z + along[i] * way.z});
        tube.radius_mm.push_back(radius * open[i]);
    }
    tube.wall_mm = 1.6;
}

/// A valve in the apical four-chamber view, the beam straight through it.
Sampled sampled_valve(const FlowWave& wave) {
    const bool filling = wave.name == "mitral-inflow";
    Sampled made{.scene = motion_scene("four-chamber", filling ? 0.52 : 0.2, {})};
    made.scene.moved = nullptr;
    made.gate = filling ? Place{14, 88} : wave.name == "mitral-regurgitation" ? Place{15, 108} : Place{4, 94};
    made.steer_deg = std::atan2(made.gate.x, made.gate.z) / radian;
    return made;
}

Sampled sampled_vessel(const FlowWave& wave, double angle_deg) {
    if (wave.angle_deg == 0) return sampled_valve(wave);
    Sampled made;
    const bool deep = wave.depth_cm > 4;
    Scene& s = made.scene;
    s.probe = deep ? ProbeKind::curved : ProbeKind::linear;
    s.frequency_mhz = deep ? 3.5 : 8;
    s.depth_cm = deep ? wave.depth_cm * 1.6 : wave.depth_cm * 2;
    s.focus_cm = wave.depth_cm;
    s.aperture_mm = deep ? 22 : 10;
    s.half_width_mm = s.depth_cm * 4.8;
    s.half_angle_deg = 32;
    s.ground = {.echo_db = 0, .mottle_db = 2, .grain_x_mm = 5, .grain_z_mm = 1.5};
    add_wall(s, deep ? 15 : 7);
    made.steer_deg = deep ? 0.0 : std::min(20.0, 90 - angle_deg);
    made.tilt_deg = 90 - angle_deg - made.steer_deg;
    made.gate = {0, 10 * wave.depth_cm};
    Tube tube{.inside = blood, .wall = {.echo_db = 7, .mottle_db = 1}, .wall_mm = deep ? 1.4 : 0.8};
    const double radius = deep ? 5.0 : 3.0;
    const Place way{std::cos(made.tilt_deg * radian), std::sin(made.tilt_deg * radian)};
    for (const double along : {-150.0, 150.0}) {
        tube.axis.push_back({made.gate.x + along * way.x, made.gate.z + along * way.z});
        tube.radius_mm.push_back(radius);
        if (along < 0 && wave.name == "stenotic-jet") add_narrowing(tube, made.gate, way, radius);
    }
    for (const double side : {-1.0, 1.0})
        s.surfaces.push_back({.run = tube.line(side), .echo_db = 16, .mirror_power = 1, .lobed = false});
    s.tubes.push_back(std::move(tube));
    return made;
}

void draw_cursor(Overlay& overlay, const EchoDisplay& display, const Sampled& vessel, const Trace& trace) {
    const double scale = 1 / display.mm_per_pixel();
    const Spot at = display.pixel_of(vessel.gate);
    // The beam comes from the left above, leaning by the steering angle.
    const Place beam{std::sin(vessel.steer_deg * radian), std::cos(vessel.steer_deg * radian)};
    const double up = vessel.gate.z / beam.z * scale;
    const double down = 0.5 * up;
    for (double d = -up; d < down; d += 7)
        overlay.line(at.x + d * beam.x, at.y + d * beam.z, at.x + (d + 3) * beam.x, at.y + (d + 3) * beam.z, 1.2);
    const double half = std::max(2.0, trace.gate_mm / 2 * (vessel.scene.depth_cm > 8 ? 1.6 : 1.0) * scale);
    for (const double side : {-half, half})
        overlay.line(at.x + side * beam.x - 7 * beam.z, at.y + side * beam.z + 7 * beam.x,
                     at.x + side * beam.x + 7 * beam.z, at.y + side * beam.z - 7 * beam.x, 1.6);
    if (trace.wave->angle_deg == 0 && trace.set.cursor_deg < 1) return;
    // Angle cursor: as far from the beam as the machine is told.
    const double lean = (90 - trace.set.cursor_deg - vessel.steer_deg) * radian;
    overlay.line(at.x - 26 * std::cos(lean), at.y - 26 * std::sin(lean), at.x + 26 * std::cos(lean),
                 at.y + 26 * std::sin(lean), 1.4);
}

void draw_trace(std::vector<std::uint16_t>& gray, const Layout& layout, const Trace& trace, std::uint64_t seed) {
    const int left = static_cast<int>(layout.trace.left);
    const int columns = std::max(1, static_cast<int>(layout.trace.width));
    const Spectrum spectrum = doppler_spectrum(*trace.wave, trace.set, columns, seed);
    const int top = static_cast<int>(layout.trace.top);
    const int rows = std::max(1, static_cast<int>(layout.trace.height));
    for (int y = 0; y < rows; ++y) {
        double bin = (1 - (y + 0.5) / rows) * spectrum.bins - 0.5;
        if (trace.set.inverted) bin = spectrum.bins - 1 - bin;
        bin = std::clamp(bin, 0.0, spectrum.bins - 1.001);
        const auto low = static_cast<std::size_t>(bin);
        const double t = bin - static_cast<double>(low);
        for (int x = 0; x < columns; ++x) {
            const float* p =
                spectrum.power.data() + static_cast<std::size_t>(x) * static_cast<std::size_t>(spectrum.bins) + low;
            const double power = p[0] * (1 - t) + p[1] * t;
            const double shown =
                0.66 + (10 * std::log10(power + 1e-12) + trace.set.gain_db) / trace.set.dynamic_range_db;
            gray[static_cast<std::size_t>((top + y) * layout.size.width + left + x)] =
                static_cast<std::uint16_t>(std::lround(255 * std::clamp(shown, 0.0, 1.0)));
        }
    }
}

/// 1, 2 or 5 times a power of ten, so that at most `most` steps make the range.
double round_step(double range, int most) {
    const double rough = range / most;
    const double ten = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double k : {1.0, 2.0, 5.0})
        if (k * ten >= rough) return k * ten;
    return 10 * ten;
}

void draw_scale(Overlay& overlay, const Layout& layout, const SpectrumSettings& s) {
    const double right = layout.trace.left + layout.trace.width;
    const double letter = std::max(7.0, layout.size.height / 50.0);
    const double per_hz = shown_velocity_cm_s(1, s);
    const double high = std::max(top_hz(s), bottom_hz(s)) * per_hz;
    const double low = std::min(top_hz(s), bottom_hz(s)) * per_hz;
    const double step = round_step(high - low, 8);
    const bool meters = high - low > 500;
    for (double v = std::ceil(low / step) * step; v <= high; v += step) {
        const double y = layout.y_of_hz(s, v / per_hz);
        if (y < layout.trace.top + letter || y > layout.trace.top + layout.trace.height - 2) continue;
        overlay.line(right + 2, y, right + 7, y);
        overlay.text(right + 13, y, fmt::format("{:.6g}", std::round(v / step) * step / (meters ? 100 : 1)), letter);
    }
    overlay.text(right + 8, layout.trace.top, meters ? "m/s" : "cm/s", letter);
    const double zero = std::clamp(layout.y_of_hz(s, 0), layout.trace.top, layout.trace.top + layout.trace.height - 1);
    overlay.line(layout.trace.left, zero, right + 4, zero, 1.0);
    const double floor = layout.trace.top + layout.trace.height + 2;
    for (int tenth = 0; tenth <= static_cast<int>(s.seconds * 5); ++tenth) {
        const double x = layout.x_of_second(s, tenth / 5.0);
        overlay.line(x, floor, x, floor + (tenth % 5 == 0 ? 8 : 4));
    }
    overlay.text(layout.trace.left, floor + 14, "0.2 s/div", letter * 0.85);
}

void draw_readout(Overlay& overlay, const Layout& layout, const Trace& trace) {
    const double letter = std::max(7.0, layout.size.height / 50.0);
    const double x = layout.size.width * 0.76;
    double y = layout.size.height * 0.06;
    const auto put = [&](const std::string& words) {
        overlay.text(x, y, words, letter);
        y += 1.7 * letter;
    };
    const SpectrumSettings& s = trace.set;
    put(s.continuous ? "CW" : "PW");
    put(fmt::format("{:.1f} MHz", s.frequency_mhz));
    put(s.continuous ? "" : fmt::format("PRF {:.1f} kHz", s.prf_hz / 1000));
    put(fmt::format("WF {:.0f} Hz", s.wall_filter_hz));
    if (!s.continuous) put(fmt::format("SV {:.1f} mm", trace.gate_mm));
    if (s.cursor_deg >= 1) put(fmt::format("Angle {:.0f}", s.cursor_deg));
    put(fmt::format("Gain {:.0f} dB", 50 + s.gain_db));
}

FigurePart round_part(std::string name, const Layout& layout, double x, double y, double half_x, double half_y) {
    const double w = layout.size.width;
    const double h = layout.size.height;
    const double cx = std::clamp(x / w, half_x / w, 1 - half_x / w);
    const double cy = std::clamp(y / h, half_y / h, 1 - half_y / h);
    return {std::move(name), {Region::Shape::ellipse, {{cx, cy}, {half_x / w, half_y / h}}}};
}

FigurePart box_part(std::string name, FigureSize size, double left, double top, double right, double bottom) {
    const auto x = [&](double v) { return std::clamp(v / size.width, 0.0, 1.0); };
    const auto y = [&](double v) { return std::clamp(v / size.height, 0.0, 1.0); };
    return {std::move(name), {Region::Shape::rectangle, {{x(left), y(top)}, {x(right), y(bottom)}}}};
}

/// Phase at which the wave's share is furthest from zero.
double peak_phase(const FlowWave& wave) {
    double best = 0.0;
    for (int i = 0; i < 400; ++i)
        if (std::abs(flow_share(wave, i / 400.0)) > std::abs(flow_share(wave, best))) best = i / 400.0;
    return best;
}

std::vector<FigurePart> trace_parts(const Layout& layout, const Trace& trace) {
    const SpectrumSettings& s = trace.set;
    const Frame& f = layout.trace;
    const double beat_s = 60 / s.beats_per_min;
    const double beat = beat_s * 2 < s.seconds ? 1 : 0;
    const double half_x = 0.025 * layout.size.width;
    const double half_y = 0.045 * layout.size.height;
    const double peak_s = (beat + peak_phase(*trace.wave)) * beat_s;
    const double peak_hz = doppler_shift_hz(s.peak_cm_s, s.frequency_mhz, s.angle_deg);
    const double shown_hz = wrapped_hz(peak_hz, s);
    const double x = layout.x_of_second(s, std::min(peak_s, s.seconds * 0.97));
    const auto y = [&](double hz) {
        return std::clamp(layout.y_of_hz(s, hz), f.top + half_y, f.top + f.height - half_y);
    };
    std::vector<FigurePart> parts;
    const bool wraps = std::abs(shown_hz - peak_hz) > 1;
    parts.push_back(round_part(wraps ? "aliased-peak" : "peak", layout, x, y(shown_hz), half_x, half_y));
    if (!wraps)
        parts.push_back(round_part("spectral-window", layout, x, y(0.45 * peak_hz), half_x * 0.6, 0.5 * half_y));
    if (!wraps) parts.push_back(round_part("mirror-image", layout, x, y(-0.8 * peak_hz), half_x, half_y));
    const double end_s = std::min((beat + 0.985) * beat_s, s.seconds * 0.97);
    const double end_hz = doppler_shift_hz(s.peak_cm_s * flow_share(*trace.wave, 0.985), s.frequency_mhz, s.angle_deg);
    parts.push_back(round_part("end-diastole", layout, layout.x_of_second(s, end_s), y(wrapped_hz(end_hz, s)),
                               half_x * 0.8, half_y * 0.7));
    const double zero = std::clamp(layout.y_of_hz(s, 0), f.top + 4, f.top + f.height - 4);
    parts.push_back(box_part("baseline", layout.size, f.left, zero - 4, f.left + f.width, zero + 4));
    parts.push_back(box_part("velocity-scale", layout.size, f.left + f.width + 1, f.top - 6, layout.size.width - 1.0,
                             f.top + f.height));
    parts.push_back(
        box_part("time-scale", layout.size, f.left, f.top + f.height + 1, f.left + f.width, layout.size.height - 1.0));
    return parts;
}

std::vector<FigurePart> spectrum_parts(const FigureValues& values, FigureSize size, std::uint64_t) {
    const Trace trace = trace_of(values);
    const Layout layout = layout_of(trace.image, size);
    auto parts = trace_parts(layout, trace);
    if (trace.image) {
        const Sampled vessel = sampled_vessel(*trace.wave, trace.set.angle_deg);
        const Probe probe(vessel.scene.probe, vessel.scene, 160);
        const EchoDisplay display(probe, vessel.scene.depth_cm * 10, layout.image, size);
        const Spot at = display.pixel_of(vessel.gate);
        parts.push_back(round_part("sample-volume", layout, at.x, at.y, 0.03 * size.width, 0.035 * size.height));
        parts.push_back(
            box_part("readout", size, 0.75 * size.width, 0.02 * size.height, 0.995 * size.width, 0.36 * size.height));
    }
    return parts;
}

Figure render_spectrum(const FigureValues& values, FigureSize size, std::uint64_t seed) {
    const Trace trace = trace_of(values);
    const Layout layout = layout_of(trace.image, size);
    Figure figure{.width = size.width, .height = size.height};
    figure.gray.resize(figure.pixels());
    figure.windows = {{"", 127.5, 255}};
    figure.parts = spectrum_parts(values, size, seed);
    draw_trace(figure.gray, layout, trace, seed);
    Overlay overlay(size.width, size.height);
    draw_scale(overlay, layout, trace.set);
    if (trace.image) {
        const Sampled vessel = sampled_vessel(*trace.wave, trace.set.angle_deg);
        const Scene& scene = vessel.scene;
        BeamSettings beams{.frequency_mhz = scene.frequency_mhz,
                           .aperture_mm = scene.aperture_mm,
                           .focus_mm = scene.focus_cm * 10,
                           .depth_mm = scene.depth_cm * 10,
                           .lines = 160,
                           .rows = 400,
                           .looks = 2};
        const Probe probe(scene.probe, scene, beams.lines);
        const EchoDisplay display(probe, beams.depth_mm, layout.image, size);
        display.draw(scan(scene, probe, beams, scatter(beams, seed), seed), 0, 60, figure.gray);
        draw_cursor(overlay, display, vessel, trace);
        draw_readout(overlay, layout, trace);
    }
    overlay.burn(figure.gray, 225);
    return figure;
}

}  // namespace

Generator spectrum_generator() {
    return {"doppler-spectrum",
            1,
            "Spectral Doppler trace of a vessel or valve, with the sample volume on a B-mode image.",
            FigureSize{512, 416},
            spectrum_parameters,
            render_spectrum,
            spectrum_parts};
}

}  // namespace collimate::sono
