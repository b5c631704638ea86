#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/figure/generator.hpp"

namespace collimate {

/// How a diagram names what it shows: in words, by letters that a question refers to, or not at all.
enum class Naming { words, letters, none };
[[nodiscard]] Naming naming_of(std::string_view word);

struct Pen {
    Ink ink = Ink::line;
    double width = 0.003;  ///< share of the drawing's width
    bool dashed = false;
};

/// A drawing in units of its own, x to the right, y down, fitted into the middle of a picture of any shape.
class DrawingBoard {
public:
    DrawingBoard(double width, double height, Naming naming) : width_(width), height_(height), naming_(naming) {}
    /// Everything drawn so far as a figure of this size.
    [[nodiscard]] Figure figure(FigureSize size) const;

    void line(std::vector<Spot> spots, Pen pen = {});
    void outline(std::vector<Spot> spots, Pen pen = {});
    void area(std::vector<Spot> spots, Ink ink, double edge_width = 0.003);     ///< filled
    void arrow(Spot from, Spot to, Pen pen = {});                               ///< with its head at `to`
    void dimension(Spot from, Spot to, Pen pen = {Ink::accent, 0.002, false});  ///< a head at each end
    void text(Spot at, std::string words, double size = 0.032, Ink ink = Ink::line);
    /// The name of a part, at `at`: its words, or the next letter in order of the calls.
    void name(Spot at, std::string words, Ink ink = Ink::line);
    /// The same away from its part, tied to it by a thin line.
    void name(Spot at, Spot target, std::string words, Ink ink = Ink::line);

    void part(std::string word, const std::vector<Spot>& corners);
    void part_around(std::string word, Spot from, Spot to, double half_width);  ///< a band along a line

private:
    void stroke(std::vector<Spot> spots, Pen pen, bool closed, bool filled);
    void head(Spot from, Spot to, Pen pen);

    double width_, height_;
    Naming naming_;
    char next_letter_ = 'A';
    Drawing drawing_;                ///< spots in the board's units
    std::vector<FigurePart> parts_;  ///< too
};

// One builder for each diagram, and the list of what an author may set in it.
struct Diagram {
    std::span<const FigureParameter> parameters;
    DrawingBoard (*build)(const FigureValues& values);
};
extern const Diagram xray_setup_diagram, fluoroscopy_diagram, ct_gantry_diagram, pulse_sequence_diagram,
    relaxation_diagram, sound_beam_diagram;

inline constexpr std::array<std::string_view, 3> namings{"words", "letters", "none"};

[[nodiscard]] std::vector<Spot> box_corners(Spot low, Spot high);
/// Corners of a box turned about its middle, clockwise.
[[nodiscard]] std::vector<Spot> turned_box(Spot middle, double half_width, double half_height, double deg);
/// An arc; angles clockwise from the right, in degrees.
[[nodiscard]] std::vector<Spot> arc(Spot middle, double radius, double from_deg, double to_deg);
[[nodiscard]] Spot polar(Spot middle, double radius, double deg);

}  // namespace collimate
