#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "engine/base/random.hpp"
#include "engine/figure/color_flow.hpp"
#include "engine/figure/doppler_displays.hpp"
#include "engine/figure/echo_display.hpp"
#include "engine/figure/flow_scene.hpp"
#include "engine/figure/generator.hpp"

namespace collimate::sono {

namespace {

constexpr std::array color_parameters = {
    FigureParameter{"scene", 0, 0, 0, "the vessel", flow_scene_choices},
    FigureParameter{"peak_cm_s", 0, 400, 0, "true peak velocity upstream; 0: what is usual"},
    FigureParameter{"frequency_mhz", 0, 12, 0, "Doppler frequency; 0: what suits the scene"},
    FigureParameter{"prf_khz", 0, 20, 0, "pulse repetition frequency, the color scale; 0: fits the flow"},
    FigureParameter{"baseline_percent", -50, 50, 0, "color baseline moved down by this share of the scale"},
    FigureParameter{"inverted", 0, 0, 0, "color map turned over: red away", no_yes},
    FigureParameter{"variance", 0, 0, 0, "green where velocities spread (turbulence)", no_yes},
    FigureParameter{"steer_deg", -30, 30, -20,
                    "steering of the color box, linear probe; above 0 the beam points right"},
    FigureParameter{"color_gain_db", -40, 40, 0, "color gain: too low leaves gaps, too high paints noise and bleeds"},
    FigureParameter{"wall_filter_hz", 0, 2000, 80, "high-pass filter: removes slow flow"},
    FigureParameter{"flash_percent", 0, 100, 0, "tissue motion painted over the box"},
    FigureParameter{"turbulence_percent", 0, 100, 0, "spread of velocities beyond the scene's own"},
    FigureParameter{"phase_percent", 0, 100, 12, "time in the heart beat of a still; the first frame of a cine"},
    FigureParameter{"beats_per_min", 30, 200, 70, "heart rate of a cine"},
    FigureParameter{"frames", 1, 24, 1, "1: a still; more: a cine over one beat"},
    FigureParameter{"gain_db", -40, 40, 0, "gain of the B-mode image"},
};

struct Setup {
    FlowScene flow;
    ColorSettings set;
    BeamSettings beams;
};

Setup setup_of(const FigureValues& values) {
    Setup made{.flow = flow_scene(values.choice("scene"))};
    const auto own = [&](std::string_view name, double usual) {
        return values.number(name) > 0 ? values.number(name) : usual;
    };
    ColorSettings& s = made.set;
    const double peak = own("peak_cm_s", made.flow.peak_cm_s);
    made.flow.peak_cm_s = peak;
    s.frequency_mhz = std::max(0.5, own("frequency_mhz", made.flow.frequency_mhz));
    s.prf_hz = 1000 * std::max(0.1, own("prf_khz", made.flow.prf_khz));
    s.baseline_shift = values.number("baseline_percent") / 100;
    s.inverted = values.choice("inverted") == "yes";
    s.variance = values.choice("variance") == "yes";
    s.steer_deg = made.flow.scene.probe == ProbeKind::linear ? values.number("steer_deg") : 0.0;
    s.gain_db = values.number("color_gain_db");
    s.wall_filter_hz = values.number("wall_filter_hz");
    s.flash = values.number("flash_percent") / 100;
    s.turbulence = values.number("turbulence_percent") / 100;
    const Scene& scene = made.flow.scene;
    made.beams = {.frequency_mhz = scene.frequency_mhz,
                  .aperture_mm = scene.aperture_mm,
                  .focus_mm = scene.focus_cm * 10,
                  .depth_mm = scene.depth_cm * 10,
                  .lines = 192,
                  .rows = 560,
                  .looks = 2};
    return made;
}

Frame image_frame(FigureSize size) {
    return {0.13 * size.width, 0.03 * size.height, 0.78 * size.width, 0.94 * size.height};
}

Frame bar_frame(FigureSize size) {
    return {0.025 * size.width, 0.1 * size.height, 0.03 * size.width, 0.4 * size.height};
}

void draw_bar(std::vector<std::uint8_t>& rgb, const ColorSettings& set, FigureSize size) {
    const Frame bar = bar_frame(size);
    for (int y = static_cast<int>(bar.top); y < static_cast<int>(bar.top + bar.height); ++y)
        for (int x = static_cast<int>(bar.left); x < static_cast<int>(bar.left + bar.width); ++x) {
            const double up = 1 - (y + 0.5 - bar.top) / bar.height;
            // The bar runs as the sampled phase does, from the bottom of the scale to its top.
            const double cycle = (up - 0.5) + set.baseline_shift;
            const double across = (x + 0.5 - bar.left) / bar.width;
            const Rgb c = flow_color(cycle, set.variance ? across : 0.0, set);
            std::copy(c.begin(), c.end(), rgb.begin() + 3 * (static_cast<std::ptrdiff_t>(y) * size.width + x));
        }
}

void draw_labels(Overlay& overlay, const ColorSettings& set, FigureSize size) {
    const Frame bar = bar_frame(size);
    const double letter = std::max(7.0, size.height / 44.0);
    const double full = set.prf_hz * machine_speed_m_s * 100 / (2 * set.frequency_mhz * 1e6);
    const double sign = set.inverted ? -1 : 1;
    const auto words = [&](double v) {
        return std::abs(v) < 9.95 ? fmt::format("{:.1f}", v) : fmt::format("{:.0f}", v);
    };
    const double x = std::max(1.0, bar.left - 4);
    overlay.text(x, bar.top - letter, words(sign * full * (0.5 + set.baseline_shift)), letter);
    overlay.text(x, bar.top + bar.height + letter, words(sign * full * (set.baseline_shift - 0.5)), letter);
    overlay.text(x, bar.top + bar.height + 2.7 * letter, "cm/s", letter);
    const double zero = bar.top + bar.height * (0.5 + set.baseline_shift);
    overlay.line(bar.left - 3, zero, bar.left + bar.width + 3, zero, 1.5);
    double y = bar.top + bar.height + 6 * letter;
    for (const std::string& line : {fmt::format("PRF {:.1f}", set.prf_hz / 1000), std::string("kHz"),
                                    fmt::format("WF {:.0f}", set.wall_filter_hz)}) {
        overlay.text(x, y, line, letter * 0.9);
        y += 1.7 * letter;
    }
}

std::vector<FigurePart> color_parts(const FigureValues& values, FigureSize size, std::uint64_t) {
    const Setup setup = setup_of(values);
    const Scene& scene = setup.flow.scene;
    const Probe probe(scene.probe, scene, setup.beams.lines);
    const EchoDisplay display(probe, setup.beams.depth_mm, image_frame(size), size);
    std::vector<FigurePart> parts;
    for (const NamedPlace& place : scene.places) parts.push_back(part_of(place, display));
    const Frame bar = bar_frame(size);
    const double w = size.width;
    const double h = size.height;
    parts.push_back(
        {"color-bar",
         {Region::Shape::rectangle,
          {{0.005, bar.top / h - 0.05}, {(bar.left + bar.width) / w + 0.02, (bar.top + bar.height) / h + 0.06}}}});
    parts.push_back({"depth-scale", {Region::Shape::rectangle, {{0.92, 0.03}, {0.999, 0.97}}}});
    return parts;
}

/// Contour of the color box, thin.
void draw_box(Overlay& overlay, const EchoDisplay& display, const std::vector<Place>& corners) {
    for (std::size_t i = 0; i < corners.size(); ++i) {
        const Spot a = display.pixel_of(corners[i]);
        const Spot b = display.pixel_of(corners[(i + 1) % corners.size()]);
        overlay.line(a.x, a.y, b.x, b.y, 1.2);
    }
}

Figure render_color(const FigureValues& values, FigureSize size, std::uint64_t seed) {
    const Setup setup = setup_of(values);
    const Scene& scene = setup.flow.scene;
    const Probe probe(scene.probe, scene, setup.beams.lines);
    const EchoDisplay display(probe, setup.beams.depth_mm, image_frame(size), size);
    Figure figure{.width = size.width, .height = size.height, .frames = values.count("frames")};
    const double beat_ms = 60000 / values.number("beats_per_min");
    if (figure.frames > 1) figure.frame_ms = beat_ms / figure.frames;
    figure.mm_per_pixel = display.mm_per_pixel();
    figure.parts = color_parts(values, size, seed);
    std::vector<std::uint16_t> gray(figure.pixels());
    display.draw(scan(scene, probe, setup.beams, scatter(setup.beams, seed), seed), values.number("gain_db"), 60, gray);
    Overlay overlay(size.width, size.height);
    display.scales(overlay, setup.beams.focus_mm);
    draw_labels(overlay, setup.set, size);
    Overlay frame(size.width, size.height);
    const ColorBox box(setup.flow, setup.set);
    draw_box(frame, display, box.outline());
    std::vector<std::uint8_t> rgb(3 * figure.pixels());
    for (int f = 0; f < figure.frames; ++f) {
        const double phase = values.number("phase_percent") / 100 + static_cast<double>(f) / figure.frames;
        for (std::size_t i = 0; i < gray.size(); ++i)
            std::fill_n(rgb.begin() + 3 * static_cast<std::ptrdiff_t>(i), 3, static_cast<std::uint8_t>(gray[i]));
        box.paint(rgb, display, size, phase, derive(seed, 500 + static_cast<std::uint64_t>(f)));
        draw_bar(rgb, setup.set, size);
        frame.burn(rgb, 90, 220, 90);
        overlay.burn(rgb, 225, 225, 225);
        figure.rgb.insert(figure.rgb.end(), rgb.begin(), rgb.end());
    }
    return figure;
}

}  // namespace

Generator color_generator() {
    return {"doppler-color",
            1,
            "Color Doppler over B-mode of a vessel, still or cine, with its faults.",
            FigureSize{512, 400},
            color_parameters,
            render_color,
            color_parts};
}

}  // namespace collimate::sono
