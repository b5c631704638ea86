#include "engine/figure/ultrasound_motion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/base/random.hpp"
#include "engine/figure/echo_display.hpp"
#include "engine/figure/echo_heart.hpp"
#include "engine/figure/echo_settings.hpp"

namespace collimate::sono {

namespace {

constexpr FigureParameter beats_parameter{"beats_per_min", 30, 200, 70, "heart rate"};
constexpr FigureParameter contraction_parameter{"contraction_percent", 0, 130, 100,
                                                "wall motion against normal; low: failing heart"};
constexpr FigureParameter effusion_parameter{"effusion_mm", 0, 25, 0, "fluid around the heart"};

constexpr std::array cine_parameters = {
    FigureParameter{"scene", 0, 0, 0, "apical four-chamber, parasternal long axis, or a pulsating carotid",
                    motion_scene_choices},
    FigureParameter{"frames", 1, 24, 24, "frames over one beat; 1: a still"},
    FigureParameter{"phase_percent", 0, 100, 0,
                    "time in the beat of the first frame: 0 end of diastole, 37 end of systole"},
    beats_parameter,
    contraction_parameter,
    effusion_parameter,
    frequency_parameter,
    depth_parameter,
    focus_parameter,
    gain_parameter,
    range_parameter,
    noise_parameter,
};

MotionOptions motion_options(const FigureValues& values) {
    return {.contraction_percent = values.number("contraction_percent"), .effusion_mm = values.number("effusion_mm")};
}

Frame cine_frame(FigureSize size) {
    return {0.02 * size.width, 0.03 * size.height, 0.88 * size.width, 0.88 * size.height};
}

std::vector<FigurePart> scene_parts(const Scene& scene, const EchoDisplay& display) {
    std::vector<FigurePart> parts;
    for (const NamedPlace& place : scene.places) {
        FigurePart part = part_of(place, display);
        if (part.region.spots.size() >= 3 && area_of(part.region) > 1e-5) parts.push_back(std::move(part));
    }
    return parts;
}

std::vector<FigurePart> cine_parts(const FigureValues& values, FigureSize size, std::uint64_t) {
    const Scene scene =
        motion_scene(values.choice("scene"), values.number("phase_percent") / 100, motion_options(values));
    const Probe probe(scene.probe, scene, 8);
    return scene_parts(scene, EchoDisplay(probe, common_settings(values, scene).depth_mm, cine_frame(size), size));
}

/// An electrocardiogram: P, QRS and T as bumps; share of its height.
double electrocardiogram(double phase) {
    const double at = phase - std::floor(phase + 0.5);
    const auto bump = [&](double middle, double width, double height) {
        double away = at - middle;
        away -= std::round(away);
        return height * std::exp(-0.5 * away * away / (width * width));
    };
    return bump(-0.16, 0.022, 0.13) + bump(-0.025, 0.008, -0.1) + bump(0.0, 0.010, 1.0) + bump(0.024, 0.009, -0.2) +
           bump(0.28, 0.035, 0.25);
}

void draw_ecg(Overlay& overlay, FigureSize size, double beats, double marker) {
    const double base = 0.975 * size.height;
    const double high = 0.06 * size.height;
    const double left = 0.05 * size.width;
    const double width = 0.82 * size.width;
    double before = base;
    for (int i = 0; i <= static_cast<int>(width); ++i) {
        const double y = base - high * electrocardiogram(beats * i / width);
        if (i > 0) overlay.line(left + i - 1, before, left + i, y, 1.2);
        before = y;
    }
    if (marker >= 0) overlay.line(left + marker * width, base - 1.1 * high, left + marker * width, base + 4, 2.0);
}

Figure render_cine(const FigureValues& values, FigureSize size, std::uint64_t seed) {
    const double first = values.number("phase_percent") / 100;
    const std::string_view name = values.choice("scene");
    const MotionOptions options = motion_options(values);
    const Scene rest = motion_scene(name, first, options);
    BeamSettings settings = common_settings(values, rest);
    settings.lines = std::clamp(size.width / 3, 64, 140);
    settings.rows = std::clamp(size.height, 128, 420);
    const Probe probe(rest.probe, rest, settings.lines);
    const EchoDisplay display(probe, settings.depth_mm, cine_frame(size), size);
    const Scatterers scatterers = scatter(settings, seed);
    Figure figure{.width = size.width, .height = size.height, .frames = values.count("frames")};
    if (figure.frames > 1) figure.frame_ms = 60000 / values.number("beats_per_min") / figure.frames;
    figure.gray.resize(figure.pixels() * static_cast<std::size_t>(figure.frames));
    figure.windows = {{"", 127.5, 255}};
    figure.mm_per_pixel = display.mm_per_pixel();
    figure.parts = cine_parts(values, size, seed);
    Overlay fixed(size.width, size.height);
    display.scales(fixed, settings.focus_mm);
    for (int f = 0; f < figure.frames; ++f) {
        const double passed = static_cast<double>(f) / figure.frames;
        const std::span<std::uint16_t> gray(figure.gray.data() + figure.pixels() * static_cast<std::size_t>(f),
                                            figure.pixels());
        const Scene scene = motion_scene(name, first + passed, options);
        display.draw(scan(scene, probe, settings, scatterers, derive(seed, 5)), values.number("gain_db"),
                     values.number("dynamic_range_db"), gray);
        Overlay overlay = fixed;
        // One beat from R wave to R wave; the mark is the time of the frame.
        const double phase = first + passed - std::floor(first + passed);
        draw_ecg(overlay, size, 1.0, phase);
        overlay.burn(gray, 220);
    }
    return figure;
}

constexpr std::array<std::string_view, 3> m_mode_levels = {"mitral", "left-ventricle", "carotid"};

constexpr std::array m_mode_parameters = {
    FigureParameter{"level", 0, 0, 0, "where the beam cuts: mitral leaflets, left ventricle, carotid artery",
                    m_mode_levels},
    FigureParameter{"seconds", 1, 8, 3, "time across the display (sweep speed)"},
    beats_parameter,
    contraction_parameter,
    effusion_parameter,
    frequency_parameter,
    depth_parameter,
    focus_parameter,
    gain_parameter,
    range_parameter,
    noise_parameter,
};

Scene m_mode_scene(const FigureValues& values, double phase) {
    MotionOptions options = motion_options(values);
    const auto level = values.choice("level");
    options.shift_mm = level == "left-ventricle" ? 24.0 : -11.0;
    return motion_scene(level == "carotid" ? "carotid" : "long-axis", phase, options);
}

Frame m_mode_frame(FigureSize size) {
    return {0.02 * size.width, 0.03 * size.height, 0.88 * size.width, 0.82 * size.height};
}

/// Depth of what moves under the beam at x = 0, in millimeters, from the named places of the scene.
std::vector<FigurePart> m_mode_parts(const FigureValues& values, FigureSize size, std::uint64_t) {
    const Scene scene = m_mode_scene(values, 0.5);
    const double depth = common_settings(values, scene).depth_mm;
    const Frame frame = m_mode_frame(size);
    const auto strip = [&](std::string name, double from_mm, double to_mm) {
        const double high = (frame.top + frame.height * std::clamp(from_mm / depth, 0.0, 1.0)) / size.height;
        const double low = (frame.top + frame.height * std::clamp(to_mm / depth, 0.0, 1.0)) / size.height;
        return FigurePart{std::move(name),
                          {Region::Shape::rectangle,
                           {{frame.left / size.width, high}, {(frame.left + frame.width) / size.width, low}}}};
    };
    std::vector<FigurePart> parts;
    if (values.choice("level") == "carotid")
        parts = {strip("near-wall", 15, 17.4), strip("lumen", 17.8, 22.2), strip("far-wall", 22.6, 25)};
    else
        parts = {strip("right-ventricle", 19, 36), strip("septum", 38, 50),
                 strip(values.choice("level") == "mitral" ? "mitral-valve" : "left-ventricle", 55, 84),
                 strip("posterior-wall", 87, 102)};
    std::erase_if(parts, [](const FigurePart& p) { return area_of(p.region) < 1e-4; });
    return parts;
}

void draw_time(Overlay& overlay, FigureSize size, double seconds) {
    const Frame frame = m_mode_frame(size);
    const double y = frame.top + frame.height + 2;
    for (int fifth = 0; fifth <= static_cast<int>(seconds * 5); ++fifth) {
        const double x = frame.left + frame.width * fifth / 5.0 / seconds;
        overlay.line(x, y, x, y + (fifth % 5 == 0 ? 7 : 3));
    }
}

void draw_depth(Overlay& overlay, FigureSize size, double depth_mm) {
    const Frame frame = m_mode_frame(size);
    const double x = frame.left + frame.width + 4;
    for (int cm = 0; cm * 10 <= depth_mm; ++cm) {
        const double y = frame.top + frame.height * cm * 10 / depth_mm;
        overlay.line(x, y, x + (cm % 5 == 0 ? 8 : 4), y);
        if (cm % 5 == 0 && cm > 0) overlay.text(x + 12, y, fmt::format("{}", cm), std::max(7.0, size.height / 50.0));
    }
}

/// One beam's echoes over a beat: columns of gray by depth.
std::vector<std::vector<std::uint16_t>> beat_columns(const FigureValues& values, int rows, std::uint64_t seed) {
    constexpr int phases = 96;
    constexpr int lines = 9;
    std::vector<std::vector<std::uint16_t>> columns;
    const Scene rest = m_mode_scene(values, 0);
    BeamSettings settings = common_settings(values, rest);
    settings.lines = lines;
    settings.rows = 420;
    settings.looks = 3;
    const Scatterers scatterers = scatter(settings, seed);
    for (int i = 0; i < phases; ++i) {
        Scene scene = m_mode_scene(values, static_cast<double>(i) / phases);
        scene.half_angle_deg = 3;
        scene.half_width_mm = 1.5;
        // Only motion along the beam: what moves aside leaves so narrow a field.
        scene.moved = [carry = scene.moved](Place p) { return Place{p.x, carry(p).z}; };
        const EchoMap map = scan(scene, Probe(scene.probe, scene, lines), settings, scatterers, derive(seed, 6));
        auto& column = columns.emplace_back(static_cast<std::size_t>(rows));
        for (int y = 0; y < rows; ++y) {
            const auto row = static_cast<std::size_t>((y + 0.5) / rows * map.rows);
            const double db = map.db[row * lines + lines / 2];
            const double shown = 0.4 + (db + values.number("gain_db")) / values.number("dynamic_range_db");
            column[static_cast<std::size_t>(y)] =
                static_cast<std::uint16_t>(std::lround(255 * std::clamp(shown, 0.0, 1.0)));
        }
    }
    return columns;
}

Figure render_m_mode(const FigureValues& values, FigureSize size, std::uint64_t seed) {
    Figure figure{.width = size.width, .height = size.height};
    figure.gray.resize(figure.pixels());
    figure.windows = {{"", 127.5, 255}};
    figure.parts = m_mode_parts(values, size, seed);
    const Frame frame = m_mode_frame(size);
    const int rows = std::max(1, static_cast<int>(frame.height));
    const auto columns = beat_columns(values, rows, seed);
    const double beats = values.number("seconds") * values.number("beats_per_min") / 60;
    for (int x = 0; x < static_cast<int>(frame.width); ++x) {
        const double phase = beats * x / frame.width;
        const auto at = static_cast<std::size_t>((phase - std::floor(phase)) * static_cast<double>(columns.size()));
        for (int y = 0; y < rows; ++y)
            figure.gray[static_cast<std::size_t>((static_cast<int>(frame.top) + y) * size.width +
                                                 static_cast<int>(frame.left) + x)] =
                columns[std::min(at, columns.size() - 1)][static_cast<std::size_t>(y)];
    }
    Overlay overlay(size.width, size.height);
    draw_time(overlay, size, values.number("seconds"));
    draw_depth(overlay, size, common_settings(values, m_mode_scene(values, 0)).depth_mm);
    double before = 0.0;
    for (int x = 0; x < static_cast<int>(frame.width); ++x) {
        const double y = 0.985 * size.height - 0.07 * size.height * electrocardiogram(beats * x / frame.width);
        if (x > 0) overlay.line(frame.left + x - 1, before, frame.left + x, y, 1.2);
        before = y;
    }
    overlay.burn(figure.gray, 220);
    return figure;
}

}  // namespace

Generator cine_generator() {
    return {"us-cine",
            1,
            "B-mode cine over one beat of a heart view or a pulsating artery, with the ECG.",
            FigureSize{384, 352},
            cine_parameters,
            render_cine,
            cine_parts};
}

Generator m_mode_generator() {
    return {"us-m-mode",
            1,
            "M-mode trace through the mitral valve, the left ventricle or a carotid artery.",
            FigureSize{512, 352},
            m_mode_parameters,
            render_m_mode,
            m_mode_parts};
}

}  // namespace collimate::sono
