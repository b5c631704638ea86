#include <algorithm>
#include <array>

#include "engine/figure/echo_display.hpp"
#include "engine/figure/echo_settings.hpp"
#include "engine/figure/echo_stills.hpp"
#include "engine/figure/generator.hpp"
#include "engine/figure/ultrasound_motion.hpp"

namespace collimate::sono {

namespace {

constexpr std::array<std::string_view, 10> scene_choices = {
    "phantom", "gallbladder", "liver-kidney", "diaphragm", "cyst", "bladder", "vessel", "neck", "fetal-head", "pleura"};
constexpr std::array<std::string_view, 4> probe_choices = {"usual", "linear", "curved", "phased"};

constexpr std::array image_parameters = {
    FigureParameter{"scene", 0, 0, 4, "what is scanned", scene_choices},
    FigureParameter{"probe", 0, 0, 0, "shape of the field; usual: what suits the scene", probe_choices},
    frequency_parameter,
    depth_parameter,
    focus_parameter,
    FigureParameter{"cycles", 1, 12, 2, "cycles in the pulse: its length sets axial resolution"},
    FigureParameter{"aperture_mm", 0, 60, 0,
                    "active aperture: sets lateral resolution at the focus; 0: what suits the scene"},
    gain_parameter,
    range_parameter,
    FigureParameter{"tgc_percent", 0, 200, 100, "share of the loss in average tissue that TGC makes up for"},
    FigureParameter{"tgc_band_db", -40, 40, 0, "one TGC slider set too low or too high by this"},
    FigureParameter{"tgc_band_percent", 0, 100, 50, "depth of that slider, share of the display"},
    noise_parameter,
    FigureParameter{"tissue_loss_db_cm_mhz", 0, 2, 0.5, "attenuation of the tissue around; average 0.5"},
    FigureParameter{"looks", 1, 7, 2, "pictures averaged by spatial compounding; 1: full speckle"},
    FigureParameter{"size_percent", 40, 140, 100, "size of the cyst, stone, lesion, vessel or head"},
    FigureParameter{"lesion_db", -40, 20, 9, "echo level of the lesion (diaphragm) or nodule (neck) against liver"},
    FigureParameter{"lesion_speed_m_s", 1200, 1900, 1540,
                    "speed of sound in it: below 1540 what lies behind looks deeper"},
    FigureParameter{"stone_loss_db", 0, 60, 40, "loss in stone, plaque, bone: the shadow; 0: none"},
    FigureParameter{"fluid_percent", 0, 100, 100, "how much less fluid attenuates: the enhancement; 0: none"},
    FigureParameter{"focal_banding_db", 0, 15, 0, "brighter band at the focus"},
    FigureParameter{"slice_mm", 0, 20, 0, "thickness of the beam out of the plane: fills in small or curved fluid"},
    FigureParameter{"reverberation_percent", 0, 100, 0,
                    "equally spaced false lines below strong interfaces near the probe"},
    FigureParameter{"ring_down_percent", 0, 100, 0, "unbroken streak below gas"},
    FigureParameter{"comet_percent", 0, 100, 0, "short tapering tail of lines below a small strong reflector"},
    FigureParameter{"mirror_percent", 0, 100, 0, "false copy beyond the diaphragm (diaphragm)"},
    FigureParameter{"edge_shadow_percent", 0, 100, 0, "shadows at the edges of round fluid from refraction"},
    FigureParameter{"side_lobe_percent", 0, 100, 0, "arcs beside strong reflectors"},
    FigureParameter{"grating_lobe_percent", 0, 100, 0, "weak copies well to the side of strong reflectors"},
    FigureParameter{"range_ambiguity_percent", 0, 100, 0, "echoes of the previous pulse within fluid (cyst, bladder)"},
};

Scene image_scene(const FigureValues& values, std::uint64_t seed) {
    SceneOptions options{.stone_loss_db = values.number("stone_loss_db"),
                         .lesion_db = values.number("lesion_db"),
                         .lesion_speed_m_s = values.number("lesion_speed_m_s"),
                         .size_percent = values.number("size_percent"),
                         .tissue_loss_db_cm_mhz = values.number("tissue_loss_db_cm_mhz"),
                         .seed = seed};
    const auto probe = values.choice("probe");
    if (probe == "linear") options.probe = ProbeKind::linear;
    if (probe == "curved") options.probe = ProbeKind::curved;
    if (probe == "phased") options.probe = ProbeKind::phased;
    return still_scene(values.choice("scene"), options);
}

BeamSettings image_settings(const FigureValues& values, const Scene& scene) {
    BeamSettings s = common_settings(values, scene);
    s.cycles = values.number("cycles");
    if (values.number("aperture_mm") > 0) s.aperture_mm = std::max(2.0, values.number("aperture_mm"));
    s.looks = values.count("looks");
    s.tgc_percent = values.number("tgc_percent");
    s.tgc_band_db = values.number("tgc_band_db");
    s.tgc_band_mm = values.number("tgc_band_percent") / 100 * s.depth_mm;
    s.focal_banding_db = values.number("focal_banding_db");
    s.slice_mm = values.number("slice_mm");
    s.fluid_percent = values.number("fluid_percent");
    s.reverberation_percent = values.number("reverberation_percent");
    s.ring_down_percent = values.number("ring_down_percent");
    s.comet_percent = values.number("comet_percent");
    s.mirror_percent = values.number("mirror_percent");
    s.edge_shadow_percent = values.number("edge_shadow_percent");
    s.side_lobe_percent = values.number("side_lobe_percent");
    s.grating_lobe_percent = values.number("grating_lobe_percent");
    s.range_ambiguity_percent = values.number("range_ambiguity_percent");
    return s;
}

Frame image_frame(FigureSize size) {
    return {0.06 * size.width, 0.03 * size.height, 0.86 * size.width, 0.94 * size.height};
}

std::vector<FigurePart> parts_on(const EchoDisplay& display, const Scene& scene) {
    std::vector<FigurePart> parts;
    for (const NamedPlace& place : scene.places) {
        FigurePart part = part_of(place, display);
        if (part.region.spots.size() >= 3 && area_of(part.region) > 1e-5) parts.push_back(std::move(part));
    }
    for (auto& part : display.scale_parts()) parts.push_back(std::move(part));
    return parts;
}

std::vector<FigurePart> image_parts(const FigureValues& values, FigureSize size, std::uint64_t seed) {
    const Scene scene = image_scene(values, seed);
    const BeamSettings settings = common_settings(values, scene);
    const Probe probe(scene.probe, scene, settings.lines);
    return parts_on(EchoDisplay(probe, settings.depth_mm, image_frame(size), size), scene);
}

Figure render_image(const FigureValues& values, FigureSize size, std::uint64_t seed) {
    const Scene scene = image_scene(values, seed);
    const BeamSettings settings = image_settings(values, scene);
    const Probe probe(scene.probe, scene, settings.lines);
    const EchoDisplay display(probe, settings.depth_mm, image_frame(size), size);
    Figure figure{.width = size.width, .height = size.height};
    figure.gray.resize(figure.pixels());
    figure.windows = {{"", 127.5, 255}};
    figure.mm_per_pixel = display.mm_per_pixel();
    figure.parts = parts_on(display, scene);
    display.draw(scan(scene, probe, settings, scatter(settings, seed), seed), values.number("gain_db"),
                 values.number("dynamic_range_db"), figure.gray);
    display.gray_bar(figure.gray);
    Overlay overlay(size.width, size.height);
    display.scales(overlay, settings.focus_mm);
    overlay.burn(figure.gray, 220);
    return figure;
}

}  // namespace

BeamSettings common_settings(const FigureValues& values, const Scene& scene) {
    const auto own = [&](std::string_view name, double usual) {
        const double set = values.number(name);
        return set > 0 ? set : usual;
    };
    BeamSettings s;
    s.frequency_mhz = std::max(1.0, own("frequency_mhz", scene.frequency_mhz));
    s.depth_mm = 10 * std::max(1.0, own("depth_cm", scene.depth_cm));
    s.focus_mm = 10 * std::max(0.5, own("focus_cm", scene.focus_cm));
    s.aperture_mm = scene.aperture_mm;
    s.noise_db = values.number("noise_db");
    return s;
}

Generator image_generator() {
    return {"us-image",
            1,
            "B-mode ultrasound still of a phantom or of a body region, with its faults and artifacts.",
            FigureSize{512, 384},
            image_parameters,
            render_image,
            image_parts};
}

}  // namespace collimate::sono

namespace collimate {

std::span<const Generator> ultrasound_generators() {
    static const std::array list = {sono::image_generator(), sono::cine_generator(), sono::m_mode_generator()};
    return list;
}

}  // namespace collimate
