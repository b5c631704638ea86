#include <array>

#include "engine/figure/drawing_board.hpp"

namespace collimate {

namespace {

template <const Diagram& diagram>
Figure render(const FigureValues& values, FigureSize size, std::uint64_t) {
    return diagram.build(values).figure(size);
}

template <const Diagram& diagram>
std::vector<FigurePart> parts(const FigureValues& values, FigureSize size, std::uint64_t) {
    return diagram.build(values).figure(size).parts;
}

template <const Diagram& diagram>
Generator generator(std::string_view name, std::string_view shows, FigureSize usual) {
    return {.name = name,
            .shows = shows,
            .usual = usual,
            .parameters = diagram.parameters,
            .render = render<diagram>,
            .parts = parts<diagram>};
}

}  // namespace

std::span<const Generator> diagram_generators() {
    static const std::array all{
        generator<xray_setup_diagram>("diagram-xray-setup",
                                      "Tube, beam, part, grid and image receptor from the side, with their distances.",
                                      {500, 480}),
        generator<fluoroscopy_diagram>(
            "diagram-fluoroscopy", "A fluoroscopy room: where tube, receptor and operator are, and where scatter goes.",
            {560, 460}),
        generator<ct_gantry_diagram>("diagram-ct-gantry",
                                     "A CT gantry from the front: tube, filter, collimator, patient, detector.",
                                     {500, 500}),
        generator<pulse_sequence_diagram>(
            "diagram-pulse-sequence",
            "Radio frequency, gradients and signal of a magnetic resonance sequence over time.", {620, 500}),
        generator<relaxation_diagram>("diagram-relaxation",
                                      "Recovery or decay of magnetization of up to three tissues.", {600, 420}),
        generator<sound_beam_diagram>("diagram-sound-beam",
                                      "Near zone, focus and far zone of a round ultrasound element.", {600, 320}),
    };
    return all;
}

}  // namespace collimate
